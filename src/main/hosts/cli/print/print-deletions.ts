import type { DeletionList } from '../../../../shared/contract/answers';
import type { DeletionMatrix } from '../../../../shared/domain/deletion';
import { damagedRecords } from '../../../../shared/text/run-words';
import { cellWords, decisionWord, stateWords } from '../../../../shared/text/deletion-words';
import { when } from '../../../../shared/text/format';
import { printable, section, table } from '../layout';
import { words } from '../text';
import type { Look } from './look';

/** The deletion review as a table, one column an environment; then the decisions that were taken. */
export function matrixLines(
  { columns, rows, open }: DeletionMatrix,
  { decisions, damaged }: DeletionList,
  { now, paint }: Look,
): string[] {
  const head = ['', '', ...columns.map(({ name }) => name)];
  const cells = rows.map(({ state, item, cells: row }) => [
    stateWords[state],
    `${item.kind} ${item.name}`,
    ...row.map(cellWords),
  ]);
  const problems = columns.flatMap(({ name, problem }) => (problem ? [`  ${name}: ${problem.message}`] : []));
  const taken = decisions.map((decision) => [
    when(decision.at, now),
    decisionWord(decision),
    `${decision.item.kind} ${decision.item.name}`,
    decision.environment,
    decision.who,
    decision.id,
    decision.why,
  ]);
  return [
    ...(rows.length ? table([head, ...cells], { styles: { 0: paint.strong } }) : [words.noDeletions]),
    ...(open ? ['', words.decideHow] : []),
    ...section('Could not be read', problems.map(printable), paint),
    ...section('Decisions', table(taken, { indent: '  ', styles: { 0: paint.dim } }), paint),
    ...(damaged.length ? ['', paint.warn(damagedRecords(damaged.length))] : []),
  ];
}
