import type { EnvironmentDetails, ProjectList } from '../../../../shared/contract/answers';
import type { Environment, Project } from '../../../../shared/domain/project';
import type { Proposal } from '../../../../shared/domain/proposal';
import type { Settings } from '../../../../shared/domain/settings';
import { exactly, plural } from '../../../../shared/text/format';
import { usesGitWords } from '../../../../shared/text/program-words';
import { shellWord } from '../../../../shared/text/shell-word';
import { printable, section, table } from '../layout';
import { roleWords, words } from '../text';
import type { Look } from './look';

const environmentRows = (environments: readonly Environment[]): string[] =>
  table(
    environments.map(({ name, role, path }) => [name, roleWords[role], path]),
    { indent: '  ' },
  );

export const projectLines = (project: Project, { paint }: Look): string[] => [
  paint.strong(printable(project.name)),
  ...environmentRows(project.environments),
  ...(project.flow === 'queue' ? ['  Somebody else looks first before Live.'] : []),
];

export function projectListLines({ projects, damaged }: ProjectList, look: Look): string[] {
  const blank = (lines: readonly string[], at: number): readonly string[] =>
    at === 0 ? lines : ['', ...lines];
  const lines = projects.flatMap((project, at) => blank(projectLines(project, look), at));
  return [
    ...(projects.length ? lines : [words.noProjects]),
    ...section(
      'To know',
      damaged.map(({ message }) => `  ${printable(message)}`),
      look.paint,
    ),
  ];
}

/** A proposal with the line that accepts it. */
export function proposalLines({ projectName, candidates }: Proposal, { paint }: Look): string[] {
  const usable = candidates.filter(({ problem }) => problem === null);
  const environments = usable.map(({ name, path, role }) => `--env ${shellWord(`${name}=${path}:${role}`)}`);
  const rows = candidates.map(({ name, role, path, reason, problem }) => [
    name,
    roleWords[role],
    path,
    problem?.message ?? reason,
  ]);
  return [
    paint.strong(candidates.length ? printable(projectName) : 'There are no clones in these folders.'),
    ...table(rows, { indent: '  ', styles: { 3: paint.dim } }),
    ...(usable.length
      ? ['', printable(`laneway project create ${shellWord(projectName)} ${environments.join(' ')}`)]
      : []),
  ];
}

const serverWords = ({ server, upstream }: EnvironmentDetails): string =>
  !server
    ? (upstream ?? 'nowhere; a folder on this computer')
    : `${server.host}, ${server.seenAt === null ? 'not looked at yet' : `as of ${exactly(server.seenAt)}`}`;

export function environmentLines(details: EnvironmentDetails, { paint }: Look): string[] {
  const { environment, problem, newFileDecisions } = details;
  const rows: (readonly [string, string])[] = [
    ['Role', roleWords[environment.role]],
    ['Folder', environment.path],
    ['Also sent to', serverWords(details)],
    ['Files', plural(details.fileCount, 'file', 'files')],
    [
      'Last deployment here',
      details.deployedAt === null ? 'none by Laneway yet' : exactly(details.deployedAt),
    ],
  ];
  const technical: (readonly [string, string])[] = [
    ['Branch', environment.branch],
    ['Folder is on', details.actualBranch ?? 'no branch'],
    ['Now at', details.head ?? ''],
    ['Last deployed', details.deployedCommit ?? ''],
    ...(details.usesGit ? [['Besides', usesGitWords(details.usesGit)] as const] : []),
  ];
  return [
    paint.strong(printable(environment.name)),
    ...(problem ? [paint.warn(printable(problem.message))] : []),
    ...table(rows, { indent: '  ' }),
    ...section(
      'New files',
      table(
        newFileDecisions.map(({ folder, decision }) => [
          folder || '.',
          decision === 'include' ? 'carried along' : 'left here',
        ]),
        { indent: '  ' },
      ),
      paint,
    ),
    ...section('Technical details', table(technical, { indent: '  ', styles: { 1: paint.dim } }), paint),
  ];
}

export const settingsLines = ({ name, email, theme }: Settings): string[] =>
  table([
    ['Name', name || '(not set)'],
    ['E-mail', email || '(not set)'],
    ['Theme', theme],
  ]);
