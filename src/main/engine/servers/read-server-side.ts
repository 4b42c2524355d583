import type { ReadSide } from '../changes/read-side';
import { readEnvironmentData } from '../environments/environment-data';
import { fail } from '../errors';
import type { OpenEnvironment } from '../workspace/workspace';
import type { ServerState } from './server-state';

/**
 * The server's branch, as it was fetched last, as a side of a plan: commits only, with nothing on any disk.
 * @throws EngineError `server-has-nothing`
 */
export function readServerSide(open: OpenEnvironment, server: ServerState | null): ReadSide {
  const { repository, home, environment } = open;
  const { objects } = repository;
  if (!server?.head)
    return fail('server-has-nothing', { environment: environment.name, host: server?.host ?? '' });
  const { tree } = objects.commit(server.head);
  return {
    snapshot: {
      headCommit: server.head,
      headTree: tree,
      branch: null,
      tree,
      changes: [],
      leftOut: [],
      nested: [],
      unstable: [],
      partlyStaged: [],
      unmerged: [],
      unsupported: [],
      unreadable: [],
    },
    data: readEnvironmentData(home),
    side: {
      end: {
        environmentId: environment.id,
        name: server.host,
        role: environment.role,
        branch: environment.branch,
        head: server.head,
        tree,
        uncommitted: 0,
      },
      headTree: tree,
      uncommitted: new Map(),
      leftOut: [],
      leftHere: [],
      findings: [],
      deployedCommit: null,
      followsId: null,
      ignoresCase: false,
    },
  };
}
