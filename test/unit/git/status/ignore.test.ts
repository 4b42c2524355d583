import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAttributeFile } from '../../../../src/main/engine/git/status/attribute-file';
import { attributesOf, builtInMacros } from '../../../../src/main/engine/git/status/attributes';
import { isIgnored, parseIgnoreFile } from '../../../../src/main/engine/git/status/ignore-rules';
import { byteString } from '../../../../src/main/engine/git/status/path-pattern';
import { makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { howMany } from '../../../fixtures/thorough';

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  '*',
  '**',
  '?',
  '/',
  '/',
  '[ab]',
  '[!a]',
  '[a-c]',
  '[[:alpha:]]',
  '[]a]',
  '[^]-]',
  '\\a',
  '\\*',
  'a.b',
  'ü',
  ' ',
  '\\ ',
  '[',
  '!',
  '#',
  '\\!',
  '***',
  '.',
  '-',
  'A',
  '[A]',
  '[A-C]',
  '[!A-B]',
  '\\A',
  '[[:upper:]]',
  '[[:digit:]x]',
  '[a',
  '\\',
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
const name = fc.constantFrom(
  'a',
  'b',
  'ab',
  'ba',
  'c',
  'a.b',
  'ü',
  'aa',
  '-',
  ']',
  '!a',
  '#',
  ' a',
  'a ',
  'A',
  '1',
  '*',
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

/** Git stops at an ignored folder; so does the walk that asks isIgnored. */
function ignored(lists: Parameters<typeof isIgnored>[0], whole: string): boolean {
  const parts = whole.split('/');
  return parts.some((_, i) =>
    isIgnored(lists, byteString(parts.slice(0, i + 1).join('/')), i < parts.length - 1),
  );
}

describe('ignore rules', () => {
  it.each([false, true])('decide as git check-ignore on random patterns (ignoreCase %s)', (ignoreCase) => {
    const folder = makeRepository(tempFolder());
    const file = join(folder, '.gitignore');
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 4 }),
        fc.array(path, { minLength: 20, maxLength: 20 }),
        (patterns, paths) => {
          const text = patterns.join('\n');
          writeFileSync(file, text);
          const lists = [parseIgnoreFile(Buffer.from(text), '', ignoreCase)];
          const asked = tryGit(
            folder,
            ['-c', `core.ignorecase=${ignoreCase}`, 'check-ignore', '--no-index', '-z', '--stdin'],
            `${paths.join('\0')}\0`,
          );
          expect(asked.stderr).toBe('');
          const theirs = new Set(asked.stdout.toString().split('\0'));
          for (const one of paths) expect([one, ignored(lists, one)]).toEqual([one, theirs.has(one)]);
        },
      ),
      { numRuns: howMany(100, 1000) },
    );
  });

  it('does not take exponential time on many stars', () => {
    const lists = [parseIgnoreFile(Buffer.from(`${'a*'.repeat(30)}b\n${'**/a*/'.repeat(12)}b\n`), '', false)];
    const started = performance.now();
    expect(isIgnored(lists, 'a'.repeat(2000), false)).toBe(false);
    expect(isIgnored(lists, 'a/'.repeat(200) + 'a', false)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('attributes', () => {
  it('are those of git check-attr on random files', () => {
    const folder = makeRepository(tempFolder());
    const word = fc.constantFrom(
      'text',
      '-text',
      '!text',
      'text=auto',
      'eol=lf',
      'eol=crlf',
      'binary',
      '-binary',
      'merge=x',
      'mine',
      '-mine',
      `merge=${'long'.repeat(512)}`, // makes a line that git passes over
    );
    const line = fc
      .tuple(
        fc.oneof(pattern, fc.constantFrom('[attr]mine', '"a b"', '"\\303\\274"', '*')),
        fc.array(word, { minLength: 1, maxLength: 3 }),
      )
      .map(([start, words]) => `${start} ${words.join(' ')}`);
    const names = ['text', 'eol', 'merge', 'binary', 'mine'];
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.array(path, { minLength: 12, maxLength: 12 }),
        (lines, paths) => {
          const text = Buffer.from(lines.join('\n'));
          writeFileSync(join(folder, '.gitattributes'), text);
          const macros = builtInMacros();
          const lists = [parseAttributeFile(text, '', false, macros)];
          const asked = tryGit(folder, ['check-attr', '-z', '--stdin', ...names], `${paths.join('\0')}\0`);
          const theirs = asked.stdout.toString().split('\0');
          let at = 0;
          for (const one of paths) {
            const found = attributesOf({ macros, lists: () => lists }, one);
            for (const attribute of names) {
              const value = found.get(attribute);
              const shown = value === true ? 'set' : value === false ? 'unset' : (value ?? 'unspecified');
              expect([one, attribute, shown]).toEqual(theirs.slice(at, at + 3));
              at += 3;
            }
          }
        },
      ),
      { numRuns: howMany(80, 800) },
    );
  });
});
