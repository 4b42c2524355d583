import type { Handlers, ParsedInput } from '../../../shared/contract/commands';
import type { ConflictSession } from '../../../shared/domain/conflict-session';
import { planKinds, type PlanKind } from '../../../shared/domain/plan-kind';
import type { Project } from '../../../shared/domain/project';
import { decide } from '../deploy/decide-conflicts';
import { describeConflict, describeSession, endsOfSession } from '../deploy/conflict-session';
import { prepare, type Prepared } from '../deploy/prepare';
import { listSessions, removeSession } from '../conflicts/session-store';
import { lookAtProject } from '../overview/look-at-project';
import { whoWorks } from '../workspace/signature';
import type { EngineContext } from './context';
import { endsOf } from './run-ends';

type Names = Extract<keyof Handlers, `conflict.${string}`>;
const isWayBack = (a: ConflictSession, b: ConflictSession): boolean =>
  a.from.environmentId === b.to.environmentId && a.to.environmentId === b.from.environmentId;

type Question = Pick<ParsedInput<'conflict.list'>, 'projectId' | 'kind' | 'from' | 'to'>;

/** What both sides changed: looked at and decided. Nothing here moves anything but the list of decisions itself. */
export function conflictHandlers(context: EngineContext): Pick<Handlers, Names> {
  const { ports, projects, workspace, databases, histories, servers, settings } = context;
  const deps = { workspace, databases, histories, servers, clock: ports.clock };

  const look = ({ projectId, kind = 'deploy', from, to }: Question): Promise<Prepared> => {
    const project = projects.get(projectId);
    const ends = endsOf(context, project, { kind, from, to });
    return prepare({ project, kind, ...ends, settle: false, ask: { when: 'no' } }, deps);
  };

  const changed = ({ projectId, from, to }: Question): void => {
    for (const environmentId of new Set([from, to]))
      ports.emit('environment.changed', { projectId, environmentId });
  };

  return {
    'conflict.list': async (question) => describeSession(await look(question)),
    'conflict.sessions': async ({ projectId }) => {
      const project = projects.get(projectId);
      const sessions: ConflictSession[] = [];
      for (const question of await questionsOf(project)) {
        const session = describeSession(await look({ projectId, ...question }));
        if (session.items.length === 0) continue;
        // The same things stop the way back; it is a session of its own only once somebody decides there.
        const isMirror = session.openedAt === null && sessions.some((other) => isWayBack(session, other));
        if (!isMirror) sessions.push(session);
      }
      return sessions;
    },
    'conflict.detail': async ({ key, ...question }) => describeConflict(await look(question), key),
    'conflict.decide': async ({ decisions, ...question }) => {
      const prepared = await look(question);
      const report = decide(prepared, decisions, {
        who: whoWorks(prepared.to.open.repository, settings.get(), ports.clock, ports.environment),
        clock: ports.clock,
      });
      if (report) ports.logger.warn(report.message);
      changed(question);
      return describeSession(await look(question));
    },
    'conflict.abandon': async (question) => {
      const prepared = await look(question);
      removeSession(prepared.to.open.home.folder, endsOfSession(prepared));
      changed(question);
      return null;
    },
  };

  /** Every plan of the project that has conflicts now, and every one for which something was decided. */
  async function questionsOf(project: Project): Promise<{ kind: PlanKind; from: string; to: string }[]> {
    const seen = await lookAtProject(project, deps);
    const receives = project.environments.flatMap(({ id }) => seen.lane(id).receive ?? []);
    const plans = [
      ...seen.pending.values(),
      ...seen.behind.values(),
      ...receives,
      seen.mergeBack ?? [],
    ].flat();
    const questions = plans
      .filter(({ conflicts, decided }) => conflicts.length + decided.length > 0)
      .map(({ kind, from, to }) => ({ kind, from: from.environmentId, to: to.environmentId }));
    const ids = new Set(project.environments.map(({ id }) => id));
    for (const { id } of project.environments) {
      const home = seen.lane(id).open?.home;
      for (const { kind, fromId, toId } of home ? listSessions(home.folder) : [])
        if (ids.has(fromId) && ids.has(toId)) questions.push({ kind, from: fromId, to: toId });
    }
    const unique = new Map(questions.map((question) => [JSON.stringify(question), question]));
    return [...unique.values()].sort((a, b) => planKinds.indexOf(a.kind) - planKinds.indexOf(b.kind));
  }
}
