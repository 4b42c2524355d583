import { fail } from '../../errors';
import type { ObjectId, Tree, TreeEntry } from '../model';
import { decodePath } from '../path-codec';

/**
 * Reads a tree object: mode in octal, space, name, NUL, the bytes of an id; again and again.
 * @param place what errors name as the place of the object
 * @throws EngineError `object-damaged`, also for names that no tree may have (empty, with `/`, twice)
 */
export function parseTree(body: Buffer, id: ObjectId, place: string): Tree {
  const damaged = (reason: string): never => fail('object-damaged', { id, path: place, reason });
  const entries = new Map<string, TreeEntry>();
  const idBytes = id.length / 2;
  let at = 0;
  while (at < body.length) {
    let mode = 0;
    const start = at;
    let digit = body[at] ?? 0;
    while (digit >= 0x30 && digit <= 0x37) {
      mode = mode * 8 + digit - 0x30;
      digit = body[++at] ?? 0;
    }
    if (digit !== 0x20 || at === start || at - start > 7) damaged('a mode in it cannot be read');
    const nameEnd = body.indexOf(0, at + 1);
    const end = nameEnd + 1 + idBytes;
    if (nameEnd < 0 || end > body.length) damaged('it ends too early');
    const name = decodePath(body, at + 1, nameEnd);
    if (name === '' || name.includes('/') || entries.has(name))
      damaged(`it has an impossible name ${JSON.stringify(name)}`);
    entries.set(name, { mode, id: body.toString('hex', nameEnd + 1, end) });
    at = end;
  }
  return entries;
}
