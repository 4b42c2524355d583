import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { identToGit, identToWorktree } from '../../../../src/main/engine/git/status/ident';
import { testFormat } from '../../../fixtures/object-format';
import { git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const top = tempFolder('ident');
const pieces = [
  '$Id',
  '$',
  ':',
  ' ',
  '\n',
  'Id',
  '$Id$',
  '$Id: 12 $',
  '$Id: file.c 1.2 $',
  'a',
  '\xff',
  '$Id:$',
  '$$Id$',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((all) => all.join(''));

describe('$Id$', () => {
  // Written by checkout a "$Id$" right behind another "$" stays as it is (git streams there); here it is filled in, as
  // everywhere else in git. Both are the same blob.
  test('is taken out and filled in as git does it', () => {
    const folder = makeRepository(join(top, 'site'), { '.gitattributes': 'f* ident\n' });
    const cases = fc.sample(texts, { numRuns: 60, seed: 7 }).map((text) => Buffer.from(text, 'latin1'));
    cases.forEach((bytes, i) => writeFileSync(join(folder, `f${i}`), bytes));
    git(folder, 'add', '.');
    const stored = new Map(
      git(folder, 'ls-files', '-s')
        .split('\n')
        .map((line) => {
          const [, id = '', , name = ''] = line.split(/[ \t]/);
          return [name, id] as const;
        }),
    );
    cases.forEach((bytes, i) => {
      const blob = identToGit(bytes);
      expect(hashObject(testFormat, 'blob', blob), bytes.toString('latin1')).toBe(stored.get(`f${i}`));
      const written = tryGit(folder, ['cat-file', '--filters', `:f${i}`]).stdout;
      expect(identToWorktree(blob, testFormat).toString('latin1')).toBe(written.toString('latin1'));
    });
  });
});
