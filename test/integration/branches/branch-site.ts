import { chmodSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '../../../src/shared/contract/commands';
import type { Environment, Project } from '../../../src/shared/domain/project';
import { startTestEngine, type TestEngine } from '../../fixtures/scenario';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../fixtures/git-oracle';

/** Two clones of a site, and in the first a branch that is nowhere open. */
export interface BranchSite extends TestEngine {
  readonly dev: string;
  readonly live: string;
  readonly project: Project;
  readonly dataFolder: string;
  add(added: Input<'environment.addBranch'>['added'], of?: string): Promise<Environment>;
}

/** Files of every kind that a working tree can have. */
export function makeClones(top: string): { readonly dev: string; readonly live: string } {
  const live = makeRepository(join(top, 'live'), {
    '.gitattributes': '*.txt text eol=crlf\n*.bin -text\n',
    'readme.txt': 'hello\nagain\n',
    'css/site.css': 'body {}\n',
    'css/deep/print.css': 'p {}\n',
    'data.bin': Buffer.from([0, 13, 10, 255]),
    'run.sh': '#!/bin/sh\n',
    'grüße/ä.html': 'umlaut\n',
  });
  chmodSync(join(live, 'run.sh'), 0o755);
  symlinkSync('css/site.css', join(live, 'link.css'));
  commitAll(live, 'kinds');
  const dev = cloneRepository(live, join(top, 'dev'));
  git(dev, 'switch', '-q', '-c', 'feature/menu');
  writeFiles(dev, { 'menu.html': 'menu\n', 'css/deep/print.css': null, 'docs/menu.txt': 'a\nb\n' });
  commitAll(dev, 'menu');
  git(dev, 'switch', '-q', 'main');
  return { dev, live };
}

export async function startSite(
  { dev, live }: { dev: string; live: string },
  dataFolder: string,
): Promise<BranchSite> {
  const running = startTestEngine(dataFolder);
  const known = (await running.call('project.list', {})).projects[0];
  const project =
    known ??
    (await running.call('project.create', {
      name: 'Site',
      environments: [
        { name: 'Dev', path: dev, role: 'development' },
        { name: 'Live', path: live, role: 'production' },
      ],
    }));
  return {
    ...running,
    dev,
    live,
    project,
    dataFolder,
    async add(added, of = 'Dev') {
      const now = await running.call('project.get', { projectId: project.id });
      const environmentId = now.environments.find(({ name }) => name === of)?.id ?? '';
      const after = await running.call('environment.addBranch', {
        projectId: project.id,
        environmentId,
        added,
      });
      const made = after.environments.find(({ name }) => name === added.name);
      if (!made) throw new Error('not in the project');
      return made;
    },
  };
}

/** All that opening a branch could change, or leave: refs, folders, files of git, what lies beside the clone. */
export function everything(top: string, clone: string): unknown {
  const gitDir = git(clone, 'rev-parse', '--path-format=absolute', '--git-common-dir');
  const logs = join(gitDir, 'logs/refs/heads');
  return {
    refs: git(clone, 'for-each-ref', '--format=%(refname) %(objectname)'),
    logs: readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter((name) => !['feature', 'new'].includes(name))
      .sort(),
    folders: git(clone, 'worktree', 'list', '--porcelain'),
    prune: git(clone, 'worktree', 'prune', '-n', '-v'),
    head: readFileSync(join(gitDir, 'HEAD'), 'utf8'),
    status: git(clone, 'status', '--porcelain=v2', '--untracked-files=all'),
    beside: readdirSync(top).sort(),
    notes: namesIn(join(gitDir, 'laneway/linked-folders')).filter(
      (name) => !/^(\.?locks|\.locks-.*)$/.test(name),
    ),
    links: namesIn(join(gitDir, 'worktrees')),
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // not there
  }
}
