import type { ActivityList } from '../../../../shared/contract/commands';
import type { ActivityRecord, ActivitySummary } from '../../../../shared/domain/run';
import { changesCount, duration, exactly, plural, when } from '../format';
import { printable, section, table } from '../layout';
import { doneKindWords, words } from '../text';
import { outcomeTone, outcomeWord, phaseStatusWords, phaseWords, receipt } from '../text-run';
import { changeRows } from './print-change';
import type { Look } from './look';

/** Runs as rows: when, way, how many, how it ended, who, number. */
export function activityRows(records: readonly ActivitySummary[], { now, paint }: Look): string[] {
  const rows = records.map((record) => [
    when(record.finishedAt, now),
    `${record.from.name} to ${record.to.name}`,
    changesCount(record.changeCount),
    outcomeWord(record),
    record.who,
    record.id,
    record.message.split('\n')[0] ?? '',
  ]);
  return table(rows, { indent: '  ', styles: { 0: paint.dim, 5: paint.dim } });
}

export function activityLines({ records, damaged }: ActivityList, look: Look): string[] {
  const lines = records.length ? activityRows(records, look) : [words.noActivity];
  return damaged.length
    ? [
        ...lines,
        '',
        look.paint.warn(
          `${plural(damaged.length, 'record', 'records')} could not be read. The others are not affected.`,
        ),
      ]
    : lines;
}

/** One run: what is true since, what it moved, its steps and its complete log. */
export function recordLines(record: ActivityRecord, log: readonly string[], look: Look): string[] {
  const { paint } = look;
  const took = duration(record.finishedAt - record.startedAt);
  const facts = [
    ['Way', `${record.from.name} to ${record.to.name}`],
    ['When', `${exactly(record.startedAt)}, took ${took}`],
    ['Who', `${record.who} (${record.host})`],
    ...(record.message ? [['Message', record.message]] : []),
    ['Run', record.id],
  ];
  const phases = record.phases.map((phase) => [
    phaseWords(phase.id, record),
    phaseStatusWords[phase.status],
    duration(phase.milliseconds),
    phase.note ?? '',
  ]);
  return [
    paint[outcomeTone(record.outcome)](printable(`${outcomeWord(record)}. ${receipt(record)}`)),
    ...(record.error ? [printable(record.error.message)] : []),
    '',
    ...table(facts, { indent: '  ', styles: { 0: paint.dim } }),
    ...section(`Changes for ${record.to.name}`, changeRows(record.changes, look, doneKindWords), paint),
    ...section(`Came back to ${record.from.name}`, changeRows(record.comesBack, look, doneKindWords), paint),
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
