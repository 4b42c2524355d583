import type { PlanKind } from '../../../shared/domain/plan-kind';
import { laneOf, mainline, type Environment, type Project } from '../../../shared/domain/project';
import { fail } from '../errors';

/** Which way a run goes. */
export interface Way {
  readonly project: Project;
  readonly kind: PlanKind;
  readonly from: Environment;
  readonly to: Environment;
}

/**
 * The ways that runs may go (domain.md): a deployment to the next lane only; a push to, and a pull from, the lane that
 * a flexible environment hangs on; a sync from a lane further right; a merge back from the right-most to the left-most
 * one; what a server has into its own environment.
 * @throws EngineError `wrong-order`, naming where it may go from there
 */
export function checkOrder(way: Way): void {
  const { kind, from, to } = way;
  const allowed = targetsOf(way);
  if (!allowed.some(({ id }) => id === to.id))
    fail('wrong-order', {
      kind,
      from: from.name,
      to: to.name,
      allowed: allowed.map(({ name }) => name),
    });
}

function targetsOf({ project, kind, from, to }: Way): readonly Environment[] {
  if (kind === 'receive') return from.id === to.id ? [to] : [];
  const lanes = mainline(project);
  const at = lanes.findIndex(({ id }) => id === from.id);
  if (kind === 'push') return from.role === 'flexible' ? [laneOf(project, from)].flatMap(some) : [];
  if (at < 0) return [];
  if (kind === 'deploy') return lanes.slice(at + 1, at + 2);
  if (kind === 'sync') return lanes.slice(0, at);
  if (kind === 'merge-back') return at > 0 && at === lanes.length - 1 ? lanes.slice(0, 1) : [];
  return project.environments.filter(
    (environment) => environment.role === 'flexible' && laneOf(project, environment)?.id === from.id,
  );
}

const some = (environment: Environment | undefined): Environment[] => (environment ? [environment] : []);
