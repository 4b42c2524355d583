import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBackups, listBackups } from '../../src/main/engine/environments/backups';
import {
  readEnvironmentData,
  updateEnvironmentData,
} from '../../src/main/engine/environments/environment-data';
import { claimIdentity, type Claim, type EnvironmentHome } from '../../src/main/engine/environments/identity';
import { tryAcquire, whoHolds } from '../../src/main/engine/environments/run-lock';
import { openRepository } from '../../src/main/engine/git/repository/open-repository';
import { cloneRepository, git, gitEnvironment, makeRepository } from '../fixtures/git-oracle';
import { tempFolder } from '../fixtures/temp';
import { ended, startProgram } from '../fixtures/test-program';

let time = 1_700_000_000_000;
const clock = { now: () => (time += 1000) };
const main = 'refs/heads/main';
const decision = { folder: 'docs', reason: 'unknown-kind', decision: 'include' } as const;

const claim = (folder: string, dataFolder: string, branch = main, create = true): Claim =>
  claimIdentity(openRepository(folder, gitEnvironment), branch, { dataFolder, clock, create });
const run = (program: string, ...args: string[]): void => void execFileSync(program, args);

/** An environment that was deployed to, with a decision, a lock, a journal, a record and a pin. */
function lived(root: string, name = 'site'): { folder: string; home: EnvironmentHome; data: string } {
  const folder = makeRepository(join(root, name));
  const data = join(root, 'data');
  const { home } = claim(folder, data);
  const head = git(folder, 'rev-parse', 'HEAD');
  updateEnvironmentData(
    home,
    (old) => ({ ...old, deployedCommit: head, deployedAt: 5, newFileDecisions: [decision] }),
    { clock },
  );
  tryAcquire(home, { run: 'r1', what: 'Dev to Stage', who: 'Ana', host: 'cli' });
  for (const [place, text] of [
    ['runs', 'journal'],
    ['activity', 'record'],
  ] as const) {
    mkdirSync(join(home.folder, place));
    writeFileSync(join(home.folder, place, 'r1.jsonl'), text);
  }
  git(folder, 'update-ref', 'refs/laneway/runs/r1/result', head);
  return { folder, home, data };
}

const pins = (folder: string): string => git(folder, 'for-each-ref', 'refs/laneway');

describe('the identity of an environment', () => {
  it('is one for clone and branch, for every app and every path to it', () => {
    const root = tempFolder();
    const folder = makeRepository(join(root, 'site'));
    const [one, two] = [join(root, 'one'), join(root, 'two')];
    expect(() => claim(folder, one, main, false)).toThrow(
      expect.objectContaining({ code: 'environment-not-found' }),
    );
    expect(existsSync(join(folder, '.git', 'laneway'))).toBe(false);
    const first = claim(folder, one);
    expect(first.found).toBe('new');
    expect(first.home.folder).toBe(join(folder, '.git', 'laneway', first.home.id));
    const before = readFileSync(join(first.home.folder, 'environment.json'));
    symlinkSync(folder, join(root, 'link'));
    for (const again of [
      claim(folder, two),
      claim(join(root, 'link'), one),
      claim(folder, one, main, false),
    ]) {
      expect(again.found).toBe('known');
      expect(again.home.id).toBe(first.home.id);
    }
    expect(readFileSync(join(first.home.folder, 'environment.json'))).toEqual(before);
    const other = claim(folder, one, 'refs/heads/dev');
    expect(other.found).toBe('new');
    expect(other.home.id).not.toBe(first.home.id);
    // Another app has backups of its own, of what it saw.
    expect(listBackups(two, first.home.id)).toHaveLength(1);
  });

  it('stays the same in a linked folder, by its branch', () => {
    const root = tempFolder();
    const folder = makeRepository(join(root, 'site'));
    const mainline = claim(folder, join(root, 'data'));
    git(folder, 'worktree', 'add', '-q', '-b', 'ana', join(root, 'linked'));
    const linked = claim(join(root, 'linked'), join(root, 'data'), 'refs/heads/ana');
    expect(linked.found).toBe('new');
    expect(linked.home.folder.startsWith(join(folder, '.git', 'laneway'))).toBe(true);
    expect(claim(folder, join(root, 'data')).home.id).toBe(mainline.home.id);
    git(folder, 'worktree', 'move', join(root, 'linked'), join(root, 'elsewhere'));
    const moved = claim(join(root, 'elsewhere'), join(root, 'data'), 'refs/heads/ana');
    expect([moved.found, moved.home.id]).toEqual(['moved', linked.home.id]);
    expect(readEnvironmentData(moved.home).realPath).toBe(join(root, 'elsewhere'));
  });

  it('moves along, also with a parent folder', () => {
    const root = tempFolder();
    mkdirSync(join(root, 'a'));
    const { folder, home, data } = lived(join(root, 'a'));
    const dev = claim(folder, data, 'refs/heads/dev');
    const before = readEnvironmentData(home);
    run('mv', folder, join(root, 'a', 'renamed'));
    const moved = claim(join(root, 'a', 'renamed'), data);
    expect([moved.found, moved.home.id]).toEqual(['moved', home.id]);
    const after = readEnvironmentData(moved.home);
    expect(after).toEqual({
      ...before,
      realPath: join(root, 'a', 'renamed'),
      commonDir: join(root, 'a', 'renamed', '.git'),
      generation: before.generation + 1,
      savedAt: after.savedAt,
    });
    expect(whoHolds(moved.home)?.run).toBe('r1');
    expect(claim(join(root, 'a', 'renamed'), data).found).toBe('known');

    renameSync(join(root, 'a'), join(root, 'b'));
    const data2 = join(root, 'b', 'data');
    expect(claim(join(root, 'b', 'renamed'), data2, 'refs/heads/dev').home.id).toBe(dev.home.id);
    expect(claim(join(root, 'b', 'renamed'), data2).home.id).toBe(home.id);
    expect(pins(join(root, 'b', 'renamed'))).toContain('refs/laneway/runs/r1/result');
  });

  it('of a copy is another, which keeps decisions and records but nothing of runs', () => {
    const root = tempFolder();
    const { folder, home, data } = lived(root);
    claim(folder, data, 'refs/heads/dev');
    const before = readEnvironmentData(home);
    run('cp', '-r', folder, join(root, 'copy'));
    const copy = claim(join(root, 'copy'), data);
    expect(copy.found).toBe('copied');
    expect(copy.home.id).not.toBe(home.id);
    expect(readEnvironmentData(copy.home)).toMatchObject({
      id: copy.home.id,
      realPath: join(root, 'copy'),
      deployedCommit: null,
      deployedAt: null,
      newFileDecisions: [decision],
    });
    expect(readdirSync(copy.home.folder).sort()).toEqual([
      'activity',
      'environment.json',
      'environment.json.previous',
    ]);
    expect(pins(join(root, 'copy'))).toBe('');
    expect(readdirSync(join(root, 'copy', '.git', 'laneway'))).not.toContain(home.id);
    // Pins that the copy makes itself are its own, whichever of its branches is asked about next.
    git(join(root, 'copy'), 'update-ref', 'refs/laneway/runs/r2/result', 'HEAD');
    expect(claim(join(root, 'copy'), data, 'refs/heads/dev').home.id).not.toBe(
      claim(folder, data, 'refs/heads/dev').home.id,
    );
    expect(pins(join(root, 'copy'))).toContain('r2');
    expect(claim(join(root, 'copy'), data).found).toBe('known');
    // The original has noticed nothing.
    expect(claim(folder, data).found).toBe('known');
    expect(readEnvironmentData(home)).toEqual(before);
    expect(pins(folder)).toContain('r1');
  });

  it('is settled when the original moves after it was copied, and the copy takes its place', () => {
    const root = tempFolder();
    const { folder, home, data } = lived(root);
    run('mv', folder, join(root, 'moved'));
    run('cp', '-r', join(root, 'moved'), folder);
    // Two folders with one id: the one in the old place keeps it.
    const there = claim(join(root, 'moved'), data);
    expect(there.found).toBe('copied');
    expect(claim(folder, data)).toMatchObject({ found: 'known', home: { id: home.id } });

    // Out of reach while the copy took over: when it comes back, it is the one that gets another id.
    run('cp', '-r', folder, join(root, 'second'));
    run('mv', folder, join(root, 'unplugged'));
    expect(claim(join(root, 'second'), data)).toMatchObject({ found: 'moved', home: { id: home.id } });
    run('mv', join(root, 'unplugged'), folder);
    expect(claim(folder, data).found).toBe('copied');
    expect(claim(join(root, 'second'), data)).toMatchObject({ found: 'known', home: { id: home.id } });
  });

  it('is not taken along by git clone', () => {
    const root = tempFolder();
    const { folder, home, data } = lived(root);
    const clone = claim(cloneRepository(folder, join(root, 'clone')), data);
    expect(clone.found).toBe('new');
    expect(clone.home.id).not.toBe(home.id);
  });

  it('comes back from a backup, if the clone is the one that was there', () => {
    const root = tempFolder();
    const { folder, home, data } = lived(root);
    const before = readEnvironmentData(home);
    run('mv', folder, join(root, 'old'));
    cloneRepository(join(root, 'old'), folder);
    rmSync(join(root, 'old'), { recursive: true });
    const back = claim(folder, data);
    expect([back.found, back.home.id]).toEqual(['restored', home.id]);
    expect(readEnvironmentData(back.home)).toMatchObject({
      deployedCommit: before.deployedCommit,
      newFileDecisions: [decision],
      generation: before.generation + 1,
    });
    // Another site in the same place: offered, not taken.
    rmSync(folder, { recursive: true });
    makeRepository(folder, { 'other.txt': 'other' });
    expect(claim(folder, data).found).toBe('new');
    const offered = findBackups(openRepository(folder, gitEnvironment), main, data);
    expect(offered.map(({ id }) => id)).toContain(home.id);
  });
});

describe('the data of an environment', () => {
  it('keeps the last ten versions outside the clone', () => {
    const root = tempFolder();
    const { home, data } = lived(root);
    for (let i = 0; i < 15; i++) updateEnvironmentData(home, (old) => ({ ...old, deployedAt: i }), { clock });
    const same = readEnvironmentData(home);
    expect(updateEnvironmentData(home, (old) => old, { clock })).toEqual(same);
    const kept = listBackups(data, home.id);
    expect(kept).toHaveLength(10);
    expect(kept[0]).toEqual(same);
    expect(kept.map(({ deployedAt }) => deployedAt)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
  });

  it('is set aside when damaged, and put together from the newest version', () => {
    const root = tempFolder();
    const { folder, home, data } = lived(root);
    const path = join(home.folder, 'environment.json');
    const before = readEnvironmentData(home);
    const damage = (): void => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 50));
    damage();
    expect(readEnvironmentData(home)).toEqual(before);
    expect(readdirSync(home.folder).some((name) => name.startsWith('environment.json.damaged-'))).toBe(true);

    damage();
    rmSync(join(home.folder, 'environment.json.previous'));
    const mended = claim(folder, data);
    expect([mended.found, mended.home.id, mended.report?.code]).toEqual([
      'restored',
      home.id,
      'store-damaged',
    ]);
    expect(readEnvironmentData(home)).toEqual(before);

    // In an app without backups the version beside it has to do.
    updateEnvironmentData(home, (old) => ({ ...old, deployedAt: 9 }), { clock });
    damage();
    const elsewhere = claim(folder, join(root, 'other'));
    expect([elsewhere.found, elsewhere.home.id]).toEqual(['restored', home.id]);
    expect(readEnvironmentData(elsewhere.home)).toEqual(before);

    // Nothing at all to be found: another id, and the damaged one stays where it is.
    rmSync(join(home.folder, 'environment.json.previous'), { force: true });
    writeFileSync(path, '{}');
    const fresh = claim(folder, join(root, 'third'));
    expect([fresh.found, fresh.report?.code]).toEqual(['new', 'store-damaged']);
    expect(readFileSync(path, 'utf8')).toBe('{}');
  });

  it('of a newer Laneway is not touched', () => {
    const root = tempFolder();
    const { folder, home, data } = lived(root);
    writeFileSync(join(home.folder, 'environment.json'), '{"format":2}');
    for (const act of [
      () => claim(folder, data),
      () => readEnvironmentData(home),
      () => updateEnvironmentData(home, (old) => ({ ...old, deployedAt: 1 }), { clock }),
    ])
      expect(act).toThrow(expect.objectContaining({ code: 'store-too-new' }));
    expect(readFileSync(join(home.folder, 'environment.json'), 'utf8')).toBe('{"format":2}');
  });

  it('finishes a copy that was cut off between its new id and its new folder', () => {
    const root = tempFolder();
    const { folder, data } = lived(root);
    cpSync(folder, join(root, 'copy'), { recursive: true });
    const { home } = claim(join(root, 'copy'), data);
    renameSync(home.folder, join(home.folder, '..', 'before'));
    const again = claim(join(root, 'copy'), data);
    expect([again.found, again.home.id, again.home.folder]).toEqual(['known', home.id, home.folder]);
    expect(existsSync(home.folder)).toBe(true);
  });

  it('loses no change when two processes change it at once, nor gets two ids', async () => {
    const root = tempFolder();
    const folder = makeRepository(join(root, 'site'));
    const data = join(root, 'data');
    mkdirSync(data);
    const programs = [1, 2].map(() => startProgram('lock-holder', ['count', folder, data, '60']));
    expect(await Promise.all(programs.map(ended))).toEqual([0, 0]);
    const { home } = claim(folder, data);
    const { lateEdits, generation } = readEnvironmentData(home);
    expect(lateEdits).toHaveLength(120);
    expect(new Set(lateEdits.map((edit) => `${edit.run} ${edit.path}`)).size).toBe(120);
    expect(generation).toBe(121);
    const ids = programs.map(({ pid }) => readFileSync(join(data, `id-${pid}`), 'utf8'));
    expect(ids).toEqual([home.id, home.id]);
  }, 30_000);
});
