import type { ActivityList } from '../../../../shared/contract/answers';
import type { ActivityRecord, ActivitySummary } from '../../../../shared/domain/run';
import { doneKindWords } from '../../../../shared/text/change-words';
import { decidedLines, decidedTitle } from '../../../../shared/text/conflict-words';
import { duration, exactly, when } from '../../../../shared/text/format';
import {
  cameBackTitle,
  damagedRecords,
  doorWords,
  outcomeTone,
  outcomeWord,
  phaseNote,
  phaseStatusWords,
  phaseWords,
  receiptHead,
  runSentence,
} from '../../../../shared/text/run-words';
import { printable, section, table } from '../layout';
import { words } from '../text';
import { changeRows } from './print-change';
import type { Look } from './look';

/** Runs as rows: when, what went where, how it ended, who, number. */
export function activityRows(records: readonly ActivitySummary[], { now, paint }: Look): string[] {
  const rows = records.map((record) => [
    when(record.finishedAt, now),
    runSentence(record),
    outcomeWord(record),
    record.who,
    record.id,
    record.message.split('\n')[0] ?? '',
  ]);
  return table(rows, { indent: '  ', styles: { 0: paint.dim, 4: paint.dim } });
}

export function activityLines({ records, damaged }: ActivityList, look: Look): string[] {
  const lines = records.length ? activityRows(records, look) : [words.noActivity];
  return damaged.length ? [...lines, '', look.paint.warn(damagedRecords(damaged.length))] : lines;
}

/** One run: what is true since, what it moved, its steps and its complete log. */
export function recordLines(record: ActivityRecord, log: readonly string[], look: Look): string[] {
  const { paint } = look;
  const { title, text } = receiptHead(record);
  const took = duration(record.finishedAt - record.startedAt);
  const facts = [
    ['Way', `${record.from.name} to ${record.to.name}`],
    ['When', `${exactly(record.startedAt)}, took ${took}`],
    ['Who', record.who],
    ['Started from', doorWords(record.host)],
    ...(record.message ? [['Message', record.message]] : []),
    ['Run', record.id],
  ];
  const phases = record.phases.map((phase) => [
    phaseWords(phase.id, record),
    phaseStatusWords[phase.status],
    duration(phase.milliseconds),
    phaseNote(phase, record.error),
  ]);
  return [
    paint[outcomeTone(record.outcome)](printable(`${outcomeWord(record)}. ${title} ${text}`.trim())),
    ...(record.error ? [printable(record.error.message)] : []),
    '',
    ...table(facts, { indent: '  ', styles: { 0: paint.dim } }),
    ...section(`Changes for ${record.to.name}`, changeRows(record.changes, look, doneKindWords), paint),
    ...section(cameBackTitle(record.from.name), changeRows(record.comesBack, look, doneKindWords), paint),
    ...section(
      decidedTitle,
      decidedLines(record).map((line) => `  ${printable(line)}`),
      paint,
    ),
    ...section(
      'To know',
      record.findings.map(({ message }) => `  ${printable(message)}`),
      paint,
    ),
    ...section('Steps', table(phases, { indent: '  ' }), paint),
    ...section(
      'Log',
      log.map((line) => `  ${printable(line)}`),
      paint,
    ),
  ];
}
