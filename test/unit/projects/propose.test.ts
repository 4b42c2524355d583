import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { propose } from '../../../src/main/engine/projects/propose';
import {
  cloneRepository,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
} from '../../fixtures/git-oracle';
import type { Files } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder();
let count = 0;
const fresh = (): string => {
  const folder = join(top, `test-${count++}`);
  mkdirSync(folder);
  return folder;
};
const change = (folder: string, files: Files): void => {
  writeFiles(folder, files);
  commitAll(folder, 'change');
};
const seen = (paths: readonly string[]): string[] =>
  propose(paths, gitEnvironment).candidates.map(
    ({ name, role, problem }) => `${name} ${problem?.code ?? role}`,
  );

describe('proposing lanes', () => {
  it('by folder names, from the folder that holds them', () => {
    const sites = fresh();
    const live = makeRepository(join(sites, 'nordlys-live'));
    cloneRepository(live, join(sites, 'nordlys-staging'));
    const dev = cloneRepository(live, join(sites, 'nordlys-dev'));
    mkdirSync(join(sites, 'pictures'));
    const proposal = propose([sites], gitEnvironment);
    expect(proposal.projectName).toBe('Nordlys');
    expect(proposal.candidates[0]).toEqual({
      path: dev,
      name: 'Dev',
      role: 'development',
      branch: 'main',
      profile: 'plain',
      reason: 'Its folder is named "dev".',
      problem: null,
    });
    expect(seen([sites])).toEqual(['Dev development', 'Staging staging', 'Live production']);
    expect(seen([dev, live])).toEqual(['Dev development', 'Live production']);
    expect(seen([dev, sites, dev])).toEqual(['Dev development', 'Staging staging', 'Live production']);
  });

  it('by history where names say nothing', () => {
    const sites = fresh();
    const a = makeRepository(join(sites, 'alpha'));
    const b = cloneRepository(a, join(sites, 'bravo'));
    const c = cloneRepository(a, join(sites, 'charlie'));
    git(a, 'checkout', '-q', '-b', 'a');
    git(b, 'checkout', '-q', '-b', 'b');
    git(c, 'checkout', '-q', '-b', 'c');
    change(b, { 'one.txt': '1\n' });
    git(c, 'pull', '-q', b, 'b');
    change(b, { 'two.txt': '2\n' });
    const proposal = propose([sites], gitEnvironment);
    expect(proposal.candidates.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'Bravo development',
      'Charlie staging',
      'Alpha production',
    ]);
    expect(proposal.candidates.map(({ reason }) => reason)).toEqual([
      'It has the newest changes.',
      'It stands between the others.',
      'It has the fewest changes of its own, so it is likely the public site.',
    ]);
  });

  it("by the site's own list, and shows nothing secret of it", () => {
    const sites = fresh();
    const cloud = (own: string): string =>
      JSON.stringify({
        Deploy: {
          ApiKey: 'never-shown',
          Project: {
            Workspaces: [
              {
                Id: 'd',
                Name: 'Kitchen',
                Type: 'Development',
                Url: 'https://kitchen.example.org',
                ClientSecret: 'never-shown',
              },
              { Id: 'l', Name: 'Shop window', Type: 'Live', Url: 'https://example.org' },
            ],
          },
        },
        Identity: { EnvironmentId: own, ClientSecret: 'never-shown' },
      });
    const a = makeRepository(join(sites, 'a'), {
      'src/Web/umbraco/Deploy/Revision/language__en-US.uda': '{}',
      'src/Web/umbraco-cloud.json': cloud('l'),
    });
    const b = cloneRepository(a, join(sites, 'b'));
    change(b, { 'src/Web/umbraco-cloud.json': cloud('d') });
    const proposal = propose([sites], gitEnvironment);
    expect(proposal.candidates.map(({ path, name, role, profile }) => [path, name, role, profile])).toEqual([
      [b, 'Kitchen', 'development', 'umbraco'],
      [a, 'Shop window', 'production', 'umbraco'],
    ]);
    expect(proposal.candidates[0]?.reason).toBe('umbraco-cloud.json names it "Kitchen".');
    expect(JSON.stringify(proposal)).not.toContain('never-shown');
  });

  it('one clone alone is where changes are made', () => {
    const only = makeRepository(join(fresh(), 'website'));
    expect(propose([only], gitEnvironment)).toMatchObject({ projectName: 'Website' });
    expect(seen([only])).toEqual(['Dev development']);
  });

  it('lists what cannot be a lane last, with the reason', () => {
    const sites = fresh();
    const live = makeRepository(join(sites, 'live'), { 'live.txt': 'live\n' });
    const dev = cloneRepository(live, join(sites, 'dev'));
    makeRepository(join(sites, 'another'), { 'another.txt': 'another\n' });
    git(cloneRepository(live, join(sites, 'bisecting')), 'checkout', '-q', '--detach');
    git(dev, 'worktree', 'add', '-q', '-b', 'ana', join(sites, 'linked'));
    git(top, 'init', '-q', join(sites, 'empty'));
    expect(seen([sites])).toEqual([
      'Dev development',
      'Live production',
      'linked flexible',
      'bisecting detached-head',
      'empty unborn-branch',
      'another no-common-history',
    ]);
    const linked = propose([sites], gitEnvironment).candidates[2];
    expect(linked?.reason).toContain('linked to dev');
  });

  it('says what is wrong with a folder that holds no clone', () => {
    const empty = fresh();
    expect(
      propose([empty, join(empty, 'gone')], gitEnvironment).candidates.map(({ problem }) => problem?.code),
    ).toEqual(['not-a-clone', 'folder-missing']);
  });

  it('gives every lane a name of its own', () => {
    const sites = fresh();
    const first = makeRepository(join(sites, 'x/dev'));
    cloneRepository(first, join(sites, 'y/Dev'));
    const names = propose([sites], gitEnvironment).candidates.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(2);
  });
});
