import type { ItemName, ChangeGroup } from '../../../shared/domain/change';
import type { Finding, LeftHere, PlanEnd } from '../../../shared/domain/plan';
import type { PlanKind } from '../../../shared/domain/plan-kind';
import type { EnvironmentDatabase } from '../databases/database';
import type { MergeDriver } from '../git/merge/merge-trees';
import type { ObjectId, OverlayStore } from '../git/model';
import type { Settled } from '../conflicts/settle';
import type { KeepContext } from '../conflicts/keep-version';
import type { MeaningParts } from '../conflicts/parts';
import type { MergeConflict } from '../git/merge/merge-trees';
import type { SiteTree } from '../profiles/site-tree';

/** One side of a plan, as it was read a moment ago. Nothing in here is read again. */
export interface PlanSide {
  readonly end: PlanEnd;
  readonly headTree: ObjectId;
  /** Paths of the snapshot that are not committed -> when they were last written (ms), null if unknown. */
  readonly uncommitted: ReadonlyMap<string, number | null>;
  /** Files that stay where they are: not part of the snapshot, but there. */
  readonly leftOut: readonly string[];
  readonly leftHere: readonly LeftHere[];
  /** What was found while reading this side: unfinished merge, partly staged files, ... */
  readonly findings: readonly Finding[];
  readonly deployedCommit: ObjectId | null;
  /** The environment that it was synced with last. */
  readonly followsId: string | null;
  /** Names that differ only in case are one file here. */
  readonly ignoresCase: boolean;
}

/** What a kind of site knows about its files. Pure. */
export interface SiteKnowledge {
  group(path: string): ChangeGroup;
  /** The named thing in a file; null when it is none. */
  item(path: string, bytes: Buffer): ItemName | null;
  /** Whether two versions of a file mean the same. */
  isNoise(path: string, before: Buffer, after: Buffer): boolean;
  /** Path of the file that belongs to the item (a template's view), if any. */
  companion(path: string, item: ItemName): string | null;
  /** Merges the files that it knows better than text. */
  readonly driver: MergeDriver;
  /** The parts of a file that is merged by meaning, on which two versions disagree; null where it is not. */
  readonly parts: MeaningParts;
  /** The items whose files in that sense are among `paths`, read from the site: path of the file -> the item. */
  viewItems(site: SiteTree, paths: readonly string[]): ReadonlyMap<string, ItemName>;
}

export interface PlanInput {
  readonly kind: PlanKind;
  readonly projectId: string;
  /** Reads both clones; takes what the merge makes. */
  readonly store: OverlayStore;
  readonly from: PlanSide;
  readonly to: PlanSide;
  readonly site: SiteKnowledge;
  /** The rows of the receiving environment: what stays there when files go. */
  readonly toDatabase: EnvironmentDatabase;
  /** Left-most mainline environment: editing anywhere else is worth a warning. */
  readonly leftMostId: string;
  /** What the kind of site finds in a result, before anything moves. Asked only where both sides fit together. */
  readonly check: (resultTree: ObjectId) => readonly Finding[];
  /** Carries out what was decided for what both sides changed. */
  readonly settle: (context: KeepContext, conflicts: readonly MergeConflict[]) => Settled;
  readonly mergesBackInto: { readonly environmentId: string; readonly name: string } | null;
}
