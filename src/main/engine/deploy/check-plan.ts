import { isAcknowledged, type Plan } from '../../../shared/domain/plan';
import { fail } from '../errors';
import type { RunRequest } from './run-request';

/**
 * Whether the plan is the one that a person saw, and may be done.
 * @throws EngineError `plan-stale`, `plan-blocked`, `nothing-to-deploy`, `not-acknowledged`
 */
export function checkPlan(request: RunRequest, plan: Plan): void {
  if (request.planHash !== null && plan.hash !== request.planHash)
    fail('plan-stale', { expected: request.planHash, actual: plan.hash });
  const reasons = plan.findings
    .filter((finding) => finding.level === 'block')
    .map((finding) => finding.message);
  if (plan.blocked) fail('plan-blocked', { reasons });
  if (plan.empty) fail('nothing-to-deploy', { from: plan.from.name, to: plan.to.name });
  const open = plan.findings.filter(
    (finding) => finding.yes?.needed === true && !isAcknowledged(finding, request.acknowledged),
  );
  if (open.length)
    fail('not-acknowledged', {
      reasons: open.map(({ message }) => message),
      keys: open.flatMap(({ yes }) => (yes ? [yes.key] : [])),
    });
}
