import { readFileSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';
import type { Input } from '../../../../shared/contract/commands';
import type { ConflictItem, Keep } from '../../../../shared/domain/conflict';
import type { ConflictSession } from '../../../../shared/domain/conflict-session';
import type { Project } from '../../../../shared/domain/project';
import { conflictTitle, progressWords } from '../../../../shared/text/conflict-words';
import { fail, systemCode } from '../../../engine/errors';
import { printable } from '../layout';
import { UsageError } from '../parse-command';
import { sessionLines, sessionsLines } from '../print/print-conflicts';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';
import { words } from '../text';
import { run } from './deploy-commands';

type Choice = Input<'conflict.decide'>['decisions'][number]['choice'];

/** `laneway conflicts [SESSION]`. */
export async function conflicts(session: Session): Promise<Result> {
  if (session.words.length > 0) {
    const { found } = await chosen(session);
    return { value: found, lines: sessionLines(found, session.look) };
  }
  const { id: projectId } = await findProject(session);
  const sessions = await call(session, 'conflict.sessions', { projectId });
  return { value: { sessions }, lines: sessionsLines(sessions, session.look) };
}

/** `laneway resolve SESSION ITEM --keep ENV | --file PATH | --property PART=ENV | --reopen`. */
export async function resolveConflict(session: Session): Promise<Result> {
  const { found, question } = await chosen(session);
  const item = findConflictItem(found.items, word(session, 1));
  const choice = choiceOf(session, found);
  const value = await call(session, 'conflict.decide', {
    ...question,
    decisions: [{ key: item.key, choice }],
  });
  return {
    value,
    lines: [
      printable(`${conflictTitle(item)}. ${progressWords(value)}.`),
      ...(value.open ? [] : [words.finishNow(value.id)]),
    ],
  };
}

/** `laneway conflicts finish [SESSION]`. */
export async function finishConflicts(session: Session): Promise<Result> {
  const { project, found } = await chosen(session);
  const [from, to] = [found.from, found.to].map(({ environmentId }) =>
    findEnvironment(project, environmentId),
  );
  if (!from || !to) return fail('conflict-not-found', { conflict: found.id });
  return run(session, { project, kind: found.kind, from, to });
}

/** `laneway conflicts abort [SESSION] --yes`. */
export async function abortConflicts(session: Session): Promise<Result> {
  const { question } = await chosen(session);
  await call(session, 'conflict.abandon', question);
  return { value: null, lines: [words.asItWas] };
}

interface Chosen {
  readonly project: Project;
  readonly found: ConflictSession;
  readonly question: Input<'conflict.list'>;
}

/** The session whose number begins with the first word; without one the only one there is. */
async function chosen(session: Session): Promise<Chosen> {
  const project = await findProject(session);
  const sessions = await call(session, 'conflict.sessions', { projectId: project.id });
  const [wanted = ''] = session.words;
  const matching = sessions.filter(({ id }) => id.startsWith(wanted.toLowerCase()));
  const [found, ...others] = matching;
  if (!found) return fail('conflict-not-found', { conflict: wanted });
  if (others.length > 0)
    throw new UsageError(
      `Which one? ${matching.map(({ id, from, to }) => `${id} (${from.name} to ${to.name})`).join(', ')}`,
    );
  const { kind, from, to } = found;
  return {
    project,
    found,
    question: { projectId: project.id, kind, from: from.environmentId, to: to.environmentId },
  };
}

/** By its number, its path, its name or its alias. */
function findConflictItem(items: readonly ConflictItem[], wanted: string): ConflictItem {
  const fold = (text: string): string => text.normalize('NFC').toLowerCase();
  const byNumber = /^\d+$/.test(wanted) ? items[Number(wanted) - 1] : undefined;
  if (byNumber) return byNumber;
  const exact = items.find(({ path }) => path === wanted);
  if (exact) return exact;
  const found = items.filter((one) =>
    [conflictTitle(one), one.item?.alias, one.item?.udi].some(
      (name) => name !== undefined && fold(name) === fold(wanted),
    ),
  );
  const [first, ...others] = found;
  if (!first) return fail('item-not-found', { item: wanted, known: items.map(conflictTitle) });
  if (others.length > 0) fail('item-ambiguous', { item: wanted, known: found.map(({ path }) => path) });
  return first;
}

function choiceOf({ flags, io }: Session, found: ConflictSession): Choice {
  const [keep, file, parts] = [flags.text('keep'), flags.text('file'), flags.list('property')];
  const given = [keep !== undefined, file !== undefined, parts.length > 0, flags.has('reopen')];
  if (given.filter(Boolean).length !== 1)
    throw new UsageError('Say what stays: one of --keep, --file, --property or --reopen.', 'resolve');
  if (keep !== undefined) return { keep: sideOf(keep, found) };
  if (file !== undefined) return { text: readText(resolvePath(io.cwd, file)) };
  if (parts.length === 0) return null;
  return {
    parts: Object.fromEntries(
      parts.map((part) => {
        const at = part.lastIndexOf('=');
        if (at < 1) throw new UsageError(`--property is PART=ENV, not "${part}".`, 'resolve');
        return [part.slice(0, at), sideOf(part.slice(at + 1), found)];
      }),
    ),
  };
}

function sideOf(name: string, { from, to }: ConflictSession): Keep {
  const fold = name.trim().toLowerCase();
  if (fold === from.name.toLowerCase()) return 'from';
  if (fold === to.name.toLowerCase()) return 'to';
  if (fold === 'both') return 'both';
  throw new UsageError(`"${name}" is none of ${from.name}, ${to.name} and both.`, 'resolve');
}

function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(`${path} is not text in UTF-8.`, 'resolve');
    throw new UsageError(`${path} cannot be read (${systemCode(cause) ?? 'unknown'}).`, 'resolve');
  }
}
