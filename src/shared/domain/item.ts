import type { Author, ItemName } from './change';
import type { Environment } from './project';

/** An item as an environment has it. */
export interface ItemRow {
  readonly item: ItemName;
  readonly path: string;
  /** Who made it what it is, latest first; empty when nobody is known. */
  readonly authors: readonly Author[];
  /** Milliseconds since 1970 of the latest edit; null when unknown. */
  readonly lastChanged: number | null;
  /** Its last edit is not recorded yet. */
  readonly uncommitted: boolean;
}

/** A file of an item that cannot be understood, or says another item than its name. */
export interface ItemProblem {
  readonly path: string;
  readonly message: string;
}

/** All items of an environment, its unsaved work included; by kind and name. */
export interface ItemsAnswer {
  readonly environment: Environment;
  readonly items: readonly ItemRow[];
  readonly problems: readonly ItemProblem[];
}
