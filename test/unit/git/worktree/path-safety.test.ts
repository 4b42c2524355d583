import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { checkPath, requireSafePath } from '../../../../src/main/engine/git/worktree/path-safety';
import { makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const gitNames = [
  '.git',
  '.GIT',
  '.Git/config',
  'a/.git/hooks/x',
  'a/.gIt',
  'git~1',
  'GIT~1/x',
  'a/git~1',
  '.git ',
  '.git.',
  '.git . .',
  '.git::$INDEX_ALLOCATION',
  '.git::$INDEX_ALLOCATION/config',
  '.git:stream',
  'git~1:x',
  '.git\\config',
  '.g\u200cit',
  '.git\ufeff/x',
  '.\u202egit',
  'GIT~1. ',
];
const outside = ['..', '../x', 'a/../b', './a', 'a/.', '', '/abs', 'a//b', 'a/'];
const fine = [
  'a',
  '.gitignore',
  '.gitattributes',
  '.gitmodules',
  '.github/x',
  'a.git',
  '.git1',
  'git~2',
  '...',
  'a b',
  'Größe',
  '.git-x',
  'x.git/y',
  '..a',
  'a..',
];
const onlyElsewhere = [
  'con',
  'NUL.txt',
  'a/aux',
  'com1',
  'lpt9.log',
  'COM¹',
  'a:b',
  'back\\slash',
  'what?',
  'star*',
  'tail ',
  'tail.',
  'new\nline',
  'a/conin$',
  'quote"',
];

describe('checkPath', () => {
  it.each([...gitNames, ...outside])('refuses %j everywhere', (path) => {
    expect(checkPath(path, { windows: false })).not.toBeNull();
    expect(checkPath(path, { windows: true })).not.toBeNull();
  });

  it.each(fine)('allows %j', (path) => expect(checkPath(path, { windows: false })).toBeNull());

  it.each(onlyElsewhere)('refuses %j on Windows only', (path) => {
    expect(checkPath(path, { windows: true })).not.toBeNull();
    expect(checkPath(path, { windows: false })).toBeNull();
  });

  it('refuses all that git refuses to take into an index', () => {
    const folder = makeRepository(tempFolder());
    for (const path of [...gitNames, ...fine, ...outside].filter(
      (one) => one !== '' && !one.startsWith('/'),
    )) {
      const asked = tryGit(
        folder,
        ['-c', 'core.protectHFS=true', '-c', 'core.protectNTFS=true', 'update-index', '--index-info'],
        `100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\t${path}\n`,
      );
      if (asked.status !== 0 || asked.stderr.includes('nvalid path'))
        expect(checkPath(path, { windows: false }), path).not.toBeNull();
    }
  });

  it('refuses NUL and names no file system takes', () => {
    expect(checkPath('a\0b')).not.toBeNull();
    expect(checkPath('n'.repeat(255))).toBeNull();
    expect(checkPath('ü'.repeat(128))).not.toBeNull();
  });

  it('names path and reason', () => {
    try {
      requireSafePath('a/.GIT/config');
      expect.unreachable();
    } catch (cause) {
      if (!isError(cause, 'path-unsafe')) throw cause;
      expect(cause.data).toEqual({
        path: 'a/.GIT/config',
        reason: expect.stringContaining('.GIT') as string,
      });
    }
  });
});
