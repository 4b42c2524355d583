import type { ObjectFormat } from '../object-format';
import { hashObject } from '../objects/hash-object';

/**
 * `$Id: anything$` as git stores it: `$Id$` (the `ident` attribute of https://git-scm.com/docs/gitattributes). Only
 * within a line.
 */
export function identToGit(bytes: Buffer): Buffer {
  if (!bytes.includes('$Id')) return bytes;
  const text = bytes.toString('latin1');
  const stored = text.replaceAll(/\$Id:[^$\n]*\$/g, '$$Id$$');
  return stored === text ? bytes : Buffer.from(stored, 'latin1');
}

/** A blob with its own id in every `$Id$`; what another versioning system filled in (spaces inside) stays. */
export function identToWorktree(blob: Buffer, format: ObjectFormat): Buffer {
  if (!blob.includes('$Id')) return blob;
  const filled = `$Id: ${hashObject(format, 'blob', blob)} $`;
  const text = blob
    .toString('latin1')
    .replaceAll(/\$Id(?:\$|:([^$\n]*)\$)/g, (all: string, inside?: string) => {
      const space = inside?.indexOf(' ', 1) ?? -1;
      return inside !== undefined && space >= 0 && space < inside.length - 1 ? all : filled;
    });
  return Buffer.from(text, 'latin1');
}
