import type { ChangeGroup, ItemName } from '../../../shared/domain/change';
import type { Finding } from '../../../shared/domain/plan';
import type { ProfileName } from '../../../shared/domain/project';
import type { CheckInput } from '../checks/check-input';
import type { MergeRules } from './merge-by-meaning';
import type { SiteTree } from './site-tree';

/** What a kind of site adds. Everything but `detect` is a pure function of paths in the repository and their bytes. */
export interface Profile {
  readonly name: ProfileName;
  /** Whether a site is of this kind. */
  readonly detect: (site: SiteTree) => boolean;
  /** Whether a new file there is part of the site and may be committed without asking (run.md). */
  readonly isKnownNewFile: (path: string) => boolean;
  /** Where a change of that file belongs in lists. */
  readonly group: (path: string) => ChangeGroup;
  /** The named thing in a file; null when it is none. */
  readonly item: (path: string, bytes: Buffer) => ItemName | null;
  /** Whether two versions of a file differ only in what never matters. */
  readonly isNoise: (path: string, before: Buffer, after: Buffer) => boolean;
  /** By which rules a file is merged by meaning; null: as text. */
  readonly mergeRules: MergeRules;
  /** The file that makes one row with an item: a template's view. */
  readonly companion: (path: string, item: ItemName) => string | null;
  /** What speaks against a result as a site; missing where nothing is known of its items. */
  readonly check?: (input: CheckInput) => readonly Finding[];
  /** The items whose files in that sense are among `paths`: path of the file -> the item. */
  readonly viewItems: (site: SiteTree, paths: readonly string[]) => ReadonlyMap<string, ItemName>;
}
