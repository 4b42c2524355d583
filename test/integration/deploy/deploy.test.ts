import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import { makeScenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('deploy');

describe('a deployment', () => {
  test('carries saved and unsaved work to the next lane, and brings its changes back', async () => {
    const site = await makeScenario(join(top, 'first'));
    writeFiles(site.dev, { 'pages/new.html': 'new\n', 'pages/about.html': null });
    commitAll(site.dev, 'a page more, a page less');
    writeFiles(site.dev, { 'css/site.css': 'body { color: navy; }\n\n\n\nh1 { color: blue; }\n' });
    writeFiles(site.staging, { 'scripts/menu.js': 'open(1);\n' });
    const plan = await site.plan('Dev', 'Staging');
    expect(plan.changes.map(({ kind, path, uncommitted }) => [kind, path, uncommitted])).toEqual([
      ['modified', 'css/site.css', true],
      ['deleted', 'pages/about.html', false],
      ['added', 'pages/new.html', false],
    ]);
    expect(plan.comesBack.map(({ path }) => path)).toEqual(['scripts/menu.js']);
    expect(plan.removals.map(({ path }) => path)).toEqual(['pages/about.html']);
    const record = await site.deploy('Dev', 'Staging', 'spring');
    expect(record.error).toBeNull();
    expect(record.outcome).toBe('succeeded');
    for (const folder of [site.dev, site.staging]) {
      expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
      expect(git(folder, 'status', '--porcelain')).toBe('');
      expect(git(folder, 'fsck', '--full', '--strict')).toBe('');
    }
    expect(git(site.staging, 'log', '-1', '--format=%B')).toContain(`Laneway-Run: ${record.id}`);
    await site.close();
  });
});
