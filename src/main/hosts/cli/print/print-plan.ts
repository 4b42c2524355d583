import type { Change } from '../../../../shared/domain/change';
import type { Conflict, Finding, Plan } from '../../../../shared/domain/plan';
import { printable, section, table } from '../layout';
import { shellWord, whoAndWhen, words } from '../text';
import {
  blockers,
  facts,
  leftRow,
  notices,
  planHeadline,
  sideSentence,
  verdict,
  warnings,
} from '../text-plan';
import { changeRows } from './print-change';
import type { Look } from './look';

/** A plan as the window's plan page tells it: the verdict first, what happens, and technical things last. */
export function planLines(plan: Plan, look: Look): string[] {
  const { paint } = look;
  const { from, to } = plan;
  const { tone, text } = verdict(plan);
  const stays = !plan.empty && !plan.conflicts.length;
  const arrives = (change: Change): boolean => change.kind !== 'deleted';
  return [
    paint.strong(printable(planHeadline(plan))),
    paint[tone](printable(text)),
    ...section('What stands in the way', findingLines(blockers(plan)), paint),
    ...(stays ? ['', ...table(facts(plan), { indent: '  ', styles: { 0: paint.dim } })] : []),
    ...section(
      plan.conflicts.length ? `Changed on ${from.name}` : `Arrives on ${to.name}`,
      changeRows(plan.changes.filter(arrives), look),
      paint,
    ),
    ...section(`Goes away on ${to.name}`, removalLines(plan, look), paint),
    ...section(`Comes back to ${from.name} first`, changeRows(plan.comesBack, look), paint),
    ...section('Both sides changed this', conflictLines(plan.conflicts, look), paint),
    ...section('New files that stay where they are', leftLines(plan), paint),
    ...section('To know before', findingLines(warnings(plan)), paint),
    ...section('Good to know', findingLines(notices(plan)), paint),
    ...section('Afterwards', afterwards(plan), paint),
    '',
    paint.dim(`Plan ${plan.hash}`),
  ];
}

const findingLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ message, paths = [] }) => {
    const told = new Set(message.split(/[\s"',;:()]+|\.(?=\s|$)/));
    const others = paths.filter((path) => !told.has(path));
    return [`  ${printable(message)}`, ...shorten(others).map((path) => `    ${printable(path)}`)];
  });

/** Long lists of paths are cut: the JSON answer has them all. */
const most = 20;
const shorten = (paths: readonly string[]): readonly string[] =>
  paths.length <= most ? paths : [...paths.slice(0, most), `and ${paths.length - most} more`];

function removalLines({ removals }: Plan, { now, paint }: Look): string[] {
  const rows = removals.map((removal) => [
    removal.item?.kind ?? 'File',
    removal.item?.name ?? removal.path,
    whoAndWhen(removal, now),
  ]);
  return table(rows, { indent: '  ', styles: { 0: paint.dim, 2: paint.dim } });
}

const conflictLines = (conflicts: readonly Conflict[], { now }: Look): string[] =>
  conflicts.flatMap(({ path, item, from, to }) => [
    `  ${printable(item ? `${item.kind} ${item.name} (${path})` : path)}`,
    ...table(
      [from, to].map((side) => [side.name, sideSentence(side, now)]),
      { indent: '    ' },
    ),
  ]);

function leftLines({ leftHere, from, to }: Plan): string[] {
  if (!leftHere.length) return [];
  const nameOf = (id: string): string => (id === to.environmentId ? to.name : from.name);
  const open = leftHere.find(({ decision }) => decision === null);
  const how = open
    ? `  To carry them along: laneway environment include ${shellWord(nameOf(open.environmentId))} ${shellWord(open.folder || '.')}`
    : '';
  const rows = leftHere.map((left) => leftRow(left, nameOf(left.environmentId)));
  return [...table(rows, { indent: '  ' }), ...(how ? [printable(how)] : [])];
}

function afterwards(plan: Plan): string[] {
  if (plan.empty || plan.blocked) return [];
  const { to, mergesBackInto } = plan;
  return [
    ...(mergesBackInto ? [words.afterwards(to.name, mergesBackInto.name)] : []),
    words.wayBack(to.name),
  ].map((line) => `  ${printable(line)}`);
}
