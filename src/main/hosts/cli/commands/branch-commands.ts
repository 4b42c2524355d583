import { resolve } from 'node:path';
import type { NewBranchEnvironment } from '../../../../shared/contract/command-inputs';
import type { Environment, Project } from '../../../../shared/domain/project';
import { shellWord } from '../../../../shared/text/shell-word';
import { printable } from '../layout';
import { UsageError } from '../parse-command';
import { branchLines } from '../print/print-branches';
import { projectLines } from '../print/print-project';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';
import { chosen } from './environment-commands';

/** `laneway environment branches ENV`. */
export async function branches(session: Session): Promise<Result> {
  const { ids, environment } = await chosen(session);
  const value = await call(session, 'environment.branches', ids);
  return { value, lines: branchLines(value, environment, session.look) };
}

/** `laneway environment add NAME --branch BRANCH --of ENV [--new [--start WHERE]] [--folder DIR]`. */
export async function addBranch(session: Session, of: string): Promise<Result> {
  const { flags, io, look } = session;
  const [name, branch, folder] = [word(session, 0), flags.text('branch'), flags.text('folder')];
  if (name.includes('='))
    throw new UsageError(
      'With --of only a name comes first: NAME --branch BRANCH --of ENV.',
      'environment add',
    );
  if (branch === undefined) throw new UsageError('--of needs --branch BRANCH.', 'environment add');
  if (flags.text('at') !== undefined)
    throw new UsageError('--at is for lanes; a branch becomes a flexible environment.', 'environment add');
  const project = await findProject(session);
  const environment = findEnvironment(project, of);
  const attachedTo = flags.text('attached-to');
  const start = await startOf(session, project, environment);
  const value = await call(session, 'environment.addBranch', {
    projectId: project.id,
    environmentId: environment.id,
    added: {
      name,
      branch,
      ...(start ? { start } : {}),
      ...(folder === undefined ? {} : { path: resolve(io.cwd, folder) }),
      ...(attachedTo === undefined ? {} : { attachedTo: findEnvironment(project, attachedTo).id }),
    },
  });
  return { value, lines: projectLines(value, look) };
}

/** Where a new branch starts: at an environment of that name, else at a server's branch of that name. */
async function startOf(
  session: Session,
  project: Project,
  environment: Environment,
): Promise<NewBranchEnvironment['start']> {
  const from = session.flags.text('start');
  if (!session.flags.has('new')) {
    if (from !== undefined)
      throw new UsageError('--start says where a --new branch starts.', 'environment add');
    return undefined;
  }
  if (from === undefined) return { kind: 'environment' };
  const { remote } = await call(session, 'environment.branches', {
    projectId: project.id,
    environmentId: environment.id,
  });
  return remote.some(({ name }) => name === from)
    ? { kind: 'remote', branch: from }
    : { kind: 'environment', environmentId: findEnvironment(project, from).id };
}

/** `laneway environment attach ENV LANE`. */
export async function attachTo(session: Session): Promise<Result> {
  const { project, ids, environment } = await chosen(session);
  const lane = findEnvironment(project, word(session, 1));
  const value = await call(session, 'environment.attach', { ...ids, attachedTo: lane.id });
  return { value, lines: [printable(`${environment.name} hangs on ${lane.name} now.`)] };
}

/** `laneway environment detach ENV`: says what stays, and how it comes back. */
export async function detach(session: Session): Promise<Result> {
  const { project, ids, environment } = await chosen(session);
  const value = await call(session, 'environment.detach', ids);
  const { name, path, branch, role, attachedTo } = environment;
  const lane = project.environments.find(({ id }) => id === attachedTo);
  const again = [
    `laneway environment add ${shellWord(`${name}=${path}:${role}`)}`,
    ...(lane ? [`--attached-to ${shellWord(lane.name)}`] : []),
  ].join(' ');
  const lines = [
    `${name} is no longer part of the project.`,
    `Nothing in ${path} was touched: folder and branch "${branch}" stay, and Laneway keeps what it knows of them.`,
    `Attach it again: ${again}`,
  ];
  return { value, lines: lines.map(printable) };
}
