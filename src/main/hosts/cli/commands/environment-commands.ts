import { resolve } from 'node:path';
import type { CommandName } from '../../../../shared/contract/commands';
import type { LeftHere } from '../../../../shared/domain/plan';
import type { Environment, Project } from '../../../../shared/domain/project';
import { parseEnvironment } from '../environment-words';
import { printable } from '../layout';
import { UsageError } from '../parse-command';
import { flagLine } from '../print/print-overview';
import { environmentLines, projectLines } from '../print/print-project';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';
import { serverSame } from '../text';
import { oneOf } from './project-commands';

const reasons = [
  'unknown-kind',
  'large-file',
  'many-new-files',
  'looks-secret',
  'nested-repository',
] as const;

interface Chosen {
  readonly project: Project;
  readonly environment: Environment;
  readonly ids: { readonly projectId: string; readonly environmentId: string };
}

/** The environment that the first word names. */
export async function chosen(session: Session): Promise<Chosen> {
  const project = await findProject(session);
  const environment = findEnvironment(project, word(session, 0));
  return { project, environment, ids: { projectId: project.id, environmentId: environment.id } };
}

const shown = ({ look }: Session, project: Project): Result => ({
  value: project,
  lines: projectLines(project, look),
});

/** `laneway environment show ENV`. */
export async function showEnvironment(session: Session): Promise<Result> {
  const { ids } = await chosen(session);
  const details = await call(session, 'environment.get', ids);
  return { value: details, lines: environmentLines(details, session.look) };
}

/** `laneway fetch ENV`: what its server has, and what that means. */
export async function lookAtServer(session: Session): Promise<Result> {
  const { project, ids, environment } = await chosen(session);
  const value = await call(session, 'environment.lookAtServer', ids);
  const overview = await call(session, 'overview.get', { projectId: project.id, watch: false });
  const lane = [...overview.lanes, ...overview.flexible].find((one) => one.environment.id === environment.id);
  const notes = (lane?.flags ?? []).filter((flag) => flag.kind.startsWith('server-'));
  const lines = lane ? notes.map((flag) => flagLine(flag, lane, '')) : [];
  return { value, lines: lines.length ? lines : [printable(serverSame(environment.name, value.host))] };
}

/** `laneway environment add NAME=PATH[:ROLE]`. */
export async function addFolder(session: Session): Promise<Result> {
  const { flags, io } = session;
  if (flags.has('new') || flags.text('start') !== undefined || flags.text('folder') !== undefined)
    throw new UsageError('--new, --start and --folder are for a branch: say --of ENV.', 'environment add');
  const { name, path, role = 'staging' } = parseEnvironment(word(session, 0));
  const project = await findProject(session);
  const [branch, attachedTo] = [flags.text('branch'), flags.text('attached-to')];
  const at = placeOf(flags.text('at'));
  const environment = {
    name,
    path: resolve(io.cwd, path),
    role,
    ...(branch === undefined ? {} : { branch }),
    ...(attachedTo === undefined ? {} : { attachedTo: findEnvironment(project, attachedTo).name }),
  };
  return shown(
    session,
    await call(session, 'environment.add', {
      projectId: project.id,
      environment,
      ...(at === undefined ? {} : { at }),
    }),
  );
}

/** People count from 1, the contract from 0. */
function placeOf(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(typed)) throw new UsageError(`--at takes a number from 1, not "${typed}".`);
  return Number(typed) - 1;
}

/** `laneway environment rename ENV NEW-NAME`. */
export async function renameEnvironment(session: Session): Promise<Result> {
  const { ids } = await chosen(session);
  return shown(session, await call(session, 'environment.rename', { ...ids, name: word(session, 1) }));
}

/** `laneway environment reorder ENV...`. */
export async function reorderEnvironments(session: Session): Promise<Result> {
  const project = await findProject(session);
  const environmentIds = session.words.map((name) => findEnvironment(project, name).id);
  return shown(
    session,
    await call(session, 'environment.reorder', { projectId: project.id, environmentIds }),
  );
}

/** `laneway environment locate ENV DIR`. */
export async function locateEnvironment(session: Session): Promise<Result> {
  const { ids } = await chosen(session);
  const path = resolve(session.io.cwd, word(session, 1));
  return shown(session, await call(session, 'environment.locate', { ...ids, path }));
}

type Simple = Extract<
  CommandName,
  | 'environment.useBranch'
  | 'environment.acceptRewrite'
  | 'environment.acknowledge'
  | 'environment.recover'
  | 'environment.takeOver'
  | 'remote.signOut'
>;

/** A command that needs an environment and nothing else. */
export const simple =
  (command: Simple, said: (name: string) => string) =>
  async (session: Session): Promise<Result> => {
    const { ids, environment } = await chosen(session);
    const value = await call(session, command, ids);
    return { value, lines: [printable(said(environment.name))] };
  };

/** `laneway environment include|leave ENV FOLDER`. */
export const decide =
  (decision: 'include' | 'leave') =>
  async (session: Session): Promise<Result> => {
    const { ids, environment } = await chosen(session);
    const folder = folderOf(word(session, 1));
    const typed = oneOf('reason', session.flags.text('reason'), reasons);
    const reason = typed ?? onlyReason((await call(session, 'changes.get', ids)).leftHere, folder);
    const value = await call(session, 'environment.decideNewFiles', {
      ...ids,
      folder,
      decision,
      ...(reason ? { reason } : {}),
    });
    const what = decision === 'include' ? 'are carried along from now on' : 'stay where they are';
    return {
      value,
      lines: [printable(`New files in ${folder || 'the top folder'} of ${environment.name} ${what}.`)],
    };
  };

/** As the plan names it: with slashes, none at the end, '' for the top folder. */
function folderOf(typed: string): string {
  const folder = typed
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
  return folder === '.' ? '' : folder;
}

/** A yes to one question must not answer another: a folder with a password in it may hold other new files, too. */
function onlyReason(leftHere: readonly LeftHere[], folder: string): LeftHere['reason'] | undefined {
  const raised = [...new Set(leftHere.filter((left) => left.folder === folder).map(({ reason }) => reason))];
  if (raised.length > 1)
    throw new UsageError(
      `"${folder || '.'}" raises several questions. Say --reason: ${raised.join(' or ')}.`,
    );
  return raised[0];
}
