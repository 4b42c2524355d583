import type { ChangesAnswer } from '../../../../shared/contract/answers';
import type { Behind, Lane, LaneFlag, Overview } from '../../../../shared/domain/overview';
import { countChanges } from '../../../../shared/domain/change';
import { people } from '../../../../shared/text/change-words';
import { changesCount } from '../../../../shared/text/format';
import { arrivedSentence, behindSentence, flagWords, laneWords } from '../../../../shared/text/lane-words';
import { planSections } from '../../../../shared/text/plan-words';
import { shellWord } from '../../../../shared/text/shell-word';
import { printable, section, table } from '../layout';
import { firstTitles, flagCommand, words } from '../text';
import { activityRows } from './print-activity';
import { changeRows } from './print-change';
import { leftLine } from './print-left';
import type { Look } from './look';

const recentRuns = 5;

/** The lanes from left to right with what can move, and what was done last. */
export function overviewLines(overview: Overview, look: Look): string[] {
  const { paint, now } = look;
  const { project, lanes, flexible, recent } = overview;
  const nameOf = (id: string): string =>
    project.environments.find((environment) => environment.id === id)?.name ?? id;
  const laneLines = (shown: readonly Lane[]): string[] => {
    const rows = table(
      shown.map((lane) => {
        const { word, sentence } = laneWords(lane, null, now);
        return [lane.environment.name, word, isLast(lane) ? arrivedSentence(lane, now) : sentence];
      }),
      { indent: '  ', styles: { 0: paint.strong, 2: paint.dim } },
    );
    return shown.flatMap((lane, at) => [rows[at] ?? '', ...notes(lane, nameOf, look)]);
  };
  return [
    paint.strong(printable(project.name)),
    '',
    ...laneLines(lanes),
    ...section('Flexible', laneLines(flexible), paint),
    ...section('Recently', activityRows(recent.slice(0, recentRuns), look), paint),
    ...next(lanes),
  ];
}

/** Where nothing goes on from: what is there says more than that nothing waits. */
const isLast = ({ state, next, lastArrival }: Lane): boolean =>
  (state === 'idle' || state === 'ready') && next === null && lastArrival !== null;

function notes(lane: Lane, nameOf: (id: string) => string, { paint }: Look): string[] {
  const { pending, deploy } = lane;
  const lines: string[] = [];
  if (pending?.count) {
    const told = [firstTitles(pending.first, pending.count), people(pending.people, 3)];
    lines.push(paint.dim(printable(told.filter(Boolean).join(' · '))));
  }
  if (lane.state === 'waiting-for-server')
    lines.push(paint.warn(printable(words.askAgain(lane.environment.name))));
  if (lane.state === 'failed') lines.push(paint.warn(words.seeActivity));
  if (lane.problem) lines.push(paint.warn(printable(lane.problem.message)));
  for (const reason of pending?.blocking ?? []) lines.push(paint.warn(printable(reason)));
  if (lane.behind) lines.push(paint.dim(printable(behindLine(lane.environment.name, lane.behind))));
  for (const flag of lane.flags) {
    const from = flag.kind === 'sync-needed' ? nameOf(flag.from) : '';
    const { tone } = flagWords(flag, lane, from);
    const line = flagLine(flag, lane, from);
    lines.push(tone === 'warn' ? paint.warn(line) : paint.dim(line));
  }
  if (pending?.count && !deploy.enabled && !pending.blocking.length)
    lines.push(paint.warn(printable(deploy.why)));
  return lines.map((line) => `    ${line}`);
}

/** What it lacks, with what to type about it. */
const behindLine = (name: string, behind: Behind): string =>
  `${behindSentence(behind)} To bring it here: laneway ${behind.kind} ${shellWord(name)}${
    behind.kind === 'sync' ? ` --from ${shellWord(behind.from.name)}` : ''
  }`;

/** A note beside a lane, with what to type about it. */
export function flagLine(flag: LaneFlag, lane: Lane, from: string): string {
  const { title, text } = flagWords(flag, lane, from);
  return printable([`${title}.`, text, flagCommand(flag, lane.environment.name)].join(' ').trim());
}

function next(lanes: readonly Lane[]): string[] {
  const ready = lanes.find(({ deploy, next: to }) => deploy.enabled && to !== null);
  return ready?.next ? ['', printable(words.goOn(ready.environment.name, ready.next.name))] : [];
}

/** What one environment has that the next one lacks. */
export function changesLines(
  { environment, next: to, changes, leftHere }: ChangesAnswer,
  look: Look,
): string[] {
  const { paint } = look;
  const count = countChanges(changes);
  const rows = changeRows(changes, look);
  const headline = count
    ? `${changesCount(count)} on ${environment.name}${to ? ` that ${to.name} does not have yet` : ' saved and not recorded yet'}`
    : to
      ? `Nothing is waiting for ${to.name}`
      : `Nothing new on ${environment.name}`;
  return [
    paint.strong(printable(headline)),
    ...rows,
    ...section(
      planSections.leftHere,
      leftHere.map((left) => leftLine(left, environment.name)),
      paint,
    ),
  ];
}
