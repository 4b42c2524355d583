import type { ActivityRecord } from '../../shared/domain/run';
import { changeTitle } from '../../shared/domain/change';
import { doneKindWords, kindOf, whoAndWhen } from '../../shared/text/change-words';
import { decidedLines, decidedTitle } from '../../shared/text/conflict-words';
import { changesCount, duration, exactly, plural } from '../../shared/text/format';
import {
  cameBackTitle,
  doorWords,
  outcomeWord,
  phaseWords,
  phaseStatusWords,
  receiptHead,
} from '../../shared/text/run-words';

export const activityText = {
  title: 'Activity',
  lead: 'Everything Laneway did for this site, newest first.',
  empty: 'Nothing has happened yet',
  emptyText: 'Every deployment is noted here for good: what, when, by whom, and how it ended.',
  noMatch: 'Nothing matches',
  noMatchText: 'Try another word, or show everything again.',
  clear: 'Show everything',
  searchLabel: 'Search by name, message or person',
  environment: 'Environment',
  anyEnvironment: 'All environments',
  outcome: 'How it ended',
  anyOutcome: 'All',
  good: 'Went well',
  stopped: 'Stopped',
  listLabel: 'Runs',
  shown: (shown: number, all: number): string =>
    shown === all ? plural(all, 'run', 'runs') : `${shown} of ${plural(all, 'run', 'runs')}`,
  by: (who: string): string => `by ${who}`,
  copyId: 'Copy the number of this run',
  copiedId: 'Number copied',
  exportJson: 'Export as JSON',
  exportText: 'Export as text',
  timings: 'Steps and times',
  log: 'Complete log',
  back: 'All activity',
  run: 'Run',
  startedFrom: 'Started from',
  commits: 'Commits',
  sourceHead: 'source',
  targetBefore: 'target before',
  result: 'result',
  none: 'none',
  lookAgain: 'Look again and deploy',
} as const;

/** A record as plain text: for the clipboard and for the text export. */
export function recordAsText(record: ActivityRecord, log: readonly string[] | null): string {
  const head = receiptHead(record);
  const lines = [
    `${record.projectName}: ${record.from.name} to ${record.to.name}`,
    `${outcomeWord(record)}. ${head.title}${head.text ? ` ${head.text}` : ''}`,
    `${record.who}, ${exactly(record.startedAt)}, took ${duration(record.finishedAt - record.startedAt)}, started from ${doorWords(record.host)}`,
  ];
  if (record.error) lines.push(record.error.message);
  if (record.message) lines.push(`Message: ${record.message}`);
  lines.push(`Run: ${record.id}`, '');
  const rows = record.changes.filter((change) => !change.noise);
  if (rows.length) lines.push(`${changesCount(rows.length)}:`);
  for (const change of rows) {
    const words = [`${changeTitle(change)} (${kindOf(change)})`, whoAndWhen(change, record.startedAt)];
    lines.push(`- ${doneKindWords[change.kind]}: ${words.filter(Boolean).join(', ')}`);
  }
  if (record.comesBack.length) lines.push('', `${cameBackTitle(record.from.name)}:`);
  for (const change of record.comesBack) lines.push(`- ${changeTitle(change)} (${kindOf(change)})`);
  const decided = decidedLines(record);
  if (decided.length) lines.push('', `${decidedTitle}:`, ...decided.map((line) => `- ${line}`));
  if (record.findings.length) lines.push('', 'To know:');
  for (const finding of record.findings) lines.push(`- ${finding.message}`);
  if (log) {
    lines.push('', 'Steps:');
    for (const phase of record.phases) {
      lines.push(
        `- ${phaseWords(phase.id, record)}: ${phaseStatusWords[phase.status]}, ${duration(phase.milliseconds)}`,
      );
    }
    lines.push('', 'Log:', ...log);
  }
  return `${lines.join('\n')}\n`;
}
