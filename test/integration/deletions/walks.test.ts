import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DatabaseRows } from '../../../src/main/engine/databases/database';
import type { DeletionDecision } from '../../../src/shared/domain/deletion';
import { toErrorAnswer } from '../../../src/main/engine/errors';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import { itemFiles, makeItemSite, page, typeFiles, udiAt, type ItemSite } from '../../fixtures/item-site';
import { tempFolder } from '../../fixtures/temp';
import { randomNumbers } from '../../unit/git/history/random-numbers';
import { howMany } from '../../fixtures/thorough';

const top = tempFolder('deletion-walks');
const names = ['Dev', 'Staging', 'Live'] as const;
type Name = (typeof names)[number];
const aliases = ['alpha', 'beta', 'gamma', 'delta'];
const pathOf = (alias: string): string => Object.keys(typeFiles(alias))[0] ?? '';
const udiOf = (alias: string): string => udiAt(pathOf(alias));

const held = ({ items, content }: Pick<DatabaseRows, 'items' | 'content'>) => ({
  items: Object.fromEntries(items),
  content: Object.fromEntries(content),
});
type Held = ReturnType<typeof held>;

/** One site under random hands, and what is true of it after every act. */
class Walk {
  readonly decisions: { readonly decision: DeletionDecision; readonly before: Held; readonly after: Held }[] =
    [];
  key = 1;
  constructor(
    readonly site: ItemSite,
    readonly random: (below: number) => number,
    readonly seed: number,
  ) {}

  pick = <T>(from: readonly T[]): T => {
    const one = from[this.random(from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };
  folder = (name: Name): string =>
    ({ Dev: this.site.dev, Staging: this.site.staging, Live: this.site.live })[name];
  all = (): Record<Name, Held> => ({
    Dev: held(this.site.rows('Dev')),
    Staging: held(this.site.rows('Staging')),
    Live: held(this.site.rows('Live')),
  });
  filesOf = (name: Name): Set<string> =>
    new Set(
      git(this.folder(name), 'ls-tree', '-r', '--name-only', 'HEAD')
        .split('\n')
        .filter((path) => path.endsWith('.uda'))
        .map(udiAt),
    );

  /** Items that some commit of an environment's history deleted, there now or not. */
  deadIn = (name: Name): Set<string> =>
    new Set(
      git(this.folder(name), 'log', '--format=', '--diff-filter=D', '--name-only')
        .split('\n')
        .filter((path) => path.endsWith('.uda'))
        .map(udiAt),
    );

  /** Somebody saves or deletes a type where people work, sometimes on Staging, where they should not. */
  edit(): string {
    const where = this.random(5) === 0 ? 'Staging' : 'Dev';
    const alias = this.pick(aliases);
    const gone = this.random(2) === 0;
    writeFiles(
      this.folder(where),
      gone ? { [pathOf(alias)]: null } : typeFiles(alias, `${alias} ${this.key++}`),
    );
    commitAll(this.folder(where), `${gone ? 'delete' : 'save'} ${alias}`);
    return `${gone ? 'delete' : 'save'} ${alias} on ${where}`;
  }

  /** A page on a type that the environment has. */
  write(): string {
    const where = this.pick(names);
    const types = aliases.map(udiOf).filter((udi) => this.site.rows(where).items.has(udi));
    if (types.length === 0) return 'no page';
    const type = this.pick(types);
    this.site.addContent(where, page(this.seed * 1000 + this.key++, type));
    return `page of ${type} on ${where}`;
  }

  async deploy(): Promise<string> {
    const [from, to] = this.pick([
      ['Dev', 'Staging'],
      ['Staging', 'Live'],
    ] as const);
    const plan = await this.site.plan(from, to);
    if (plan.blocked || plan.empty || plan.findings.some(({ yes }) => yes?.needed))
      return `no ${from} to ${to}`;
    const before = this.all();
    const sides = [from, to].map((name) => ({ has: this.filesOf(name), dead: this.deadIn(name) }));
    const { outcome } = await this.site.deploy(from, to);
    await this.site.settled();
    expect(outcome).toBe('succeeded');
    const after = this.all();
    for (const name of names) {
      // Content is never carried, and no entry ever goes with a deployment.
      expect(after[name].content, `${name}: content`).toEqual(before[name].content);
      for (const udi of Object.keys(before[name].items))
        expect(after[name].items[udi], `${name}: ${udi}`).toBeDefined();
    }
    const files = this.filesOf(to);
    // Whatever comes back that was deleted on one of both sides is announced, whichever side brings it.
    const announced = plan.findings.flatMap(({ code, parties = [] }) =>
      code === 'resurrection' ? parties.map(({ udi }) => udi) : [],
    );
    for (const udi of files)
      if (sides.some(({ has, dead }) => !has.has(udi) && dead.has(udi))) expect(announced).toContain(udi);
    for (const [udi, row] of Object.entries(after[to].items))
      expect([udi, row.withoutFile], `${to} after ${from}`).toEqual([udi, !files.has(udi)]);
    for (const udi of files) expect(after[to].items[udi], `${to}: ${udi}`).toBeDefined();
    for (const { item, leftover } of plan.removals)
      if (item?.udi) expect(leftover?.entry).toBe(before[to].items[item.udi] ? 'stays' : 'none');
    return `deploy ${from} to ${to}`;
  }

  async decide(): Promise<string> {
    const name = this.pick(names);
    const udi = udiOf(this.pick(aliases));
    const { project, id, call } = this.site;
    const ids = { projectId: project.id, environmentId: id(name), udi };
    const before = this.all();
    const trees = names.map((one) => git(this.folder(one), 'rev-parse', 'HEAD^{tree}'));
    const { seen, cell } = await call('deletion.impact', ids);
    const file = this.filesOf(name).has(udi);
    let decision: DeletionDecision | null;
    try {
      ({ decision } = await call('deletion.decide', { ...ids, seen, confirm: name }));
    } catch (cause) {
      expect(toErrorAnswer(cause).code).toBe('deletion-file-there');
      expect(file && name !== 'Dev').toBe(true);
      expect(this.all()).toEqual(before);
      return `refused on ${name}`;
    }
    const after = this.all();
    for (const other of names) if (other !== name) expect(after[other], other).toEqual(before[other]);
    expect(names.map((one) => git(this.folder(one), 'rev-parse', 'HEAD^{tree}'))).toEqual(trees);
    if (!decision) {
      expect(cell.act).toBe('gone');
      return `gone on ${name}`;
    }
    expect(after[name].items[udi]).toBeUndefined();
    const stays = Object.values(before[name].content).filter(({ type }) => type !== udi);
    expect(Object.values(after[name].content)).toEqual(stays);
    if (name === 'Dev' && file) commitAll(this.site.dev, 'what was decided');
    this.decisions.push({ decision, before: before[name], after: after[name] });
    return `delete ${udi} on ${name}`;
  }

  async undo(): Promise<string> {
    const taken = this.decisions.splice(this.random(Math.max(1, this.decisions.length)), 1)[0];
    if (!taken) return 'nothing to undo';
    const { decision, before, after } = taken;
    const now = this.all();
    const name = decision.environment as Name;
    try {
      await this.site.call('deletion.undo', { projectId: this.site.project.id, id: decision.id });
    } catch (cause) {
      expect(toErrorAnswer(cause).code).toBe('deletion-undo-hindered');
      expect(this.all()).toEqual(now);
      return `hindered on ${name}`;
    }
    const then = this.all();
    for (const other of names) if (other !== name) expect(then[other], other).toEqual(now[other]);
    // Exactly as it was, where nobody worked on it since; the pages in any case.
    if (JSON.stringify(now[name]) === JSON.stringify(after)) expect(then[name]).toEqual(before);
    for (const node of Object.values(before.content))
      if (node.type === decision.udi) expect(then[name].content[node.udi]).toEqual(node);
    expect(then[name].items[decision.udi]).toBeDefined();
    if (name === 'Dev' && git(this.site.dev, 'status', '--porcelain')) commitAll(this.site.dev, 'taken back');
    return `undo on ${name}`;
  }

  /** "Fully deleted" only when no database has it and no file remains anywhere; open only where an entry has no file. */
  async check(): Promise<void> {
    const { rows } = await this.site.matrix();
    for (const udi of aliases.map(udiOf)) {
      const row = rows.find((one) => one.udi === udi);
      const anywhere = names.some(
        (name) => this.filesOf(name).has(udi) || this.site.rows(name).items.has(udi),
      );
      if (row?.state === 'gone') expect(anywhere, udi).toBe(false);
      if (row && !anywhere) expect(row.state, udi).toBe('gone');
      names.forEach((name, at) => {
        const cell = row?.cells[at];
        if (!cell) return;
        expect([name, cell.file]).toEqual([name, this.filesOf(name).has(udi)]);
        expect([name, cell.row !== 'no']).toEqual([name, this.site.rows(name).items.has(udi)]);
      });
      const left = names.some((name) => !this.filesOf(name).has(udi) && this.site.rows(name).items.has(udi));
      expect([udi, row?.state === 'decide'], JSON.stringify(row)).toEqual([udi, left]);
    }
  }
}

const walks = howMany(1, 30);
const steps = howMany(10, 30);

describe('random edits, deployments, deletions, decisions and undos', () => {
  test.each(Array.from({ length: walks }, (_, i) => i + 1))(
    'keep to the table of what goes and what stays (walk %i)',
    { timeout: 3_600_000 },
    async (seed) => {
      const site = await makeItemSite(join(top, String(seed)), {
        ...itemFiles,
        ...typeFiles('alpha'),
        ...typeFiles('beta'),
      });
      for (const name of names) site.rows(name);
      const walk = new Walk(site, randomNumbers(seed), seed);
      const told: string[] = [];
      try {
        for (let step = 0; step < steps; step++) {
          const acts = [
            walk.edit,
            walk.edit,
            walk.write,
            walk.deploy,
            walk.deploy,
            walk.decide,
            walk.decide,
            walk.undo,
          ];
          const act: () => string | Promise<string> = walk.pick(acts);
          told.push(await act.call(walk));
          await walk.check();
        }
      } catch (cause) {
        throw new Error(`seed ${seed}: ${told.join('; ')}`, { cause });
      } finally {
        await site.close();
      }
    },
  );
});
