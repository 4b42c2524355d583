import type { ItemName } from '../../../shared/domain/change';
import type { Artifact } from './artifact';
import { readArtifact } from './read-artifact';

/** An artifact as lists name it. */
export const itemNameOf = ({ entityType, kind, name, alias, udi }: Artifact): ItemName => ({
  entityType,
  kind,
  name,
  ...(alias === null ? {} : { alias }),
  udi,
});

/** The name of the item in a file; null where the path is no artifact's or the file cannot be understood. */
export function readItemName(path: string, bytes: Uint8Array): ItemName | null {
  const artifact = readArtifact(path, bytes)?.artifact;
  return artifact ? itemNameOf(artifact) : null;
}
