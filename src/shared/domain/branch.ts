/** A branch of an environment's clone. */
export interface LocalBranch {
  /** Without refs/heads/. */
  readonly name: string;
  readonly commit: string;
  /** The working folder that is on it; null: it can be opened in a folder of its own. */
  readonly usedIn: BranchFolder | null;
}

export interface BranchFolder {
  readonly path: string;
  /** The environment of the project that it is; null when it could be added as one. */
  readonly environment: string | null;
  /** Git remembers the folder, but it is not there. */
  readonly isMissing: boolean;
}

/** A branch of a server, as it was seen last: a new branch can be made from it. */
export interface RemoteBranch {
  /** `origin/campaign`. */
  readonly name: string;
  /** What a branch of one's own made from it would be called: `campaign`. */
  readonly branch: string;
  readonly commit: string;
}

/** What of a clone can become an environment. */
export interface BranchList {
  /** The clone's folder: folders for branches are proposed beside it. */
  readonly clone: string;
  readonly local: readonly LocalBranch[];
  readonly remote: readonly RemoteBranch[];
}

const longestName = 60;

/**
 * The folder that is proposed for a branch: beside the clone, called after both. A name that every system takes.
 * @param clone absolute path of the clone's folder
 */
export function branchFolder(clone: string, branch: string): string {
  const name = branch
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, longestName)
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${clone.replace(/[/\\]+$/, '')}-${name || 'branch'}`;
}
