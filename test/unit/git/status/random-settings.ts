import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appendConfig, gitEnvironment } from '../../../fixtures/git-oracle';
import { attributes, ignores, pick, type Random } from './random-rules';

/** Where settings of a clone can come from, those of least weight first. */
const scopes = ['system', 'global', 'included', 'local'] as const;

/** Settings that decide what a file is to git, each with values git takes. */
const settings: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['core.autocrlf', ['true', 'input', 'false', 'TRUE', '1', '0', 'no']],
  ['core.eol', ['crlf', 'lf', 'native']],
  ['core.safecrlf', ['true', 'warn', 'false']],
  ['core.fileMode', ['false', 'true', 'off']],
  ['core.symlinks', ['false', 'true']],
  ['core.ignoreCase', ['true', 'false', 'yes']],
  ['core.precomposeUnicode', ['true', 'false']],
  ['core.trustctime', ['false']],
  ['core.checkStat', ['minimal', 'default']],
];

/**
 * A home folder with configuration of the system, the person and a file that one of them includes; and what the
 * clone itself says. Beside it files of rules that `core.excludesFile` and `core.attributesFile` name, or that git
 * finds without being told.
 * @returns the environment in which git and we see it
 */
export function randomSettings(folder: string, home: string, random: Random): Record<string, string> {
  mkdirSync(home, { recursive: true });
  const files: Record<(typeof scopes)[number], string> = {
    system: join(home, 'system.config'),
    global: join(home, random(2) ? '.gitconfig' : 'own.config'),
    included: join(home, 'included.config'),
    local: join(folder, '.git/config'),
  };
  for (const file of [files.system, files.global]) writeFileSync(file, '');
  const includer = pick(random, [files.system, files.global, files.local]);
  const set = appendConfig;
  for (let count = random(5); count > 0; count--) {
    const [key, values] = pick(random, settings);
    set(files[pick(random, scopes)], key, pick(random, values));
  }
  set(includer, random(2) ? 'include.path' : 'includeIf.gitdir:**/.git.path', files.included);
  ruleFile('core.excludesFile', 'ignore', ignores);
  ruleFile('core.attributesFile', 'attributes', attributes);
  return {
    ...gitEnvironment,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: pick(random, ['0', 'false', '']),
    GIT_CONFIG_SYSTEM: files.system,
    GIT_CONFIG_GLOBAL: files.global,
    ...(random(2) ? { XDG_CONFIG_HOME: join(home, 'xdg') } : {}),
  };

  function ruleFile(key: string, name: string, from: readonly string[]): void {
    if (random(3)) return;
    const places: readonly (readonly [path: string, told: string | null])[] = [
      [join(home, `my ${name}`), join(home, `my ${name}`)],
      [join(home, `my ${name}`), `~/my ${name}`],
      [join(folder, `.git/${name}-rules`), `.git/${name}-rules`], // from the top of the working tree
      [join(home, 'xdg/git', name), null],
      [join(home, '.config/git', name), null],
      [join(home, '.config/git', name), ''], // told that there is none
    ];
    const [path, told] = pick(random, places);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pick(random, from) + pick(random, from));
    if (told !== null) set(files[pick(random, scopes)], key, told);
  }
}
