import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromSystem, systemCode } from '../../errors';
import { fsyncFolder, renameWithPatience, writeAll } from '../../files/atomic-write';
import type { NewObject } from '../model';
import { deflateQuickly } from './deflate';
import { objectHeader } from './hash-object';
import { loosePath } from './loose';

/**
 * Writes loose objects, in the order given: nobody sees one before those that come before it.
 * @param durable whether files and folders are fsynced before it returns
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`; only whole objects are left behind then
 */
export function writeLooseObjects(
  objectsFolder: string,
  objects: readonly NewObject[],
  durable: boolean,
): void {
  const waiting = new Map<string, string>(); // temporary file -> final path
  const folders = new Set<string>();
  try {
    for (const object of objects) {
      const path = loosePath(objectsFolder, object.id);
      const folder = dirname(path);
      // Git's own name for it: `git gc` sweeps what a crash leaves.
      const temporary = `${folder}/tmp_obj_${randomBytes(6).toString('hex')}`;
      folders.add(folder);
      waiting.set(temporary, path);
      if (writeInto(folder, temporary, object, durable)) folders.add(objectsFolder);
    }
    for (const [temporary, path] of waiting) {
      moveIntoPlace(temporary, path);
      waiting.delete(temporary);
    }
    if (durable) for (const folder of folders) fsyncFolder(folder);
  } catch (cause) {
    for (const temporary of waiting.keys()) rmSync(temporary, { force: true });
    throw fromSystem(cause, objectsFolder);
  }
}

const attempts = 5;

/**
 * Writes a new file into a folder that may have to be made. Native git removes such folders when they are empty
 * (prune-packed), also between our making one and opening a file in it: then it is made once more.
 * @returns whether the folder had to be made
 */
function writeInto(folder: string, temporary: string, object: NewObject, durable: boolean): boolean {
  for (let attempt = 1; ; attempt++) {
    const made = makeFolder(folder);
    try {
      writeNew(temporary, object, durable);
      return made;
    } catch (cause) {
      if (systemCode(cause) !== 'ENOENT' || attempt === attempts) throw cause;
    }
  }
}

/** Whether it had to be made. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

function writeNew(path: string, { type, body }: NewObject, durable: boolean): void {
  const packed = deflateQuickly(Buffer.concat([objectHeader(type, body.length), body]));
  const file = openSync(path, 'wx', 0o444);
  try {
    writeAll(file, packed);
    if (durable) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Windows does not replace a read-only file; the one that is there has the same content. */
function moveIntoPlace(temporary: string, path: string): void {
  try {
    renameWithPatience(temporary, path);
  } catch (cause) {
    if (!existsSync(path)) throw cause;
    rmSync(temporary, { force: true });
  }
}
