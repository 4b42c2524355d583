/**
 * Patterns of .gitignore and .gitattributes, matched as git's wildmatch does, on bytes: text here is a string with
 * one char per byte ("latin1"), so that `?` is one byte and names of any encoding work.
 * Rules: "PATTERN FORMAT" in https://git-scm.com/docs/gitignore.
 *
 * A pattern is cut at its slashes. A star stays within its segment and `**` is a segment of its own, so that the
 * two-pointer algorithm for stars does both levels without ever trying exponentially often.
 */

/** One byte of text: a code, any, or a set of codes. */
type Unit = number | typeof any | ReadonlySet<number>;
const any = Symbol('any byte');
const star = Symbol('any bytes of a segment');
const anyFolders = Symbol('any folders');

type Segment = readonly (Unit | typeof star)[] | typeof anyFolders;

const slash = 47;
const backslash = 92;
const bracket = 91;
const asterisk = 42;
const question = 63;

/** A char of a pattern that means more than itself. */
export const wildcard = /[*?[\\]/;
export const hasWildcard = (pattern: string): boolean => wildcard.test(pattern);

/** A path (with slashes) against a pattern. */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a pattern; a malformed one (open bracket, backslash at the end) matches nothing. Where case is ignored the
 * text is made lower-case, and of the pattern what stands for itself: not what is escaped or in brackets, as in git.
 */
export function compileWildmatch(pattern: string, ignoreCase: boolean): Matcher {
  const segments = parse(pattern, ignoreCase);
  if (!segments) return () => false;
  return (text) => matchSegments(segments, (ignoreCase ? lower(text) : text).split('/'));
}

/** Only ASCII has case to git. */
export const lower = (text: string): string => text.replace(/[A-Z]+/g, (run) => run.toLowerCase());

function parse(pattern: string, ignoreCase: boolean): Segment[] | null {
  const segments: Segment[] = [];
  let current: (Unit | typeof star)[] = [];
  let stars = 0; // in a segment of stars only
  let onlyStars = true;
  const close = (): void => {
    segments.push(onlyStars && stars >= 2 ? anyFolders : current);
    current = [];
    stars = 0;
    onlyStars = true;
  };
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i);
    if (code === slash) close();
    else if (code === asterisk) {
      stars++;
      if (current[current.length - 1] !== star) current.push(star);
    } else {
      onlyStars = false;
      if (code === question) current.push(any);
      else if (code === bracket) {
        const set = parseBracket(pattern, i, ignoreCase);
        if (!set) return null;
        current.push(set.codes);
        i = set.end;
      } else if (code === backslash) {
        if (++i === pattern.length) return null;
        const escaped = pattern.charCodeAt(i);
        if (escaped === slash) {
          onlyStars = stars > 0 && current.length === 1 && current[0] === star;
          close();
        } else current.push(escaped);
      } else current.push(ignoreCase && isUpper(code) ? code + 32 : code);
    }
  }
  close();
  return segments;
}

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (c) => isDigit(c) || isUpper(c) || isLower(c),
  alpha: (c) => isUpper(c) || isLower(c),
  blank: (c) => c === 32 || c === 9,
  cntrl: (c) => c < 32 || c === 127,
  digit: (c) => isDigit(c),
  graph: (c) => c > 32 && c < 127,
  lower: (c) => isLower(c),
  print: (c) => c >= 32 && c < 127,
  punct: (c) => c > 32 && c < 127 && !isDigit(c) && !isUpper(c) && !isLower(c),
  space: (c) => c === 32 || (c >= 9 && c <= 13),
  upper: (c) => isUpper(c),
  xdigit: (c) => isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102),
};
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isUpper = (c: number): boolean => c >= 65 && c <= 90;
const isLower = (c: number): boolean => c >= 97 && c <= 122;

/** The set at `start`, which holds `[`; `end` is where its `]` is. Null when it is malformed. */
function parseBracket(
  pattern: string,
  start: number,
  ignoreCase: boolean,
): { codes: ReadonlySet<number>; end: number } | null {
  let i = start + 1;
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i++;
  const named = new Set<number>();
  let previous = -1; // a char that a range may begin with
  for (let first = true; first || pattern[i] !== ']'; first = false, i++) {
    if (i >= pattern.length) return null;
    let code = pattern.charCodeAt(i);
    if (code === 45 && previous >= 0 && i + 1 < pattern.length && pattern[i + 1] !== ']') {
      code = pattern.charCodeAt(++i);
      if (code === backslash) {
        if (++i >= pattern.length) return null;
        code = pattern.charCodeAt(i);
      }
      for (let c = previous; c <= code; c++) {
        named.add(c);
        if (ignoreCase && isUpper(c)) named.add(c + 32);
      }
      previous = -1;
      continue;
    }
    const posix = code === bracket && pattern[i + 1] === ':' ? pattern.indexOf(']', i + 2) : -1;
    if (code === bracket && pattern[i + 1] === ':' && posix < 0) return null;
    if (posix >= 0 && pattern[posix - 1] === ':' && posix - 1 > i + 1) {
      const has = classes[pattern.slice(i + 2, posix - 1)];
      if (!has) return null;
      for (let c = 0; c < 256; c++) if (has(c) || (ignoreCase && isLower(c) && has(c - 32))) named.add(c);
      i = posix;
      previous = -1;
      continue;
    }
    if (code === backslash) {
      if (++i >= pattern.length) return null;
      code = pattern.charCodeAt(i);
    }
    named.add(code);
    previous = code;
  }
  const codes = new Set<number>();
  for (let c = 1; c < 256; c++) if (c !== slash && named.has(c) !== negated) codes.add(c);
  return { codes, end: i };
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): boolean {
  let s = 0;
  let p = 0;
  let backSegment = -1;
  let backPart = 0;
  for (;;) {
    const segment = segments[s];
    if (segment === anyFolders) {
      if (s === segments.length - 1) return p < parts.length;
      backSegment = ++s;
      backPart = p;
      continue;
    }
    if (segment === undefined && p === parts.length) return true;
    const part = parts[p];
    if (segment !== undefined && part !== undefined && matchSegment(segment, part)) {
      s++;
      p++;
      continue;
    }
    if (backSegment < 0 || backPart >= parts.length) return false;
    s = backSegment;
    p = ++backPart;
  }
}

function matchSegment(units: readonly (Unit | typeof star)[], text: string): boolean {
  let u = 0;
  let t = 0;
  let backUnit = -1;
  let backText = 0;
  for (;;) {
    const unit = units[u];
    if (unit === star) {
      backUnit = ++u;
      backText = t;
      if (u === units.length) return true;
      continue;
    }
    if (unit === undefined && t === text.length) return true;
    if (unit !== undefined && t < text.length && fits(unit, text.charCodeAt(t))) {
      u++;
      t++;
      continue;
    }
    if (backUnit < 0 || backText >= text.length) return false;
    u = backUnit;
    t = ++backText;
  }
}

const fits = (unit: Unit, code: number): boolean =>
  typeof unit === 'number' ? unit === code : unit === any || unit.has(code);
