import { encodePath } from '../path-codec';
import type { ProgramUse } from '../repository/programs';

/** A path as git reads it in quotes: every byte that could mean something as an octal escape. */
export function quotedPath(path: string | Buffer): string {
  let text = '"';
  for (const byte of typeof path === 'string' ? encodePath(path) : path) {
    const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `${text}"`;
}

/** The bytes that mean something in a pattern of .gitattributes. */
const special = new Set([...'*?[\\'].map((char) => char.charCodeAt(0)));

/** Git passes over lines from this length on. */
const tooLong = 2048;

/** Whether git can be told of a path by name. */
export const canBeNamed = (use: ProgramUse): boolean => attributeLine(use).length < tooLong;

/**
 * The line of .gitattributes by which exactly this path goes through exactly these programs. Line ends and ident are
 * done by this layer.
 */
export function attributeLine({ path, filter, encoding }: ProgramUse): Buffer {
  const pattern: number[] = [];
  for (const byte of encodePath(path)) pattern.push(...(special.has(byte) ? [0x5c, byte] : [byte]));
  const name = quotedPath(Buffer.from([0x2f, ...pattern]));
  const values = [
    filter === null ? '-filter' : `filter=${filter.name}`,
    encoding === null ? '-working-tree-encoding' : `working-tree-encoding=${encoding}`,
  ];
  return Buffer.from(`${name} -text -ident !eol !crlf ${values.join(' ')}\n`, 'latin1');
}
