import type { LeftHere } from '../../../../shared/domain/plan';
import { leftDecisions, leftReason } from '../../../../shared/text/plan-words';
import { printable } from '../layout';

/** New files that stay where they are: how many, where, why, and what was decided. */
export function leftLine(left: LeftHere, where: string): string {
  const decided = left.decision === null ? '' : ` (${leftDecisions[left.decision]}.)`;
  return printable(`  ${leftReason(left, where)}${decided}`);
}
