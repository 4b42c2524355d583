import { jsonParts } from '../artifacts/merge/artifact-parts';
import { mergeJsonFiles } from '../artifacts/merge/merge-json-files';
import type { MeaningParts } from '../conflicts/parts';
import type { MergeDriver } from '../git/merge/merge-trees';

/** By which rules a file is merged by meaning; null where it is merged as text. */
export type MergeRules = (path: string) => 'artifact' | 'json' | null;

/** Merges the files of a kind of site by what they say, for merges of commits. */
export const meaningDriver =
  (rulesOf: MergeRules): MergeDriver =>
  (path, base, ours, theirs, { depth, baseHidden }) => {
    const rules = rulesOf(path);
    if (rules === null) return undefined;
    return mergeJsonFiles(baseHidden ? 'unknown' : base, ours, theirs, {
      isArtifact: rules === 'artifact',
      depth,
    });
  };

/** On which properties both sides of such a file disagree; null where it has none or is merged as text. */
export const meaningParts =
  (rulesOf: MergeRules): MeaningParts =>
  (path, base, ours, theirs) => {
    const rules = rulesOf(path);
    return rules === null ? null : jsonParts(base, ours, theirs, rules === 'artifact', () => null);
  };
