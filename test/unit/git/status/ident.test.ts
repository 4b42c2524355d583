import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identToGit, identToWorktree } from '../../../../src/main/engine/git/status/ident';
import { git, makeRepository } from '../../../fixtures/git-oracle';
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
  test('is taken out and filled in as git does it', () => {
    const folder = makeRepository(join(top, 'site'), { '.gitattributes': 'f* ident\n' });
    const cases = fc.sample(texts, { numRuns: 150, seed: 7 }).map((text) => Buffer.from(text, 'latin1'));
    cases.forEach((bytes, i) => writeFileSync(join(folder, `f${i}`), bytes));
    git(folder, 'add', '.');
    const stored = cases.map((_, i) => Buffer.from(git(folder, 'rev-parse', `:f${i}`)));
    git(folder, 'config', 'core.autocrlf', 'false');
    git(folder, 'checkout-index', '--prefix=out/', '-a');
    cases.forEach((bytes, i) => {
      const blob = identToGit(bytes);
      writeFileSync(join(folder, 'raw'), blob);
      expect(git(folder, 'hash-object', '--no-filters', 'raw'), bytes.toString('latin1')).toBe(
        stored[i]?.toString(),
      );
      expect(identToWorktree(blob), bytes.toString('latin1')).toEqual(
        readFileSync(join(folder, `out/f${i}`)),
      );
    });
  });
});
