import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { upstreamOf } from '../../../../src/main/engine/git/remote/upstream';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { git, gitEnvironment, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('upstream');
const folder = makeRepository(join(root, 'clone'));
let count = 0;

/** The variables of a person with these settings, each `key=value`, in order. */
function environmentWith(settings: readonly string[]): Record<string, string> {
  const file = join(root, `settings-${count++}`);
  const lines = settings.map((setting) => {
    const [, section, name, key, value] = /^(\w+)\.(.*)\.(\w+)=(.*)$/.exec(setting) ?? [];
    return `[${section} "${name}"]\n\t${key} = ${value}\n`;
  });
  writeFileSync(file, lines.join(''));
  return { ...gitEnvironment, GIT_CONFIG_GLOBAL: file };
}

const follows = ['branch.main.remote=origin', 'branch.main.merge=refs/heads/live'];
const upstreamWith = (...settings: readonly string[]) =>
  upstreamOf(openRepository(folder, environmentWith([...follows, ...settings])), 'main');

describe('the server a branch is sent to', () => {
  it('is found by remote and merge', () => {
    expect(upstreamWith('remote.origin.url=https://scm.example.org/team/site.git')).toEqual({
      remote: 'origin',
      url: 'https://scm.example.org/team/site.git',
      host: 'scm.example.org',
      ref: 'refs/heads/live',
      trackingRef: 'refs/remotes/origin/live',
    });
  });

  it('is none without an address, on this computer, or over ssh', () => {
    for (const settings of [
      [],
      ['remote.origin.url=/srv/git/site.git'],
      ['remote.origin.url=git@scm.example.org:team/site.git'],
      ['remote.origin.url=ssh://git@scm.example.org/site.git'],
      ['remote.origin.url=https://scm.example.org/site', 'remote.origin.pushurl=git@scm.example.org:site'],
    ])
      expect(upstreamWith(...settings)).toBe(null);
    const alone = environmentWith(['remote.origin.url=https://x.example/y']);
    expect(upstreamOf(openRepository(folder, alone), 'main')).toBe(null);
  });

  it('shows no user, password or token of its address', () => {
    const upstream = upstreamWith(
      'remote.origin.url=https://ana:s3%40cret@scm.example.org:8443/site.git/?t=tok',
    );
    expect(upstream?.url).toBe('https://scm.example.org:8443/site.git');
    expect(upstream?.host).toBe('scm.example.org:8443');
    expect(JSON.stringify(upstream)).not.toMatch(/ana|cret|tok/);
  });

  it('goes by the refspecs, but never over a branch of the clone', () => {
    const url = 'remote.origin.url=https://scm.example.org/site';
    const trackingRef = (refspec: string) => upstreamWith(url, `remote.origin.fetch=${refspec}`)?.trackingRef;
    expect(trackingRef('+refs/heads/*:refs/remotes/hub/*')).toBe('refs/remotes/hub/live');
    expect(trackingRef('refs/heads/live:refs/remotes/hub/there')).toBe('refs/remotes/hub/there');
    expect(trackingRef('+refs/*:refs/*')).toBe('refs/remotes/origin/live');
    expect(trackingRef('^refs/heads/live')).toBe('refs/remotes/origin/live');
  });

  it.each([
    ['fetch', ['remote', 'get-url', 'origin']],
    ['push', ['remote', 'get-url', '--push', 'origin']],
  ])('rewrites addresses as git does (%s)', (_direction, question) => {
    const clone = makeRepository(join(root, `clone-${count++}`));
    git(clone, 'remote', 'add', 'origin', 'hub:team/site.git');
    const settings = [
      'url.https://wrong.example/.insteadOf=hu',
      'url.https://scm.example.org/all/.insteadOf=hub:',
      'url.https://scm.example.org/all/.pushInsteadOf=hub:',
    ];
    const environment = environmentWith([...follows, ...settings]);
    const native = tryGit(clone, question, undefined, environment).stdout.toString().trim();
    expect(upstreamOf(openRepository(clone, environment), 'main')?.url).toBe(native);
  });

  it('is refused where it is sent elsewhere, without showing a password', () => {
    const elsewhere = [
      ['remote.origin.pushurl=https://ana:secret@other.example/site.git'],
      ['remote.origin.pushurl=https://scm.example.org/fork.git'],
      ['remote.origin.pushurl=https://scm.example.org/site.git', 'remote.origin.pushurl=https://o.example/s'],
      ['url.https://other.example/.pushInsteadOf=https://ana:secret@scm.example.org/'],
    ];
    for (const settings of elsewhere) {
      const url = 'remote.origin.url=https://ana:secret@scm.example.org/site.git';
      let thrown: unknown;
      try {
        upstreamWith(url, ...settings);
      } catch (cause) {
        thrown = cause;
      }
      expect(isError(thrown, 'unsupported-repository'), settings.join()).toBe(true);
      expect(JSON.stringify(thrown) + String(thrown)).not.toContain('secret');
    }
    expect(
      upstreamWith('remote.origin.url=https://a.example/s', 'remote.origin.pushurl=https://a.example/s.git'),
    ).not.toBe(null);
  });

  it('is refused with an address or name that cannot be', () => {
    expect(() => upstreamWith('remote.origin.url=https://:bad:port:/x')).toThrow(/cannot be understood/);
    const settings = ['branch.main.remote=origin', 'branch.main.merge=refs/for/main'];
    const environment = environmentWith([...settings, 'remote.origin.url=https://a.example/s']);
    expect(() => upstreamOf(openRepository(folder, environment), 'main')).toThrow(/not a name/);
  });
});
