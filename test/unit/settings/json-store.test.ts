import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { build } from 'vite';
import { beforeEach, describe, expect, it } from 'vitest';
import { openJsonStore } from '../../../src/main/engine/files/json-store';
import { takeShortLock } from '../../../src/main/engine/files/short-lock';
import type { StoreShape } from '../../../src/main/engine/files/store-file';
import { tempFolder } from '../../fixtures/temp';

interface Names {
  readonly names: readonly string[];
}

const first: StoreShape<Names> = {
  format: 1,
  schema: v.object({ names: v.array(v.string()) }),
  migrations: [],
  empty: () => ({ names: [] }),
};
const second: StoreShape<{ people: readonly { name: string }[] }> = {
  format: 2,
  schema: v.object({ people: v.array(v.object({ name: v.string() })) }),
  migrations: [({ names }) => ({ people: (names as string[]).map((name) => ({ name })) })],
  empty: () => ({ people: [] }),
};

const codeOf = (act: () => unknown): unknown => {
  try {
    act();
    return 'nothing was thrown';
  } catch (cause) {
    return (cause as { code?: unknown }).code ?? cause;
  }
};
const add = (name: string) => (content: Names) => ({ names: [...content.names, name] });

let folder: string;
let path: string;
const besides = (): string[] => readdirSync(folder).filter((name) => name !== 'names.json');
const top = tempFolder();
beforeEach(() => {
  folder = mkdtempSync(join(top, 'store-'));
  path = join(folder, 'names.json');
});

describe('a json store', () => {
  it('is empty, and writes nothing, until it is updated', () => {
    const store = openJsonStore(path, first);
    expect(store.read()).toEqual({ names: [] });
    expect(readdirSync(folder)).toEqual([]);
    expect(store.update(add('Ana'))).toEqual({ names: ['Ana'] });
    expect(openJsonStore(path, first).read()).toEqual({ names: ['Ana'] });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ format: 1, names: ['Ana'] });
    expect(besides()).toEqual([]);
  });

  it('makes its folder', () => {
    const deep = join(folder, 'a/b/names.json');
    openJsonStore(deep, first).update(add('Ana'));
    expect(openJsonStore(deep, first).read()).toEqual({ names: ['Ana'] });
  });

  it('writes nothing when the change throws, and gives the lock back', () => {
    const store = openJsonStore(path, first);
    store.update(add('Ana'));
    expect(() =>
      store.update(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.read()).toEqual({ names: ['Ana'] });
    expect(besides()).toEqual([]);
  });

  it('keeps the version before', () => {
    const store = openJsonStore(path, first);
    store.update(add('Ana'));
    store.update(add('Eva'));
    expect(JSON.parse(readFileSync(`${path}.previous`, 'utf8'))).toEqual({ format: 1, names: ['Ana'] });
  });

  it.each([
    ['half of a file', '{"format":1,"names":["An'],
    ['nothing at all', ''],
    ['another shape', '{"format":1,"names":[1]}'],
    ['no format', '{"names":["Ana"]}'],
    ['a list', '[]'],
    ['a format that is no number', '{"format":"1","names":[]}'],
  ])('sets aside %s, goes on with the version before, and reports it', (_, text) => {
    const store = openJsonStore(path, first);
    store.update(add('Ana'));
    store.update(add('Eva'));
    writeFileSync(path, text);
    expect(store.read()).toEqual({ names: ['Ana'] });
    const [report, ...more] = store.damaged();
    expect(more).toEqual([]);
    if (report?.code !== 'store-damaged') throw new Error('not reported');
    expect(report.data.path).toBe(path);
    expect(readFileSync(report.data.setAside, 'utf8')).toBe(text);
    expect(store.update(add('Jonas'))).toEqual({ names: ['Ana', 'Jonas'] });
    expect(store.damaged()).toHaveLength(1);
  });

  it('starts empty when there is no version before, and never overwrites what was set aside', () => {
    writeFileSync(path, 'first damage');
    const store = openJsonStore(path, first);
    expect(store.read()).toEqual({ names: [] });
    writeFileSync(path, 'second damage');
    writeFileSync(`${path}.previous`, 'damaged, too');
    expect(store.update(add('Ana'))).toEqual({ names: ['Ana'] });
    const kept = store
      .damaged()
      .map(({ data }) => readFileSync((data as { setAside: string }).setAside, 'utf8'));
    expect(kept).toEqual(['first damage', 'second damage']);
  });

  it('brings an older format up to date, and keeps the old file', () => {
    openJsonStore(path, first).update(add('Ana'));
    const before = readFileSync(path, 'utf8');
    const store = openJsonStore(path, second);
    expect(store.read()).toEqual({ people: [{ name: 'Ana' }] });
    expect(readFileSync(path, 'utf8')).toBe(before);
    store.update(({ people }) => ({ people: [...people, { name: 'Eva' }] }));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      format: 2,
      people: [{ name: 'Ana' }, { name: 'Eva' }],
    });
    store.update((content) => content);
    expect(readFileSync(`${path}.format-1`, 'utf8')).toBe(before);
  });

  it('sets aside a document that its migration cannot read', () => {
    writeFileSync(path, '{"format":1,"names":7}');
    const store = openJsonStore(path, second);
    expect(store.read()).toEqual({ people: [] });
    expect(store.damaged()[0]?.code).toBe('store-damaged');
  });

  it('refuses a newer format and writes nothing', () => {
    openJsonStore(path, second).update((content) => content);
    const before = readFileSync(path, 'utf8');
    const store = openJsonStore(path, first);
    expect(codeOf(() => store.read())).toBe('store-too-new');
    expect(codeOf(() => store.update(add('Ana')))).toBe('store-too-new');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(besides()).toEqual([]);
  });
});

describe('its lock', () => {
  const lockPath = (): string => `${path}.lock`;
  const leaveLock = (pid: number, since: number, host = hostname()): void => {
    writeFileSync(lockPath(), JSON.stringify({ token: 'old', host, pid, since }));
  };

  it.each([
    ['of a process that is gone', () => leaveLock(2 ** 30, Date.now())],
    ['that is older than any holder needs', () => leaveLock(process.pid, Date.now() - 60_000)],
    ['from another computer that is old', () => leaveLock(1, Date.now() - 60_000, 'elsewhere')],
    ['that is not understood', () => writeFileSync(lockPath(), 'what?')],
    ['that is empty', () => writeFileSync(lockPath(), '')],
  ])('is taken over %s', (_, leave) => {
    leave();
    openJsonStore(path, first).update(add('Ana'));
    expect(besides()).toEqual([]);
  });

  it('is not given back by one who lost it', () => {
    const lost = takeShortLock(lockPath());
    leaveLock(process.pid, Date.now());
    lost.release();
    expect(existsSync(lockPath())).toBe(true);
    expect(lost.isOurs()).toBe(false);
  });

  it('keeps a writer out that lost it meanwhile', () => {
    const store = openJsonStore(path, first);
    store.update(add('Ana'));
    const act = (): unknown =>
      store.update((content) => {
        leaveLock(process.pid, Date.now());
        return add('Eva')(content);
      });
    expect(codeOf(act)).toBe('lock-held');
    expect(openJsonStore(path, first).read()).toEqual({ names: ['Ana'] });
  });
});

it('loses nothing when several processes write', async () => {
  const script = join(folder, 'writer.mjs');
  const store = join(import.meta.dirname, '../../../src/main/engine/files/json-store.ts');
  writeFileSync(
    join(folder, 'writer.ts'),
    `import * as v from 'valibot';
     import { openJsonStore } from ${JSON.stringify(store)};
     const store = openJsonStore(process.argv[2], { format: 1, schema: v.object({ names: v.array(v.string()) }),
       migrations: [], empty: () => ({ names: [] }) });
     for (let i = 0; i < 15; i++) store.update(({ names }) => ({ names: [...names, process.argv[3] + i] }));`,
  );
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    resolve: { alias: { valibot: join(import.meta.dirname, '../../../node_modules/valibot') } },
    build: {
      ssr: join(folder, 'writer.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'writer.mjs' } },
    },
  });
  const writers = ['a', 'b', 'c'].map((name) =>
    spawn(process.execPath, [script, path, name], { stdio: 'inherit' }),
  );
  const codes = await Promise.all(writers.map(async (writer) => (await once(writer, 'exit'))[0] as number));
  expect(codes).toEqual([0, 0, 0]);
  const { names } = openJsonStore(path, first).read();
  expect(names).toHaveLength(45);
  expect(new Set(names).size).toBe(45);
  for (const name of ['a', 'b', 'c']) {
    const own = names.filter((entry) => entry.startsWith(name));
    expect(own).toEqual(Array.from({ length: 15 }, (__, i) => `${name}${i}`));
  }
}, 30_000);
