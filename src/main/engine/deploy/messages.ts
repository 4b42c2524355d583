import { changeTitle, countChanges, type Change, type ChangeKind } from '../../../shared/domain/change';
import type { DecidedConflict } from '../../../shared/domain/conflict';
import { isAcknowledged, type Plan } from '../../../shared/domain/plan';
import { broughtBackPair, broughtBackTrailer } from '../deletions/item-history';
import { kindWords } from '../../../shared/text/kind-words';
import type { RunRequest } from './run-request';

const verbs: Record<ChangeKind, string> = {
  added: 'Adding',
  modified: 'Changing',
  deleted: 'Removing',
  renamed: 'Renaming',
};

/** Message of an automatic commit, naming the items: "Adding document type 'Blog post' along with 3 other items". */
export function automaticMessage(changes: readonly Change[], environment: string): string {
  const first = changes.find((change) => !change.noise) ?? changes[0];
  if (!first) return `Saving ${environment}\n`;
  const others = Math.max(0, countChanges(changes) - 1); // unimportant ones go along and never count
  const what = first.item ? `${first.item.kind.toLowerCase()} '${changeTitle(first)}'` : changeTitle(first);
  const along = others === 0 ? '' : ` along with ${others} other ${others === 1 ? 'item' : 'items'}`;
  return `${verbs[first.kind]} ${what}${along}\n`;
}

/**
 * Message of a result commit. The trailer is how a lost record is found again in the history (run.md, "Records");
 * an item that was brought back on purpose is named by one too, so that the next environment knows that it was meant.
 */
export function resultMessage(
  plan: Plan,
  decided: readonly DecidedConflict[],
  { message, id, acknowledged }: Pick<RunRequest, 'message' | 'id' | 'acknowledged'>,
): string {
  const count = countChanges(plan.changes);
  const changes = `${count} ${count === 1 ? 'change' : 'changes'}`;
  const subject = kindWords[plan.kind].commit(plan.from.name, plan.to.name, changes);
  const body = message.trim();
  const back = plan.findings.flatMap((finding) =>
    finding.code === 'resurrection' && finding.yes && isAcknowledged(finding, acknowledged)
      ? [`${broughtBackTrailer}: ${broughtBackPair(finding.yes.key)}\n`]
      : [],
  );
  return `${subject}\n\n${body ? `${body}\n\n` : ''}${decidedText(decided)}Laneway-Run: ${id}\n${back.join('')}`;
}

/** What both sides had changed, and who decided what stays. */
function decidedText(decided: readonly DecidedConflict[]): string {
  if (decided.length === 0) return '';
  const lines = decided.flatMap(({ path, item, decision, says }) => {
    const what = item ? `${item.kind} '${item.name}'` : path;
    return says.map((words) => `- ${what}: ${words} (${decision.who})`);
  });
  return `Both sides had changed:\n${lines.join('\n')}\n\n`;
}
