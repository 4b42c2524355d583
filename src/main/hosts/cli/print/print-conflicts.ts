import type { ConflictItem, ConflictPart, Keep } from '../../../../shared/domain/conflict';
import type { ConflictSession } from '../../../../shared/domain/conflict-session';
import {
  conflictKind,
  conflictTitle,
  decisionWords,
  keepWords,
  partWords,
  progressWords,
  whyWords,
} from '../../../../shared/text/conflict-words';
import { kindWords } from '../../../../shared/text/kind-words';
import { outdatedSentence, sideSentence } from '../../../../shared/text/plan-words';
import { printable } from '../layout';
import { words } from '../text';
import type { Look } from './look';

/** Every session, a line each, with what to type next. */
export function sessionsLines(sessions: readonly ConflictSession[], { paint }: Look): string[] {
  if (sessions.length === 0) return [paint.good(words.nothingToDecide)];
  return sessions.flatMap((session) => [
    `${paint.strong(session.id)}  ${printable(title(session))}`,
    paint.dim(
      `  ${printable(progressWords(session))}. ${session.open ? words.look(session.id) : words.finishNow(session.id)}`,
    ),
  ]);
}

const title = ({ kind, from, to }: ConflictSession): string => kindWords[kind].title(from.name, to.name);

/** One session with all that can be decided. */
export function sessionLines(session: ConflictSession, look: Look): string[] {
  const { paint, now } = look;
  return [
    paint.strong(printable(title(session))),
    printable(`${progressWords(session)}. ${words.nothingMoved}`),
    ...session.items.flatMap((item, at) => ['', ...itemLines(item, at + 1, look)]),
    ...session.outdated.map((old) => paint.warn(printable(outdatedSentence(old, now)))),
    ...(session.findings.length ? [''] : []),
    ...session.findings.map(({ level, message }) =>
      (level === 'block' ? paint.bad : paint.warn)(printable(message)),
    ),
    '',
    session.open ? words.resolveHint(session.id) : words.finishNow(session.id),
  ];
}

function itemLines(item: ConflictItem, number: number, { paint, now }: Look): string[] {
  const { from, to, keeps, parts, decision, open } = item;
  const decided = decision ? `${decisionWords(item, decision)}, ${decision.who}` : '';
  return [
    `${number}  ${paint.strong(printable(conflictTitle(item)))}  ${paint.dim(printable(conflictKind(item)))}`,
    `   ${printable(whyWords(item))}`,
    ...[from, to].map((side) => paint.dim(`   ${printable(`${side.name}: ${sideSentence(side, now)}`)}`)),
    ...parts.flatMap((part) => partLines(part, item).map((line) => `   ${line}`)),
    open
      ? paint.warn(
          `   ${printable(keeps.map((keep) => `${keepWords(item, keep)} (--keep ${flagOf(item, keep)})`).join('; '))}`,
        )
      : paint.good(`   ${printable(decided)}`),
  ];
}

const flagOf = ({ from, to }: ConflictItem, keep: Keep): string =>
  keep === 'both' ? 'both' : keep === 'from' ? from.name : to.name;

function partLines({ id, about, from, to, decision }: ConflictPart, item: ConflictItem): string[] {
  const names = { from: item.from.name, to: item.to.name };
  if (decision) return [printable(`[${id}] ${partWords(about, decision, names)}`)];
  const said = (text: string | null): string => (text === null ? words.notThere : text.trimEnd());
  return [
    printable(`[${id}] ${about}`),
    ...[
      [names.from, from],
      [names.to, to],
    ].flatMap(([name = '', text = null]) =>
      said(text)
        .split('\n')
        .map((line, at) => printable(`    ${at === 0 ? `${name}: ` : '  '}${line}`)),
    ),
  ];
}
