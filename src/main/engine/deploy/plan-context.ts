import type { PlanKind } from '../../../shared/domain/plan-kind';
import type { Project } from '../../../shared/domain/project';
import type { ReadSide } from '../changes/read-side';
import type { Databases } from '../databases/databases';
import type { ItemHistories } from '../deletions/item-history-cache';
import type { OverlayStore } from '../git/model';
import type { ServerState } from '../servers/server-state';
import type { OpenEnvironment } from '../workspace/workspace';

/** An environment as a plan sees it, with what it was read from. */
export type OpenSide = ReadSide & {
  readonly open: OpenEnvironment;
  /** Full name of the ref that it was read from: the environment's branch, or what was fetched of its server's. */
  readonly ref: string;
  /** The server that its branch is sent to, as it was seen last. */
  readonly server: ServerState | null;
};

/** What is asked about a site besides its files. */
export interface CheckDeps {
  readonly databases: Databases;
  readonly histories: ItemHistories;
}

/** What a plan is made in. */
export interface PlanContext extends CheckDeps {
  readonly project: Project;
  readonly kind: PlanKind;
  /** Both sides were read into it. */
  readonly store: OverlayStore;
}
