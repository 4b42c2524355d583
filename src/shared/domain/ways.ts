import type { PlanKind } from './plan-kind';
import { mainline, type Environment, type Project } from './project';

/** What a run from one environment to another one is: to the right a deployment, to the left a sync. */
export function kindBetween(project: Project, from: Environment, to: Environment): PlanKind {
  if (from.role === 'flexible') return 'push';
  if (to.role === 'flexible') return 'pull';
  const ids = mainline(project).map(({ id }) => id);
  return ids.indexOf(to.id) < ids.indexOf(from.id) ? 'sync' : 'deploy';
}
