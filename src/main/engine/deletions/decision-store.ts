import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { DecisionState, DeletionDecision } from '../../../shared/domain/deletion';
import type { ActivityRecord } from '../../../shared/domain/run';
import { fail, fromSystem, systemCode } from '../errors';
import { fsyncFolder, writeFileAtomic } from '../files/atomic-write';
import type { FileBefore } from './item-files';
import type { RowsBefore } from './take-out';

/**
 * The decisions of one environment, in its own folder in the clone: `deletions/<id>.<step>.json`, and beside it
 * `<id>.rows.json` with everything that is needed to take it back. The name tells the step; where a crash left two,
 * the later one counts.
 *
 * `begun`: written before anything is deleted; never seen by people. `undoing`: the same before it is taken back.
 */
export type Step = 'begun' | 'to-do' | 'done' | 'undoing' | 'undone';
/** The later, the higher. */
const steps: readonly Step[] = ['begun', 'to-do', 'done', 'undoing', 'undone'];
const stateOf: Record<Exclude<Step, 'begun'>, DecisionState> = {
  'to-do': 'open',
  done: 'done',
  undoing: 'done',
  undone: 'undone',
};

/** What was there before: rows of the database, and files where people work. */
export interface Before {
  readonly rows: RowsBefore;
  readonly files: readonly FileBefore[];
}

export interface StoredDecision {
  readonly step: Step;
  readonly decision: DeletionDecision;
  /** What the activity says of this step, for recovery. */
  readonly record: ActivityRecord;
}

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const decisionSchema: v.GenericSchema<unknown, Omit<DeletionDecision, 'state'>> = v.object({
  id: v.pipe(text, v.regex(/^[\w-]+$/)),
  kind: v.picklist(['delete', 'keep']),
  environmentId: text,
  environment: text,
  udi: text,
  item: v.object({
    entityType: text,
    kind: text,
    name: text,
    alias: v.exactOptional(text),
    udi: v.exactOptional(text),
  }),
  who: text,
  at: v.number(),
  why: text,
  run: v.nullable(text),
  deletedContent: count,
  changedContent: count,
  files: v.array(text),
  place: v.array(text),
});
const documentSchema = v.object({
  format: v.literal(1),
  decision: decisionSchema,
  record: v.custom<ActivityRecord>((value) => typeof value === 'object' && value !== null && 'id' in value),
});
type Document = v.InferOutput<typeof documentSchema>;

const folderOf = (homeFolder: string): string => join(homeFolder, 'deletions');
const decisionPath = (homeFolder: string, id: string, step: Step): string =>
  join(folderOf(homeFolder), `${id}.${step}.json`);
const rowsPath = (homeFolder: string, id: string): string => join(folderOf(homeFolder), `${id}.rows.json`);

/** Whether a crash left a decision, or its undo, half done. */
export const hasUnfinishedDecisions = (homeFolder: string): boolean =>
  namesIn(folderOf(homeFolder)).some((name) => /\.(begun|undoing)\.json$/.test(name));

export interface ListedDecisions {
  /** Oldest first, those that are half done included. */
  readonly decisions: readonly StoredDecision[];
  /** Files that could not be read; they do not hide the others. */
  readonly damaged: readonly string[];
}

/** @throws EngineError `not-permitted` */
export function listDecisions(homeFolder: string): ListedDecisions {
  const byId = new Map<string, StoredDecision>();
  const damaged: string[] = [];
  for (const name of namesIn(folderOf(homeFolder)).sort()) {
    const [, step] = /^[\w-]+?\.([a-z-]+)\.json$/.exec(name) ?? [];
    const known = steps.find((candidate) => candidate === step);
    if (!known) continue;
    const path = join(folderOf(homeFolder), name);
    const document = readDocument(path);
    if (document === undefined) damaged.push(path);
    if (!document) continue;
    const { decision, record } = document;
    const before = byId.get(decision.id);
    if (!before || steps.indexOf(before.step) < steps.indexOf(known))
      byId.set(decision.id, { step: known, decision: withState(decision, known), record });
  }
  return { decisions: [...byId.values()], damaged };
}

/** The decisions that people see, oldest first. */
export const visibleDecisions = (homeFolder: string): readonly DeletionDecision[] =>
  listDecisions(homeFolder)
    .decisions.filter(({ step }) => step !== 'begun')
    .map(({ decision }) => decision);

/** One decision in whatever step it is; null where there is none. */
export const findDecision = (homeFolder: string, id: string): StoredDecision | null =>
  listDecisions(homeFolder).decisions.find(({ decision }) => decision.id === id) ?? null;

/**
 * Keeps what is about to change, before the decision itself is written.
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`
 */
export function writeBefore(homeFolder: string, id: string, before: Before): void {
  writeFileAtomic(rowsPath(homeFolder, id), JSON.stringify({ format: 1, ...before }));
}

/** Writes a decision in a step. @throws EngineError `disk-full`, `not-permitted`, `read-only-folder` */
export function writeDecision(
  homeFolder: string,
  { step, decision: { state: _state, ...decision }, record }: StoredDecision,
): void {
  const document = { format: 1, decision, record };
  writeFileAtomic(decisionPath(homeFolder, decision.id, step), `${JSON.stringify(document, null, 1)}\n`);
}

/** Takes a decision one step on. Doing it again does no harm. */
export function moveDecision(homeFolder: string, id: string, from: Step, to: Step): void {
  if (!existsSync(decisionPath(homeFolder, id, from))) return;
  renameSync(decisionPath(homeFolder, id, from), decisionPath(homeFolder, id, to));
  fsyncFolder(folderOf(homeFolder));
}

/** Takes a step away: one that never became true, or one that a later one stands for. */
export function dropStep(homeFolder: string, id: string, step: Step): void {
  rmSync(decisionPath(homeFolder, id, step), { force: true });
  fsyncFolder(folderOf(homeFolder));
}

/** What was there before is not needed: nobody decided. */
export function dropBefore(homeFolder: string, id: string): void {
  rmSync(rowsPath(homeFolder, id), { force: true });
}

/** What was there before. @throws EngineError `deletion-snapshot-damaged` */
export function readBefore(homeFolder: string, id: string): Before {
  const path = rowsPath(homeFolder, id);
  try {
    const { rows, files } = JSON.parse(readFileSync(path, 'utf8')) as Before;
    if (!Array.isArray(files) || !Array.isArray(rows.deleted) || !Array.isArray(rows.changed))
      throw new Error('shape');
    return { rows, files };
  } catch (cause) {
    return fail('deletion-snapshot-damaged', { path }, cause);
  }
}

const withState = (decision: Document['decision'], step: Step): DeletionDecision => ({
  ...decision,
  state: step === 'begun' ? 'open' : stateOf[step],
});

/** Undefined: damaged. Null: it went a step on while we looked. */
function readDocument(path: string): Document | null | undefined {
  try {
    const parsed = v.safeParse(documentSchema, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    if (cause instanceof SyntaxError) return undefined;
    throw fromSystem(cause, path);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fromSystem(cause, folder);
  }
}
