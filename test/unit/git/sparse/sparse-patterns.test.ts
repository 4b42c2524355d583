import { describe, expect, it } from 'vitest';
import { sparsePatterns } from '../../../../src/main/engine/git/status/sparse-checkout';
import { git, makeRepository, tryGit, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { howMany } from '../../../fixtures/thorough';
import { randomSource } from '../status/random-rules';
import { randomPatterns, writeSome } from './random-sparse';

const folder = makeRepository(tempFolder('patterns'));
writeSome(folder, randomSource(7), 120);
git(folder, 'add', '-A');
git(folder, 'commit', '-q', '-m', 'many');
git(folder, 'config', 'core.sparseCheckout', 'true');

/** Paths that native git keeps in the working tree under these patterns. */
function included(lines: string, cone: boolean, ignoreCase: boolean): string[] {
  writeFiles(folder, { '.git/info/sparse-checkout': lines });
  const settings = ['-c', `core.sparseCheckoutCone=${cone}`, '-c', `core.ignoreCase=${ignoreCase}`];
  const read = tryGit(folder, [...settings, 'read-tree', '-m', '-u', 'HEAD']);
  if (read.status !== 0) throw new Error(read.stderr);
  const listed = tryGit(folder, ['ls-files', '-t', '-z']).stdout.toString().split('\0').filter(Boolean);
  return listed.filter((line) => line.startsWith('H ')).map((line) => line.slice(2));
}

const all = tryGit(folder, ['ls-files', '-z']).stdout.toString().split('\0').filter(Boolean);

function ours(lines: string, cone: boolean, ignoreCase: boolean): string[] {
  const includes = sparsePatterns(Buffer.from(lines), cone, ignoreCase);
  return all.filter((path) => includes(path));
}

describe('sparsePatterns', () => {
  it.each([
    ['a whole cone', '/*\n', true],
    ['top files only', '/*\n!/*/\n', true],
    ['a folder', '/*\n!/*/\n/in/\n', true],
    ['a folder without its folders', '/*\n!/*/\n/in/\n!/in/*/\n/in/a/\n', true],
    ['top files that nobody named', '/in/\n', true],
    ['escaped names', '/*\n!/*/\n/\\[b]/\n/st\\*r/\n', true],
    ['a repeated folder', '/*\n!/*/\n/in/\n!/in/*/\n/in/\n', true],
    ['no cone', '/*\n!/*/\nin/a\n', true],
    ['a file, where folders are wanted', '/*\n!/*/\n/readme.txt\n', true],
    ['cones read as ordinary patterns', '/in/\n', false],
    ['folders within folders', '/*\n!out\n/out/a/\n', false],
    ['nothing at all', '/nowhere/\n', false],
    ['comments and blanks', '# all\n/*  \n\n!out/\r\n', false],
  ])('%s', (_, lines, cone) => {
    expect(ours(lines, cone, false)).toEqual(included(lines, cone, false));
  });

  it('takes submodules for folders', () => {
    const includes = sparsePatterns(Buffer.from('/*\n!module/\n'), false, false);
    expect([includes('module'), includes('module', true)]).toEqual([true, false]);
  });

  it('keeps what git keeps, whatever the patterns', () => {
    const random = randomSource(41);
    const counts = { cone: 0, partly: 0 };
    for (let i = 0; i < howMany(40, 400); i++) {
      const { lines, cone } = randomPatterns(random);
      const text = lines.map((line) => `${line}\n`).join('');
      const ignoreCase = random(4) === 0;
      const own = ours(text, cone, ignoreCase);
      expect(own, `${i}: ${text} ${cone} ${ignoreCase}`).toEqual(included(text, cone, ignoreCase));
      counts.cone += Number(cone);
      counts.partly += Number(own.length > 0 && own.length < all.length);
    }
    expect(counts.cone).toBeGreaterThan(10);
    expect(counts.partly).toBeGreaterThan(15);
  }, 120_000);
});
