import { readdirSync, type Dirent } from 'node:fs';
import { systemCode } from '../../errors';
import { decodePath, systemPath } from '../path-codec';

export interface FolderItem {
  readonly name: string;
  /** `other`: pipes, sockets, devices, which git does not see. */
  readonly kind: 'file' | 'folder' | 'other';
}

const kindOf = (item: Dirent | Dirent<Buffer>): FolderItem['kind'] =>
  item.isDirectory() ? 'folder' : item.isFile() || item.isSymbolicLink() ? 'file' : 'other';

/**
 * What is in a folder of the working tree; links are files. Empty when it is gone.
 * @returns null when it may not be read
 */
export function listFolder(root: string, folder: string): FolderItem[] | null {
  const whole = systemPath(root, folder);
  try {
    const items = readdirSync(whole, { withFileTypes: true });
    if (!items.some((item) => item.name.includes('\ufffd')))
      return items.map((item) => ({ name: item.name, kind: kindOf(item) }));
    const raw = readdirSync(whole, { withFileTypes: true, encoding: 'buffer' });
    return raw.map((item) => ({ name: decodePath(item.name), kind: kindOf(item) }));
  } catch (cause) {
    const code = systemCode(cause) ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    if (code === 'EACCES' || code === 'EPERM') return null;
    throw cause;
  }
}
