import type { PlanKind } from '../../../shared/domain/plan-kind';
import type { Environment, Project } from '../../../shared/domain/project';
import { fail } from '../errors';
import { upstreamOf } from '../git/remote/upstream';
import { findEnvironment } from '../projects/lanes';
import type { EngineContext } from './context';

/**
 * Both ends of a plan or a run. What comes from an environment's own server goes by the server's name.
 * @throws EngineError `environment-not-found`, `no-server`
 */
export function endsOf(
  { workspace }: Pick<EngineContext, 'workspace'>,
  { environments }: Project,
  { kind, from, to }: { kind?: PlanKind | undefined; from: string; to: string },
): { from: Environment; to: Environment } {
  const ends = { from: findEnvironment(environments, from), to: findEnvironment(environments, to) };
  if (kind !== 'receive') return ends;
  const { repository } = workspace.open(ends.from);
  const upstream = upstreamOf(repository, ends.from.branch);
  if (!upstream) return fail('no-server', { environment: ends.from.name });
  return { ...ends, from: { ...ends.from, name: upstream.host } };
}
