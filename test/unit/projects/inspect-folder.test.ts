import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError, toErrorAnswer } from '../../../src/main/engine/errors';
import { checkWritable, inspectFolder } from '../../../src/main/engine/projects/inspect-folder';
import type { InspectOptions } from '../../../src/main/engine/projects/inspect-folder';
import {
  cloneRepository,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder();
let count = 0;
const fresh = (): string => join(top, `folder-${count++}`);
const lane: InspectOptions = { environment: gitEnvironment, role: 'development' };

/** The error of a folder, without its data's paths; or the inspected folder. */
function problemOf(path: string, options: Partial<InspectOptions> = {}): { code: string; data: unknown } {
  try {
    return { code: 'fine', data: inspectFolder(path, { ...lane, ...options }) };
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    const { code, data } = toErrorAnswer(cause);
    return { code, data };
  }
}

describe('a folder that can be an environment', () => {
  it('is described, by its real path, and left as it was', () => {
    const folder = makeRepository(fresh(), { 'umbraco/Deploy/Revision/language__en-US.uda': '{}' });
    git(folder, 'checkout', '-q', '-b', 'feature/new');
    git(folder, 'remote', 'add', 'origin', 'https://ana@scm.example.org/site.git');
    git(folder, 'config', 'branch.feature/new.remote', 'origin');
    const link = fresh();
    symlinkSync(folder, link);
    const before = readdirSync(join(folder, '.git'));
    expect(inspectFolder(link, lane)).toEqual({
      path: folder,
      branch: 'feature/new',
      head: git(folder, 'rev-parse', 'HEAD'),
      profile: 'umbraco',
      upstream: 'scm.example.org',
    });
    expect(readdirSync(join(folder, '.git'))).toEqual(before);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('may have uncommitted work, and no server', () => {
    const folder = makeRepository(fresh());
    writeFiles(folder, { 'readme.txt': 'edited\n', 'new.txt': 'new\n' });
    expect(inspectFolder(folder, lane)).toMatchObject({ profile: 'plain', upstream: null, branch: 'main' });
  });

  it('may be a linked folder where it is flexible', () => {
    const folder = makeRepository(fresh());
    const linked = fresh();
    git(folder, 'worktree', 'add', '-q', '-b', 'side', linked);
    expect(problemOf(linked)).toEqual({ code: 'linked-folder', data: { path: linked, main: folder } });
    expect(inspectFolder(linked, { ...lane, role: 'flexible' })).toMatchObject({
      path: linked,
      branch: 'side',
    });
  });
});

describe('a folder that cannot', () => {
  it.each<[string, string, (folder: string) => unknown]>([
    ['is not there', 'folder-missing', () => undefined],
    ['is a file', 'folder-missing', (folder) => writeFileSync(folder, '')],
    ['is no clone', 'not-a-clone', (folder) => mkdirSync(folder)],
    [
      'is inside a clone',
      'not-a-clone',
      (folder) =>
        mkdirSync(join(makeRepository(join(folder, '..', 'outer')), '..', folder.slice(top.length + 1))),
    ],
    ['has an empty .git', 'not-a-clone', (folder) => mkdirSync(join(folder, '.git'), { recursive: true })],
    ['is bare', 'bare-repository', (folder) => git(top, 'init', '-q', '--bare', folder)],
    ['has no commit', 'unborn-branch', (folder) => git(top, 'init', '-q', folder)],
    [
      'is on no branch',
      'detached-head',
      (folder) => git(makeRepository(folder), 'checkout', '-q', '--detach'),
    ],
    [
      'is shallow',
      'unsupported-repository',
      (folder) => {
        const full = makeRepository(fresh());
        commitAll(full, 'second');
        git(top, 'clone', '-q', '--depth=1', `file://${full}`, folder);
      },
    ],
    [
      'is in the middle of a merge',
      'operation-in-progress',
      (folder) => {
        makeRepository(folder);
        git(folder, 'checkout', '-q', '-b', 'side');
        writeFiles(folder, { 'readme.txt': 'side\n' });
        commitAll(folder, 'side');
        git(folder, 'checkout', '-q', 'main');
        writeFiles(folder, { 'readme.txt': 'main\n' });
        commitAll(folder, 'main');
        expect(tryGit(folder, ['merge', 'side']).status).toBe(1);
      },
    ],
  ])('because it %s', (_, code, make) => {
    const folder = fresh();
    make(folder);
    expect(problemOf(folder).code).toBe(code);
  });

  it('because it is another site', () => {
    const one = makeRepository(fresh(), { 'a.txt': 'a\n' });
    const two = makeRepository(fresh(), { 'b.txt': 'b\n' });
    const other = { name: 'Dev', path: one, branch: 'main' };
    expect(problemOf(two, { others: [other] })).toEqual({
      code: 'no-common-history',
      data: { path: two, other: 'Dev' },
    });
    const related = cloneRepository(one, fresh());
    writeFiles(related, { 'c.txt': 'c\n' });
    commitAll(related, 'only here');
    writeFiles(one, { 'd.txt': 'd\n' });
    commitAll(one, 'only there');
    expect(problemOf(related, { others: [other] }).code).toBe('fine');
    expect(problemOf(two, { others: [{ ...other, path: join(top, 'gone') }] }).code).toBe('fine');
  });

  it('because it is used already, on the same branch', () => {
    const folder = makeRepository(fresh());
    const link = fresh();
    symlinkSync(folder, link);
    const other = { name: 'Dev', path: link, branch: 'main' };
    expect(problemOf(folder, { others: [other] })).toEqual({
      code: 'already-used',
      data: { path: folder, environment: 'Dev' },
    });
    expect(problemOf(folder, { others: [{ ...other, branch: 'elsewhere' }] }).code).toBe('fine');
  });

  it.runIf(process.platform === 'linux')('because nothing can be written, whoever one is', () => {
    expect(() => checkWritable('/sys', '/sites/dev')).toThrow('/sites/dev can only be read');
  });

  it.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')('because it may only be read', () => {
    const folder = makeRepository(fresh());
    chmodSync(join(folder, '.git'), 0o555);
    try {
      expect(problemOf(folder)).toEqual({ code: 'read-only-folder', data: { path: folder } });
    } finally {
      chmodSync(join(folder, '.git'), 0o755);
    }
  });
});
