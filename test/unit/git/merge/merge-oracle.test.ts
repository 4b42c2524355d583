import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mergeCommits, type CommitMerge } from '../../../../src/main/engine/git/merge/merge-commits';
import type { ObjectId } from '../../../../src/main/engine/git/model';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { persistObjects } from '../../../../src/main/engine/git/objects/persist';
import { testFormat } from '../../../fixtures/object-format';
import { git } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { featuresOf } from './merge-features';
import { basesNatively } from './native-bases';
import { mergeNatively, type NativeMerge } from './native-merges';
import { randomMerge } from './random-merges';
import { attributesPath } from './random-versions';
import { randomWalk, type WalkedMerge } from './random-walks';

interface Compared {
  /** To make it again: what it comes from, its number there. */
  readonly from: string;
  readonly ours: ObjectId;
  readonly theirs: ObjectId;
  readonly git: NativeMerge | null;
  readonly gitBases: readonly ObjectId[];
  readonly own: CommitMerge;
  readonly features: ReadonlySet<string>;
}

const pairs = 2_100;
const walksPerFlow = 20;

/** The `.gitattributes` of the pairs, by turns; null has none, as most sites. */
const attributes = [
  null,
  null,
  null,
  '* text=auto\n',
  '*.txt text eol=crlf\n*.uda -text\n* text=auto eol=lf\n',
  '*.txt merge=union\n*.cshtml -merge\n*.uda -merge\nthree eol=crlf\n',
];
const compared: Compared[] = [];

/** Merges in a repository of their own, then lets native git do the same in its working tree. */
function compare(
  name: string,
  attributes: string | null,
  make: (store: ReturnType<typeof createOverlay>) => Iterable<WalkedMerge & { readonly from: string }>,
): void {
  const folder = tempFolder(name);
  git(folder, 'init', '-q');
  if (attributes !== null) writeFileSync(join(folder, attributesPath), attributes);
  const disk = openDiskStore(join(folder, '.git/objects'), testFormat);
  const history = createOverlay([disk]);
  const merges = [...make(history)];
  persistObjects(disk, history.written());
  const native = mergeNatively(folder, merges);
  const bases = basesNatively(folder, merges);
  merges.forEach(({ from, ours, theirs, own }, i) => {
    const trees = [ours, theirs].map((commit) => history.commit(commit).tree) as [ObjectId, ObjectId];
    const features = new Set(featuresOf(history, own.baseTree, trees));
    features.add(`${own.bases.length} bases`);
    const kind = from.replace(/,? \d+$/, '');
    features.add(kind);
    if (own.bases.length > 1) features.add(`${kind}, criss-cross`);
    if (attributes?.includes('eol') && features.has('CRLF')) features.add('CRLF with attributes');
    if (attributes?.includes('merge=')) features.add('merge attributes');
    compared.push({
      from,
      ours,
      theirs,
      own,
      features,
      git: native[i] ?? null,
      gitBases: bases[i] ?? [],
    });
  });
}

beforeAll(() => {
  attributes.forEach((text, group) =>
    compare(`merges-${group}`, text, function* (history) {
      for (let seed = group; seed < pairs; seed += attributes.length) {
        const merge = randomMerge(history, seed, text);
        const own = mergeCommits(history, { ...merge, labels: merge });
        yield { ...merge, own, from: `pair ${seed}` };
      }
    }),
  );
  for (const flow of ['direct', 'queue'] as const)
    compare(`walks-${flow}`, null, function* (history) {
      for (let seed = 0; seed < walksPerFlow; seed++)
        for (const merge of randomWalk(history, seed, flow))
          yield { ...merge, from: `walk over lanes, ${flow} flow, ${seed}` };
    });
}, 300_000);

/** How often each must occur at least, merged clean and in conflict. */
const wanted: readonly (readonly [feature: string, clean: number, conflicted: number])[] = [
  ['delete', 500, 500],
  ['exact rename', 400, 500],
  ['similar rename', 200, 300],
  ['mode', 300, 300],
  ['symlink', 100, 150],
  ['symlink on both sides', 0, 5],
  ['file/directory swap', 150, 300],
  ['binary', 100, 150],
  ['binary on both sides', 0, 8],
  ['Latin-1', 300, 400],
  ['Latin-1 on both sides', 10, 30],
  ['UTF-16', 200, 300],
  ['UTF-16 on both sides', 0, 20],
  ['CRLF', 300, 500],
  ['CRLF on both sides', 10, 40],
  ['CRLF with attributes', 80, 100],
  ['merge attributes', 80, 80],
  ['submodule', 100, 150],
  ['submodule on both sides', 0, 5],
  ['1 bases', 500, 400],
  ['2 bases', 80, 70],
  ['3 bases', 40, 90],
  ['4 bases', 50, 90],
  ['pair, criss-cross', 150, 250],
  ['walk over lanes, direct flow', 80, 80],
  ['walk over lanes, queue flow', 60, 60],
  ['walk over lanes, direct flow, criss-cross', 5, 3],
  ['walk over lanes, queue flow, criss-cross', 5, 3],
];

/**
 * Where ours differs from git on purpose. All of them are about files that one side added to a folder that the other
 * side moved, and in none of them git finishes the merge.
 */
const rules = {
  /** git fails on an assertion of its own. */
  gitFails: ({ git }: Compared): boolean => git === null,
  /** git stops because a folder went to two places, but no file asks for one. */
  splitWithoutFiles: ({ git, own }: Compared): boolean =>
    git !== null && git.conflicted.length === 0 && own.conflicts.length === 0 && saysUnclear(git),
  /** git stops without naming a file; ours names those whose place is unclear. */
  unclearPlace: ({ git }: Compared): boolean => git !== null && saysUnclear(git),
};
const saysUnclear = (git: NativeMerge): boolean =>
  git.messages.some((message) => /^CONFLICT.*directory rename(?! suggested)/.test(message));

const ruled = (one: Compared): boolean => rules.gitFails(one) || rules.splitWithoutFiles(one);

/** As git names them: a file renamed twice by all its names, a file that gave way to a folder by its old one. */
const ownNames = ({ own }: Compared): string[] =>
  own.conflicts.flatMap(({ path, type, otherPaths = [] }) =>
    type === 'rename/rename' ? [path, ...otherPaths] : [path],
  );
const gitNames = ({ git }: Compared): string[] =>
  (git?.conflicted ?? []).map((name) => name.replace(/~[0-9a-f]{40,64}(_\d+)?$/, ''));
const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

describe('some 3,000 random merges against git merge-tree', () => {
  test('are worth comparing: each feature often, clean and in conflict', () => {
    const tally = new Map<string, [clean: number, conflicted: number]>();
    for (const { git, features } of compared)
      for (const feature of git ? features : []) {
        const counts = tally.get(feature) ?? [0, 0];
        counts[git?.clean ? 0 : 1]++;
        tally.set(feature, counts);
      }
    for (const [feature, clean, conflicted] of wanted) {
      const [wasClean, wasConflicted] = tally.get(feature) ?? [0, 0];
      expect([feature, wasClean >= clean, wasConflicted >= conflicted]).toEqual([feature, true, true]);
    }
    const types = new Set(compared.flatMap(({ own }) => own.conflicts.map(({ type }) => type)));
    expect(types.size).toBeGreaterThanOrEqual(11);
    expect(compared.length).toBeGreaterThan(2_500);
    expect(compared.filter(ruled).length).toBeLessThan(16);
  });

  test('have the merge bases of git', () => {
    for (const { from, own, gitBases } of compared)
      expect({ from, bases: own.bases }).toEqual({ from, bases: gitBases });
  });

  test('are clean exactly where git is', () => {
    for (const one of compared)
      if (!ruled(one))
        expect({ from: one.from, clean: one.own.conflicts.length === 0 }).toEqual({
          from: one.from,
          clean: one.git?.clean,
        });
  });

  test('have the very tree of git where they are clean', () => {
    for (const { from, git, own } of compared)
      if (git?.clean === true) expect({ from, tree: own.tree }).toEqual({ from, tree: git.tree });
  });

  test('conflict on the same paths', () => {
    for (const one of compared) {
      if (ruled(one) || one.git?.clean !== false) continue;
      const own = unique(ownNames(one));
      const git = unique(gitNames(one));
      if (!rules.unclearPlace(one))
        expect({ from: one.from, names: own }).toEqual({ from: one.from, names: git });
      else {
        const unclear = one.own.conflicts
          .filter(({ type }) => type === 'file-location')
          .map(({ path }) => path);
        expect(own).toEqual(expect.arrayContaining(git));
        expect(unique([...git, ...unclear])).toEqual(expect.arrayContaining(own));
      }
    }
  });

  test('leave the same tree with the same markers where they conflict, unless files moved along with folders', () => {
    for (const { from, git, own } of compared)
      if (git?.clean === false && !own.conflicts.some(({ otherPaths }) => otherPaths !== undefined))
        expect({ from, tree: own.tree }).toEqual({ from, tree: git.tree });
  });
});
