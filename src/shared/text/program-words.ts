import type { SiteProgram, SitePrograms } from '../contract/answers';
import type { UsesGit } from '../domain/overview';
import { list } from './format';

/** "uses git 2.39.5 because of Git LFS". */
export const usesGitWords = ({ version, because }: UsesGit): string =>
  `uses git ${version} because of ${list(because)}`;

/** What is said of one command that would run. */
export const programSentence = ({ environments, files, trusted }: SiteProgram): string =>
  `${trusted ? 'Allowed' : 'Not allowed'}; for ${list(environments)}, from ${list(files)}`;

export const programsText = {
  title: 'Programs of this site',
  none: 'No file of this site goes through a program.',
  lead: 'Some files of this site go through these programs when Laneway reads or writes them. They run on this computer, with your rights. Allow them only if you know where they come from.',
  allow: 'Allow these programs',
  takeBack: 'Allow none',
  exactly: 'Only exactly these commands are allowed: one that changes is asked about again.',
  missing: (why: string): string => `They cannot run here: ${why}. Version 2.38 or later of git is needed.`,
} as const;

/** Why nothing can be allowed now, or null. */
export const missingWords = ({ git }: SitePrograms): string | null =>
  'missing' in git ? programsText.missing(git.missing) : null;
