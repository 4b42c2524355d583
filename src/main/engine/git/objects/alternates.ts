import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { systemCode } from '../../errors';

/** As deep as git follows alternates of alternates. */
const deepest = 5;

/**
 * The objects folder itself and those it borrows from, in git's order, each once.
 * Relative paths are relative to the objects folder that names them.
 * @see https://git-scm.com/docs/gitrepository-layout "objects/info/alternates"
 */
export function objectFolders(objectsFolder: string): string[] {
  const folders: string[] = [];
  const visit = (folder: string, depth: number): void => {
    if (folders.includes(folder)) return;
    folders.push(folder);
    if (depth > deepest) return;
    for (const line of readAlternates(folder))
      visit(isAbsolute(line) ? resolve(line) : resolve(folder, line), depth + 1);
  };
  visit(resolve(objectsFolder), 0);
  return folders;
}

function readAlternates(folder: string): string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, 'info', 'alternates'), 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return [];
    throw cause;
  }
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => (line.startsWith('"') ? unquote(line) : line));
}

/** A path in double quotes, as git writes one with unusual characters. */
function unquote(line: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(line)?.[1];
  if (inner === undefined) return line;
  const plain: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  const bytes = inner.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(parseInt(code, 8)) : (plain[code] ?? code),
  );
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}
