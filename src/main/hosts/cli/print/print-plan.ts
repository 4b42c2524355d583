import type { Change } from '../../../../shared/domain/change';
import type { Conflict } from '../../../../shared/domain/conflict';
import type { Finding, FindingCode, Plan } from '../../../../shared/domain/plan';
import { whoAndWhen } from '../../../../shared/text/change-words';
import { losses } from '../../../../shared/text/finding-words';
import {
  afterwardsSentence,
  blockers,
  facts,
  headline,
  notices,
  planSections,
  sideSentence,
  verdict,
  warnings,
} from '../../../../shared/text/plan-words';
import { goesWords, staysWords, unfinished } from '../../../../shared/text/deletion-words';
import { decidedSentence } from '../../../../shared/text/conflict-words';
import { shellWord } from '../../../../shared/text/shell-word';
import { printable, section, table } from '../layout';
import { changeRows } from './print-change';
import { leftLine } from './print-left';
import { words } from '../text';
import type { Look } from './look';

/** A plan as the window's plan page tells it: the verdict first, what happens, and technical things last. */
export function planLines(plan: Plan, look: Look): string[] {
  const { paint } = look;
  const { from, to } = plan;
  const { tone, strong, rest } = verdict(plan);
  const known = facts(plan).map(({ about, says }) => [about, says]);
  const stays = !plan.empty && !plan.conflicts.length;
  const arrives = (change: Change): boolean => change.kind !== 'deleted';
  return [
    paint.strong(printable(headline(plan))),
    paint[tone](printable(`${strong} ${rest}`.trim())),
    ...section(planSections.inTheWay, findingLines(blockers(plan)), paint),
    ...(stays ? ['', ...table(known, { indent: '  ', styles: { 0: paint.dim } })] : []),
    ...section(
      plan.conflicts.length ? `Changed on ${from.name}` : planSections.arrives(to.name),
      changeRows(plan.changes.filter(arrives), look),
      paint,
    ),
    ...section(planSections.lost, lossLines(losses(plan)), paint),
    ...section(planSections.unfinished, unfinishedLines(plan), paint),
    ...section(planSections.goesAway(to.name), removalLines(plan, look), paint),
    ...section(planSections.comesBack(from.name), changeRows(plan.comesBack, look), paint),
    ...section(planSections.bothSides, conflictLines(plan.conflicts, look), paint),
    ...section(planSections.decided, plan.decided.flatMap(decidedLine), paint),
    ...section(planSections.leftHere, leftLines(plan), paint),
    ...section(planSections.toKnow, findingLines(warnings(plan)), paint),
    ...section(planSections.goodToKnow, findingLines(notices(plan)), paint),
    ...section(planSections.afterwards, afterwards(plan), paint),
    '',
    paint.dim(`Plan ${plan.hash}`),
  ];
}

/** What would be lost, with the key by which a yes is given to it. */
const lossLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap((finding) => [
    ...findingLines([finding]),
    ...(finding.yes ? [`    ${printable(`--accept ${shellWord(finding.yes.key)}`)}`] : []),
  ]);

const findingLines = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ code, message, paths = [] }) => {
    const told = new Set(message.split(/[\s"',;:()]+|\.(?=\s|$)/));
    const others = paths.filter((path) => !told.has(path));
    const how = commandFor[code];
    return [
      `  ${printable(message)}`,
      ...shorten(others).map((path) => `    ${printable(path)}`),
      ...(how === undefined ? [] : [`    ${how}`]),
    ];
  });

/** What a person can type about a finding, where it is one command. */
const commandFor: Partial<Record<FindingCode, string>> = {
  'untrusted-programs': 'To see and allow them: laneway trust',
};

/** Long lists of paths are cut: the JSON answer has them all. */
const most = 20;
const shorten = (paths: readonly string[]): readonly string[] =>
  paths.length <= most ? paths : [...paths.slice(0, most), `and ${paths.length - most} more`];

/** What a deployment takes and what it leaves; how to decide is said once. */
function unfinishedLines({ removals, from, to }: Plan): string[] {
  const left = unfinished(removals);
  const lines = left.flatMap((removal) => [
    `  ${removal.item?.kind ?? ''} ${removal.item?.name ?? removal.path}`,
    `    ${goesWords(removal)} ${removal.leftover ? staysWords(removal.leftover, to.name) : ''}`,
  ]);
  const first = left.find(({ leftover }) => leftover?.act !== 'none')?.item;
  const how = first
    ? [
        `  To delete it there as well: laneway deploy ${shellWord(from.name)} ${shellWord(to.name)} --delete ${shellWord(first.name)}`,
      ]
    : [];
  return [...lines, ...how].map(printable);
}

function removalLines({ removals }: Plan, { now, paint }: Look): string[] {
  const rows = removals.map((removal) => [
    removal.item?.kind ?? 'File',
    removal.item?.name ?? removal.path,
    whoAndWhen(removal, now),
  ]);
  return table(rows, { indent: '  ', styles: { 0: paint.dim, 2: paint.dim } });
}

const conflictLines = (conflicts: readonly Conflict[], { now }: Look): string[] => [
  ...conflicts.flatMap(({ path, item, from, to }) => [
    `  ${printable(item ? `${item.kind} ${item.name} (${path})` : path)}`,
    ...table(
      [from, to].map((side) => [side.name, sideSentence(side, now)]),
      { indent: '    ' },
    ),
  ]),
  ...(conflicts.length ? [`  ${words.decide}`] : []),
];

const decidedLine = (conflict: Conflict): string[] =>
  conflict.decision ? [`  ${printable(decidedSentence(conflict, conflict.decision))}`] : [];

function leftLines({ leftHere, from, to }: Plan): string[] {
  if (!leftHere.length) return [];
  const nameOf = (id: string): string => (id === to.environmentId ? to.name : from.name);
  const open = leftHere.find(({ decision }) => decision === null);
  const how = open
    ? `  To carry them along: laneway environment include ${shellWord(nameOf(open.environmentId))} ${shellWord(open.folder || '.')}`
    : '';
  const rows = leftHere.map((left) => leftLine(left, nameOf(left.environmentId)));
  return [...rows, ...(how ? [printable(how)] : [])];
}

const afterwards = ({ empty, blocked, to, mergesBackInto }: Plan): string[] =>
  empty || blocked || !mergesBackInto
    ? []
    : [`  ${printable(afterwardsSentence(to.name, mergesBackInto.name))}`];
