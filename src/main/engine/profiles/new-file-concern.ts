import type { LeftHere } from '../../../shared/domain/plan';
import { looksSecret } from './looks-secret';
import type { Profile } from './profile';

/** A file, or a folder with a repository of its own, that git does not know yet. */
export interface NewFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** The first bytes: `sampleBytes` of them are enough. */
  readonly sample: Uint8Array;
  /** How many new files its folder holds, itself included. */
  readonly filesInFolder: number;
  readonly isNestedRepository?: boolean;
}

export type NewFileConcern = LeftHere['reason'];

/** How much of a new file is looked at for secrets. */
export const sampleBytes = 64 * 1024;
const largeBytes = 10 * 1024 * 1024;
const manyFiles = 500;

/**
 * Why a new file is not committed without asking, or null where it may be (run.md, "What is committed without
 * asking"). The gravest reason comes first.
 */
export function newFileConcern(profile: Profile, file: NewFile): NewFileConcern | null {
  if (file.isNestedRepository === true) return 'nested-repository';
  if (looksSecret(file.path, file.sample)) return 'looks-secret';
  if (file.sizeBytes > largeBytes) return 'large-file';
  if (!profile.isKnownNewFile(file.path)) return 'unknown-kind';
  return file.filesInFolder > manyFiles ? 'many-new-files' : null;
}
