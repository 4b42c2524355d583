import { changeTitle, type Change } from '../../../shared/domain/change';
import type { Plan } from '../../../shared/domain/plan';
import { changeKindWords, kindOf } from '../../../shared/text/change-words';
import { usesGitWords } from '../../../shared/text/program-words';
import { usesGit } from '../git/native/programs-in-use';
import type { Prepared } from './prepare';
import type { RunTracker } from './run-tracker';

/** Where the user's own git takes part, the log says so. */
export function tellGit({ from, to }: Prepared, tracker: RunTracker): void {
  for (const { open } of [from, to]) {
    const needs = usesGit(open.repository);
    if (needs) tracker.say(`${open.environment.name}: ${usesGitWords(needs)}`);
  }
}

/** The whole plan, for the log. */
export function tellPlan(plan: Plan, tracker: RunTracker): void {
  const arriving = (name: string) => (change: Change) => `${name}: ${inWords(change)}`;
  tracker.say(
    `Plan ${plan.hash}`,
    ...[plan.from, plan.to].map(
      (end) => `${end.name}: ${end.branch} at ${end.head}, ${end.uncommitted} not committed`,
    ),
    ...plan.changes.map(arriving(plan.to.name)),
    ...plan.comesBack.map(arriving(plan.from.name)),
    ...plan.findings.map((finding) => `${finding.level}: ${finding.message}`),
  );
}

/** "changed Document Type Blog post (umbraco/…/document-type__….uda)"; a file without a name is its path alone. */
function inWords(change: Change): string {
  const { path, from, item } = change;
  const kind = changeKindWords[change.kind].toLowerCase();
  const where = from === undefined ? path : `${path}, before ${from}`;
  return item ? `${kind} ${kindOf(change)} ${changeTitle(change)} (${where})` : `${kind} ${where}`;
}
