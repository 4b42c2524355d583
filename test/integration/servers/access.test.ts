import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import { found, refused, start } from '../../fixtures/pair';
import { makeServerSite } from '../../fixtures/server-site';
import { work } from '../../fixtures/served-clones';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('access');

/** Every file below a folder in which a text stands. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

describe('a server that asks who one is', () => {
  test('is answered by what the address says; a password is in no file, log, event or error', async () => {
    const site = await makeServerSite(join(top, 'asks'), { password: 'open-sesame' });
    work(site);
    const unknown = await site.plan('Dev', 'Live');
    expect(found(unknown, 'sign-in-needed')[0]?.level).toBe('block');
    expect((await refused(start(site, unknown))).code).toBe('plan-blocked');
    const address = (password: string): string =>
      `${site.server.url.replace('//', `//ana:${password}@`)}/site.git`;
    git(site.live, 'remote', 'set-url', 'origin', address('not-the-one'));
    const wrong = await site.plan('Dev', 'Live');
    expect(found(wrong, 'sign-in-needed')[0]?.message).toMatch(/did not accept/);
    git(site.live, 'remote', 'set-url', 'origin', address('open-sesame'));
    const record = await site.deploy('Dev', 'Live');
    expect([record.outcome, record.error]).toEqual(['succeeded', null]);
    const { lanes } = await site.call('overview.get', { projectId: site.project.id });
    const { log } = await site.call('activity.get', { projectId: site.project.id, id: record.id });
    for (const secret of ['open-sesame', 'not-the-one']) {
      expect(JSON.stringify([unknown, wrong, record, lanes, log])).not.toContain(secret);
      expect(filesWith(site.dataFolder, secret)).toEqual([]);
      expect(filesWith(join(site.dev, '.git'), secret)).toEqual([]);
      const own = filesWith(join(site.live, '.git'), secret);
      expect(own.filter((path) => !path.endsWith('.git/config'))).toEqual([]);
    }
    await site.close();
  });
});

describe('a server that cannot be reached', () => {
  test('stops only what goes into its environment', async () => {
    const site = await makeServerSite(join(top, 'offline'), { devToo: true });
    writeFiles(site.live, { 'index.html': 'one\ntwo\nthree\nfour\nFIVE\n' });
    commitAll(site.live, 'hotfix');
    work(site);
    site.server.trouble = () => ({ kind: 'drop-upload', afterBytes: 0 });
    const plan = await site.plan('Dev', 'Live');
    expect(
      found(plan, 'upstream-unreachable').map(({ level, environmentId }) => [level, environmentId]),
    ).toEqual([
      ['warn', site.id('Dev')],
      ['block', site.id('Live')],
    ]);
    expect(plan.changes.length).toBeGreaterThan(0);
    // What was seen last is enough to read by, and the card says how old it is.
    const requests = site.server.requests.length;
    const { lanes } = await site.call('overview.get', { projectId: site.project.id });
    expect(lanes.map(({ problem }) => problem)).toEqual([null, null]);
    expect(lanes[1]?.flags.map(({ kind }) => kind)).toContain('server-not-seen');
    await site.call('changes.get', { projectId: site.project.id, environmentId: site.id('Dev') });
    expect(site.server.requests.length).toBe(requests);
    site.server.trouble = () => undefined;
    const again = await site.plan('Dev', 'Live');
    expect(again.findings.filter(({ level }) => level === 'block')).toEqual([]);
    // The plan looked at the source a moment ago and does not ask it again; the run is not held up by that.
    const { outcome } = await site.deploy('Dev', 'Live');
    expect(outcome).toBe('succeeded');
    expect(site.onServer()).toBe(git(site.live, 'rev-parse', 'HEAD'));
    await site.close();
  });
});
