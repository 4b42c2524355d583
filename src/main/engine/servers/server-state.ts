import { isAncestor } from '../git/history/is-ancestor';
import type { ObjectId } from '../git/model';
import { readRef } from '../git/refs/read-ref';
import { upstreamOf, type Upstream } from '../git/remote/upstream';
import type { Relation, ServerFacts } from '../plan/server-findings';
import { headOf, type OpenEnvironment } from '../workspace/workspace';
import { readServerNote, type ServerNote } from './server-note';

/** An environment's server as it was seen last. */
export interface ServerState extends ServerFacts {
  readonly upstream: Upstream;
  /** Commit of the server's branch; null when it has none there, as far as is known. */
  readonly head: ObjectId | null;
}

/**
 * What is known of the server that an environment is sent to, without asking it. Null when its branch stays on this
 * computer, or is sent by something that Laneway does not speak (ssh).
 * @throws EngineError `detached-head`, `other-branch`, `ref-damaged`, `object-damaged`
 */
export function readServerState(open: OpenEnvironment): ServerState | null {
  const { repository, home, environment } = open;
  const upstream = upstreamOf(repository, environment.branch);
  return upstream && stateFrom(open, upstream, readServerNote(home.folder, upstream));
}

/** The same, from a note that is at hand. */
export function stateFrom(open: OpenEnvironment, upstream: Upstream, note: ServerNote | null): ServerState {
  const tracked = readRef(open.repository, upstream.trackingRef);
  const head = note?.hasBranch === false ? null : tracked;
  return {
    upstream,
    host: upstream.host,
    head,
    seenAt: note?.seenAt ?? null,
    problem: note?.problem ?? null,
    relation: head === null ? 'new' : relate(open, head),
  };
}

function relate(open: OpenEnvironment, theirs: ObjectId): Relation {
  const { objects } = open.repository;
  const ours = headOf(open);
  if (ours === theirs) return 'same';
  if (!objects.has(theirs)) objects.refresh();
  if (isAncestor(objects, theirs, ours)) return 'behind';
  return isAncestor(objects, ours, theirs) ? 'ahead' : 'diverged';
}
