import { describe, expect, test } from 'vitest';
import { broughtBackKey } from '../../../src/main/engine/deletions/item-history';
import { automaticMessage, resultMessage } from '../../../src/main/engine/deploy/messages';
import type { Change } from '../../../src/shared/domain/change';
import type { Plan } from '../../../src/shared/domain/plan';

const change = (more: Partial<Change>): Change => ({
  path: 'css/site.css',
  kind: 'modified',
  group: 'styles',
  also: [],
  authors: [],
  lastChanged: null,
  uncommitted: true,
  noise: false,
  ...more,
});
const blogPost = { entityType: 'document-type', kind: 'Document Type', name: 'Blog post' };

describe('the message of an automatic commit names the items', () => {
  test.each([
    ["Adding document type 'Blog post'\n", [change({ kind: 'added', item: blogPost })]],
    [
      "Removing document type 'Blog post' along with 1 other item\n",
      [change({ kind: 'deleted', item: blogPost }), change({})],
    ],
    ['Changing css/site.css along with 2 other items\n', [change({}), change({}), change({})]],
    // What is unimportant goes along and never counts.
    ['Changing css/site.css\n', [change({ path: 'noise', noise: true }), change({})]],
    ['Saving Dev\n', []],
  ])('%j', (message, changes) => {
    expect(automaticMessage(changes, 'Dev')).toBe(message);
  });
});

describe('the message of a result', () => {
  const plan = {
    kind: 'deploy',
    from: { name: 'Dev' },
    to: { name: 'Staging' },
    changes: [change({}), change({ noise: true })],
    findings: [],
  } as unknown as Plan;
  test('counts what counts, keeps what the person said, and can be found by its run', () => {
    const said = (message: string) => ({ message, id: 'r1', acknowledged: [] });
    expect(resultMessage(plan, [], said(' Summer campaign '))).toBe(
      'Deploy 1 change from Dev to Staging\n\nSummer campaign\n\nLaneway-Run: r1\n',
    );
    expect(resultMessage(plan, [], said(''))).toBe(
      'Deploy 1 change from Dev to Staging\n\nLaneway-Run: r1\n',
    );
    const pair = `document-type__1 ${'a'.repeat(40)}`;
    const yes = { key: broughtBackKey(pair), needed: false };
    const back = { ...plan, findings: [{ code: 'resurrection', level: 'warn', message: '', yes }] } as Plan;
    expect(resultMessage(back, [], { ...said(''), acknowledged: [yes.key] })).toMatch(
      new RegExp(`^Laneway-Brought-Back: ${pair}$`, 'm'),
    );
    expect(resultMessage(back, [], said(''))).not.toContain('Brought-Back');
  });
});
