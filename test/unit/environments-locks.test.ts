import { mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  acquireAll,
  takeOverByPerson,
  tryAcquire,
  whoHolds,
} from '../../src/main/engine/environments/run-lock';
import { createLock } from '../../src/main/engine/environments/numbered-locks';
import type { HeldBy } from '../../src/main/engine/environments/lock-state';
import type { RunLock } from '../../src/main/engine/environments/run-lock';
import { tempFolder } from '../fixtures/temp';
import { ended, firstWords, startProgram } from '../fixtures/test-program';

const clock = { now: () => Date.now() };
const owner = { run: 'r1', what: 'Dev to Stage', who: 'Ana', host: 'electron' };
const place = (folder: string) => ({ id: folder, folder, repository: { folder } });
const numbers = (folder: string): string[] => readdirSync(join(folder, 'locks')).sort();
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'fine';
  } catch (cause) {
    return String((cause as { code: unknown }).code);
  }
};
const get = (folder: string): { lock: RunLock; tookOver: HeldBy | null } => {
  const taken = tryAcquire(place(folder), owner);
  if ('held' in taken) throw new Error(`held by ${taken.held.what}`);
  return taken;
};

/** Rewrites what the newest lock says, and when it last gave a sign of life. */
function forge(folder: string, change: object, silentSeconds: number): void {
  const path = join(folder, 'locks', numbers(folder).at(-1) ?? '');
  const content = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...content, ...change }));
  const at = Date.now() / 1000 - silentSeconds;
  utimesSync(path, at, at);
}

describe('the lock of an environment', () => {
  it('is held by one, says by whom, and is given back', () => {
    const folder = tempFolder();
    expect(whoHolds(place(folder))).toBeNull();
    const { lock, tookOver } = get(folder);
    expect(tookOver).toBeNull();
    expect(lock.isStillOurs()).toBe(true);
    const second = tryAcquire(place(folder), { ...owner, run: 'r2' });
    if (!('held' in second)) throw new Error('two have it');
    expect(second.held).toMatchObject({ run: 'r1', what: 'Dev to Stage', who: 'Ana', state: 'alive' });
    expect(second.held.personMayTakeOver).toBe(false);
    lock.release();
    lock.release();
    expect(lock.isStillOurs()).toBe(false);
    expect(whoHolds(place(folder))).toBeNull();
    for (let i = 0; i < 5; i++) get(folder).lock.release();
    expect(numbers(folder)).toEqual(['6.json']);
  });

  it('does not come back by a late release or beat', () => {
    const folder = tempFolder();
    const { lock } = get(folder);
    forge(folder, { host: 'elsewhere' }, 121);
    takeOverByPerson(place(folder), clock);
    const next = get(folder);
    expect(lock.isStillOurs()).toBe(false);
    lock.beat();
    lock.release();
    expect(next.lock.isStillOurs()).toBe(true);
    expect(numbers(folder)).toEqual(['3.json']);
  });

  it('is not given to one who comes late to a lock that was given back and cleared away', () => {
    const folder = tempFolder();
    for (let i = 0; i < 3; i++) get(folder).lock.release();
    const { lock } = get(folder);
    expect(numbers(folder)).toEqual(['4.json']);
    for (const seen of [0, 1, 2, 3]) expect(createLock(folder, seen, { token: 'late' })).toBeNull();
    expect(numbers(folder)).toEqual(['4.json']);
    expect(lock.isStillOurs()).toBe(true);
  });

  it('is never mistaken when somebody clears the whole folder', () => {
    const folder = tempFolder();
    const { lock } = get(folder);
    rmSync(join(folder, 'locks'), { recursive: true });
    expect(lock.isStillOurs()).toBe(false);
    mkdirSync(join(folder, 'locks'));
    const next = get(folder);
    expect(lock.isStillOurs()).toBe(false); // the same number, another holder
    lock.release();
    expect(next.lock.isStillOurs()).toBe(true);
  });

  it('of a killed process is taken over, and the next one is told', async () => {
    const folder = tempFolder();
    const holder = startProgram('lock-holder', ['hold', folder]);
    expect(await firstWords(holder)).toBe('held');
    const before = whoHolds(place(folder));
    expect(before).toMatchObject({ state: 'alive', run: `run-${holder.pid}` });
    expect(tryAcquire(place(folder), owner)).toHaveProperty('held');
    holder.kill('SIGKILL');
    await ended(holder);
    expect(whoHolds(place(folder))?.state).toBe('dead');
    const { lock, tookOver } = get(folder);
    expect(tookOver).toMatchObject({ run: `run-${holder.pid}`, state: 'dead' });
    lock.release();
    expect(get(folder).tookOver).toBeNull();
  });

  it('of a process whose number was used again, or of before a restart, is dead', () => {
    const folder = tempFolder();
    get(folder);
    forge(folder, { started: '1' }, 0);
    expect(get(folder).tookOver?.state).toBe('dead');
    forge(folder, { bootId: 'another' }, 40);
    expect(get(folder).tookOver?.state).toBe('dead');
    // Another boot of a computer with the same name, which still beats: a twin of this one.
    forge(folder, { bootId: 'another' }, 5);
    expect(whoHolds(place(folder))).toMatchObject({ state: 'unknown-host', personMayTakeOver: false });
  });

  it('of another computer is freed by a person only, after two minutes of silence', () => {
    const folder = tempFolder();
    get(folder);
    for (const change of [{ host: 'studio-pc' }, { machine: 'other' }, { pidNamespace: 'pid:[1]' }]) {
      forge(folder, change, 60);
      expect(whoHolds(place(folder))).toMatchObject({ state: 'unknown-host', personMayTakeOver: false });
      expect(codeOf(() => takeOverByPerson(place(folder), clock))).toBe('environment-busy');
    }
    forge(folder, {}, 125);
    expect(whoHolds(place(folder))?.personMayTakeOver).toBe(true);
    expect(tryAcquire(place(folder), owner)).toHaveProperty('held');
    takeOverByPerson(place(folder), clock);
    get(folder);
    expect(codeOf(() => takeOverByPerson(place(folder), clock))).toBe('environment-busy');
  });

  it('that is damaged is waited for, then taken over', () => {
    const folder = tempFolder();
    get(folder);
    const path = join(folder, 'locks', '1.json');
    writeFileSync(path, '{"state":"he');
    expect(whoHolds(place(folder))?.state).toBe('alive');
    const at = Date.now() / 1000 - 40;
    utimesSync(path, at, at);
    expect(get(folder).tookOver?.state).toBe('dead');
  });

  it('is held by one process at a time, whoever fights for it', async () => {
    const folder = tempFolder();
    const fighters = [1, 2].map(() => startProgram('lock-holder', ['fight', folder, '200']));
    expect(await Promise.all(fighters.map(ended))).toEqual([0, 0]);
    expect(numbers(folder)).toEqual(['400.json']);
  }, 30_000);
});

describe('the locks of a run', () => {
  it('are taken together, in any order, without two runs waiting for each other', async () => {
    const [a, b] = [tempFolder(), tempFolder()];
    const runs = [
      startProgram('lock-holder', ['pair', a, b, '60']),
      startProgram('lock-holder', ['pair', b, a, '60']),
    ];
    expect(await Promise.all(runs.map(ended))).toEqual([0, 0]);
  }, 30_000);

  it('waits with nothing held, says for whom, and can be stopped', async () => {
    const [a, b] = [tempFolder(), tempFolder()];
    const other = tryAcquire(place(b), { ...owner, run: 'r0', what: 'Stage to Live' });
    if ('held' in other) throw new Error('held');
    const said: string[] = [];
    const stop = new AbortController();
    const wait = (): Promise<unknown> =>
      acquireAll([place(a), place(b)], owner, {
        signal: stop.signal,
        pollMilliseconds: 10,
        onWait: (held) => {
          said.push(held.what);
        },
      });
    const first = wait();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(said).toEqual(['Stage to Live']);
    expect(whoHolds(place(a))).toBeNull();
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });

    const again = acquireAll([place(a), place(b), place(a)], owner, {
      signal: new AbortController().signal,
      pollMilliseconds: 10,
    });
    other.lock.release();
    const locks = await again;
    expect(locks.areStillOurs()).toBe(true);
    expect(locks.tookOver).toEqual([]);
    expect(whoHolds(place(b))?.what).toBe('Dev to Stage');
    locks.release();
    expect([whoHolds(place(a)), whoHolds(place(b))]).toEqual([null, null]);
  });

  it('says who was dead, and does not wait for what only a person can free', async () => {
    const [a, b] = [tempFolder(), tempFolder()];
    const take = () => acquireAll([place(a), place(b)], owner, { signal: new AbortController().signal });
    get(b);
    forge(b, { started: '1' }, 0);
    const locks = await take();
    expect(locks.tookOver).toHaveLength(1);
    locks.release();
    get(b);
    forge(b, { host: 'studio-pc' }, 300);
    await expect(take()).rejects.toMatchObject({
      code: 'environment-busy',
      data: { personMayTakeOver: true },
    });
    expect(whoHolds(place(a))).toBeNull();
  });
});
