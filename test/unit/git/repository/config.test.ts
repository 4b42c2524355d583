import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { createConfigReader, readConfig } from '../../../../src/main/engine/git/repository/config';
import type { GitConfig } from '../../../../src/main/engine/git/repository/config';
import { configFiles, systemAttributeFiles } from '../../../../src/main/engine/git/repository/config-files';
import { git, gitEnvironment, makeRepository } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('config');
const home = join(root, 'home');
mkdirSync(join(home, '.config/git'), { recursive: true });
const environment = {
  PATH: gitEnvironment['PATH'],
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  LANG: 'C.UTF-8',
};

/** What git sees: all entries of all files, in order. */
function gitEntries(folder: string, more: Record<string, string | undefined> = {}): string[] {
  const env = { ...environment, ...more };
  const output = execFileSync('git', ['-C', folder, 'config', '--list', '-z', '--includes'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
  return output.split('\0').slice(0, -1);
}

const ourEntries = (config: GitConfig): string[] =>
  config.entries.map(({ key, value }) => (value === null ? key : `${key}\n${value}`));

const read = (folder: string, more: Record<string, string | undefined> = {}): GitConfig => {
  const gitDir = join(folder, '.git');
  return readConfig({ gitDir, commonDir: gitDir, environment: { ...environment, ...more } });
};

const tricky = String.raw`Early = yes
[core] bare = false ; comment
	filemode=true# comment
[Section "Sub Section"] KEY = value
  # a comment
  quoted = "  with blanks  "   ; and a comment
  mixed = before" # not a comment "after
  escaped = a\tb\nc\\d\"e\b
  continued = one \
     two\
three
  empty =
  implied
  trailing = x   
[section "Sub\"Quote\\Back"]
  a = 1
  a = 2
[section.OldStyle]
  key = old
[a]b=c
[remote "origin"]
	url = https://example.org/a.git
	fetch = +refs/heads/*:refs/remotes/origin/*
	fetch = +refs/tags/*:refs/tags/*
[number]
  kilo = 2k
  mega = 3M
  minus = -1
  none = abc
[bool]
  yes = YES
  on = on
  one = 1
  off = Off
  zero = 0
  blank =
  other = maybe
[path]
  home = ~/files/ignore
  plain = relative/ignore
`;

describe('the configuration', () => {
  it('reads a tricky file as git does', () => {
    const folder = makeRepository(join(root, 'tricky'));
    for (const text of [tricky, tricky.replaceAll('\n', '\r\n'), `\ufeff${tricky}`]) {
      writeFileSync(join(folder, '.git/config'), text);
      const config = read(folder);
      expect(ourEntries(config)).toEqual(gitEntries(folder));
      const key = 'section.Sub Section.mixed';
      expect(config.get('SECTION.Sub Section.MIXED')).toBe(git(folder, 'config', key));
      expect(config.get('section.sub section.mixed')).toBe(undefined);
      expect(config.getAll('remote.origin.fetch').join('\n')).toBe(
        git(folder, 'config', '--get-all', 'remote.origin.fetch'),
      );
      for (const name of ['yes', 'on', 'one', 'off', 'zero', 'blank'])
        expect(String(config.getBool(`bool.${name}`))).toBe(
          git(folder, 'config', '--type=bool', `bool.${name}`),
        );
      expect(config.getBool('section.Sub Section.implied')).toBe(true);
      expect(config.getBool('bool.other')).toBe(undefined);
      expect(config.getBool('bool.nothing')).toBe(undefined);
      for (const name of ['kilo', 'mega', 'minus'])
        expect(String(config.getInt(`number.${name}`))).toBe(
          git(folder, 'config', '--type=int', `number.${name}`),
        );
      expect(config.getInt('number.none')).toBe(undefined);
      expect(config.getPath('path.home')).toBe(join(home, 'files/ignore'));
      expect(config.getPath('path.plain')).toBe('relative/ignore');
      expect(config.getPath('path.nothing')).toBe(undefined);
    }
  });

  it('reads back every value that git writes', () => {
    const folder = makeRepository(join(root, 'written'));
    const plain = readFileSync(join(folder, '.git/config'));
    const text = fc.string({ unit: fc.constantFrom(...'ab "\\;#=\n[]ä😀\'.', 'x'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (subsection, value) => {
        writeFileSync(join(folder, '.git/config'), plain);
        const name = subsection.replaceAll('\n', '');
        git(folder, 'config', `test.${name}.key`, value);
        expect(read(folder).get(`test.${name}.key`)).toBe(value);
      }),
      { numRuns: 120 },
    );
  });

  it('refuses what git refuses', () => {
    const folder = makeRepository(join(root, 'broken'));
    const good = '[core]\n\trepositoryformatversion = 0\n';
    for (const bad of [
      '[open',
      '[a]\n 1key = x',
      '[a]\n key = "open',
      '[a]\n key = \\x',
      '[a "b]\n',
      '[a]\n key x',
      '[a]\n key ; comment',
      '[a b]\n',
    ]) {
      writeFileSync(join(folder, '.git/config'), `${bad}\n${good}`);
      expect(() => gitEntries(folder), bad).toThrow();
      let caught: unknown;
      try {
        read(folder);
      } catch (cause) {
        caught = cause;
      }
      expect(isError(caught, 'unsupported-repository'), bad).toBe(true);
    }
  });

  it('puts system, global and local files in order and follows includes and their conditions', () => {
    const folder = makeRepository(join(root, 'include/site'));
    const write = (path: string, text: string): void => writeFileSync(path, text);
    write(join(home, '.config/git/config'), '[user]\n name = from xdg\n[x]\n a = xdg\n');
    const conditions = [
      'gitdir:~/',
      `gitdir:${root}/`,
      'gitdir:site/',
      'gitdir:SITE/',
      'gitdir/i:SITE/',
      'gitdir:other/',
      'gitdir:**/include/*/.git',
      `gitdir:${folder}/.git`,
      `gitdir:${folder}`,
      'gitdir:./../include/',
      'gitdir:/**/site/**',
      'onbranch:main',
      'onbranch:ma*',
      'onbranch:feature/',
      'onbranch:other',
      'hasconfig:remote.*.url:https://example.org/**',
      'hasconfig:remote.*.url:https://elsewhere/**',
      'unknown:x',
    ];
    conditions.forEach((_, i) => write(join(home, `cond-${i}`), `[cond]\n hit = ${i}\n`));
    write(
      join(home, '.gitconfig'),
      `[user]\n name = from home\n[include]\n path = ~/more\n path = missing\n path = .config/../relative\n[x]\n a = home\n${conditions
        .map((condition, i) => `[includeIf "${condition}"]\n path = cond-${i}\n`)
        .join('')}`,
    );
    write(join(home, 'more'), '[include]\n path = nested\n[x]\n a = more\n');
    write(join(home, 'nested'), '[x]\n a = nested\n');
    write(join(home, 'relative'), '[x]\n a = relative\n');
    git(folder, 'config', 'remote.origin.url', 'https://example.org/site.git');
    write(join(root, 'system'), '[x]\n a = system\n');
    for (const more of [
      {},
      { GIT_CONFIG_NOSYSTEM: '0', GIT_CONFIG_SYSTEM: join(root, 'system') },
      { GIT_CONFIG_GLOBAL: join(home, 'more') },
      { GIT_CONFIG_GLOBAL: '/dev/null' },
      { XDG_CONFIG_HOME: join(root, 'nowhere') },
    ]) {
      const config = read(folder, more);
      expect(ourEntries(config), JSON.stringify(more)).toEqual(gitEntries(folder, more));
    }
    git(folder, 'checkout', '-q', '-b', 'feature/x');
    expect(ourEntries(read(folder))).toEqual(gitEntries(folder));
    expect(read(folder).getAll('cond.hit').length).toBeGreaterThan(6);
  });

  it('knows where the files are on other systems', () => {
    expect(
      configFiles({ USERPROFILE: 'C:\\Users\\ana', ProgramFiles: 'D:\\Programs' }, 'win32')[0],
    ).toContain('gitconfig');
    expect(configFiles({}, 'linux')).toEqual(['/etc/gitconfig']);
    expect(configFiles({ GIT_CONFIG_NOSYSTEM: 'true' }, 'darwin')).toEqual([]);
    expect(systemAttributeFiles({ GIT_CONFIG_NOSYSTEM: 'true' }, 'linux')).toEqual(['/etc/gitattributes']);
    expect(systemAttributeFiles({ GIT_ATTR_NOSYSTEM: '1' }, 'linux')).toEqual([]);
  });

  it('is read again when any of its files changes, and only then', () => {
    const folder = makeRepository(join(root, 'cached'));
    const gitDir = join(folder, '.git');
    const global = join(root, 'cached-global');
    const config = createConfigReader({
      gitDir,
      commonDir: gitDir,
      environment: { ...environment, GIT_CONFIG_GLOBAL: global },
    });
    const first = config();
    expect(config()).toBe(first);
    git(folder, 'config', 'x.y', '1');
    expect(config().get('x.y')).toBe('1');
    writeFileSync(global, '[g]\n h = 1\n[includeIf "onbranch:new"]\n path = cached-included\n');
    expect(config().get('g.h')).toBe('1');
    expect(config().get('i.j')).toBe(undefined);
    writeFileSync(join(root, 'cached-included'), '[i]\n j = 2\n');
    git(folder, 'checkout', '-q', '-b', 'new');
    expect(config().get('i.j')).toBe('2');
    git(folder, 'config', 'extensions.worktreeConfig', 'true');
    git(folder, 'config', '--worktree', 'w.k', '3');
    expect(config().get('w.k')).toBe('3');
    expect(config()).toBe(config());
  });
});
