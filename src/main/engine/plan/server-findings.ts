import type { Finding, PlanEnd } from '../../../shared/domain/plan';

/**
 * What the branch on the server is to the clone's: `ahead` has commits that the clone lacks, `behind` the other way
 * round, `new`: the server has no such branch yet.
 */
export type Relation = 'same' | 'ahead' | 'behind' | 'diverged' | 'new';

export interface ServerFacts {
  readonly host: string;
  readonly relation: Relation;
  /** Milliseconds since 1970 of its last answer. */
  readonly seenAt: number | null;
  /** Why it did not answer the last question. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/** As what an environment with a server takes part; a receiver gets what its own server has. */
export type ServerPart = 'source' | 'target' | 'receiver';

/**
 * What the server of one side means for a plan. A target's server is where a run is decided, so it has to answer and
 * must not be ahead; a source's is only worth knowing about. Pure.
 */
export function serverFindings(server: ServerFacts, end: PlanEnd, as: ServerPart): Finding[] {
  const silent = silence(server, end, as);
  if (as === 'receiver') return silent;
  return [...silent, ...(as === 'target' ? targetRelation(server, end) : sourceRelation(server, end))];
}

const consequences: Record<ServerPart, (name: string) => string> = {
  target: (name) => `Nothing can go to ${name} before its server has it.`,
  source: (name) => `${name} may lack what others sent there; this goes on without it.`,
  receiver: (name) => `${name} gets what was there when Laneway last looked.`,
};

function silence({ problem }: ServerFacts, end: PlanEnd, as: ServerPart): Finding[] {
  if (!problem) return [];
  const signIn = problem.code === 'sign-in-needed';
  const consequence = consequences[as](end.name);
  return [
    {
      code: signIn ? 'sign-in-needed' : 'upstream-unreachable',
      level: as === 'target' ? 'block' : 'warn',
      environmentId: end.environmentId,
      message: `${problem.message} ${consequence}`,
    },
  ];
}

function targetRelation({ host, relation }: ServerFacts, end: PlanEnd): Finding[] {
  const { environmentId, name } = end;
  switch (relation) {
    case 'same':
      return [];
    case 'ahead':
      return [
        {
          code: 'upstream-ahead',
          level: 'block',
          environmentId,
          message: `Somebody sent changes to ${host} that ${name} does not have yet. Bring them over first.`,
        },
      ];
    case 'diverged':
      return [
        {
          code: 'upstream-diverged',
          level: 'block',
          environmentId,
          message: `${name} and ${host} both have changes that the other lacks. Bring over what ${host} has first.`,
        },
      ];
    case 'behind':
    case 'new':
      return [
        {
          code: 'upstream-behind',
          level: 'notice',
          environmentId,
          message:
            relation === 'new'
              ? `${host} does not have ${name} yet; all of it is sent there.`
              : `${name} has changes that ${host} was never sent; they are sent along.`,
        },
      ];
  }
}

function sourceRelation({ host, relation }: ServerFacts, end: PlanEnd): Finding[] {
  if (relation !== 'ahead' && relation !== 'diverged') return [];
  const { environmentId, name } = end;
  return [
    {
      code: relation === 'ahead' ? 'upstream-ahead' : 'upstream-diverged',
      level: 'warn',
      environmentId,
      message: `${host} has changes that ${name} does not have: they are not part of this. Bring them over first if they belong to it.`,
    },
  ];
}
