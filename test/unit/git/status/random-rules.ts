/** A whole number from 0 up to but without `below`. */
export type Random = (below: number) => number;

/** A small random generator with a seed (mulberry32), so that a failing tree can be made again. */
export function randomSource(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** Contents of .gitignore and its like. */
export const ignores = [
  '*.log\n!keep.log\n',
  'build/\n',
  '/a\n',
  '**/media\n',
  'media/**\n!media/b\n',
  '# no\n\\#x\n!b\n',
  'b/c.txt\n',
  '*\n!*.txt\n!*/\n',
  'sp ace\n',
  'tail\\ \n',
  'l*l\n',
  '?\n',
  '[a-b]\n',
  'a/**/b\n',
  '/build/*\n!/build/a\n',
  'bad*\n',
  'Gr????e\n',
  '*.TXT\r\n',
  '!build\n!build/\n',
  'a\n!a/\n',
  '*/\n!b/\n',
  'b/*\n!b/c.txt\n!b/b\n',
  'GRÖSSE\n',
];
/** Contents of .gitattributes and its like. */
export const attributes = [
  '*.txt text\n',
  '* text=auto\n',
  '*.txt eol=crlf\n',
  '*.bin binary\n',
  'a -text\nb text eol=lf\n',
  '[attr]web text eol=crlf\n*.txt web\n',
  '*.txt text=auto eol=crlf\n',
  'crlf.txt !text\n',
  '*.txt crlf=input\n',
  '* text=auto eol=lf\n',
  'b/* -text\n',
  '*.log text=auto\n',
  'Gr* text\n',
];
