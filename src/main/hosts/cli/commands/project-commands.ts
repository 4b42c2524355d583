import { resolve } from 'node:path';
import { environmentsOf } from '../environment-words';
import { UsageError } from '../parse-command';
import { printable } from '../layout';
import { projectLines, projectListLines, proposalLines, settingsLines } from '../print/print-project';
import { call, findProject, word, type Result, type Session } from '../session';
import { words } from '../text';

/** `laneway project create NAME --env ...`. */
export async function createProject(session: Session): Promise<Result> {
  const { flags, io, look } = session;
  const flow = oneOf('flow', flags.text('flow'), ['direct', 'queue'] as const);
  const project = await call(session, 'project.create', {
    name: word(session, 0),
    environments: [...environmentsOf(flags.list('env'), flags.list('flexible'), io.cwd)],
    ...(flow ? { flow } : {}),
  });
  return { value: project, lines: projectLines(project, look) };
}

/** `laneway project propose DIR...`. */
export async function proposeProject(session: Session): Promise<Result> {
  const paths = session.words.map((path) => resolve(session.io.cwd, path));
  const proposal = await call(session, 'project.propose', { paths });
  return { value: proposal, lines: proposalLines(proposal, session.look) };
}

/** `laneway project list`. */
export async function listProjects(session: Session): Promise<Result> {
  const list = await call(session, 'project.list', {});
  return { value: list, lines: projectListLines(list, session.look) };
}

/** `laneway project show [NAME]`. */
export async function showProject(session: Session): Promise<Result> {
  const { id } = await findProject(session, session.words[0] ?? session.flags.text('project'));
  const project = await call(session, 'project.get', { projectId: id });
  return { value: project, lines: projectLines(project, session.look) };
}

/** `laneway project rename NAME NEW-NAME`. */
export async function renameProject(session: Session): Promise<Result> {
  const { id } = await findProject(session, word(session, 0));
  const project = await call(session, 'project.rename', { projectId: id, name: word(session, 1) });
  return { value: project, lines: projectLines(project, session.look) };
}

/** `laneway project reorder NAME...`. */
export async function reorderProjects(session: Session): Promise<Result> {
  const projectIds: string[] = [];
  for (const name of session.words) projectIds.push((await findProject(session, name)).id);
  const list = await call(session, 'project.reorder', { projectIds });
  return { value: list, lines: projectListLines(list, session.look) };
}

/** `laneway project remove NAME`. */
export async function removeProject(session: Session): Promise<Result> {
  const { id, name } = await findProject(session, word(session, 0));
  const value = await call(session, 'project.remove', { projectId: id });
  return { value, lines: [printable(`Laneway has forgotten ${name}. ${words.untouched}`)] };
}

/** `laneway settings [--name ...]`. */
export async function settings(session: Session): Promise<Result> {
  const { flags } = session;
  const [name, email] = [flags.text('name'), flags.text('email')];
  const theme = oneOf('theme', flags.text('theme'), ['system', 'light', 'dark'] as const);
  const patch = {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(theme ? { theme } : {}),
  };
  const value = Object.keys(patch).length
    ? await call(session, 'settings.update', patch)
    : await call(session, 'settings.get', {});
  return { value, lines: settingsLines(value) };
}

/** `laneway sample [DIR]`. */
export async function sample(session: Session): Promise<Result> {
  const [path] = session.words;
  const project = await call(
    session,
    'sample.create',
    path === undefined ? {} : { path: resolve(session.io.cwd, path) },
  );
  return { value: project, lines: projectLines(project, session.look) };
}

/** A flag that takes one of a few words. @throws UsageError */
export function oneOf<T extends string>(
  flag: string,
  typed: string | undefined,
  known: readonly T[],
): T | undefined {
  if (typed === undefined) return undefined;
  const found = known.find((value) => value === typed.toLowerCase());
  if (!found) throw new UsageError(`--${flag} is one of ${known.join(', ')}, not "${typed}".`);
  return found;
}
