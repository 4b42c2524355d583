/**
 * Every error that crosses a boundary, as data. The union is closed: a code that is not listed here
 * does not compile, and each code has its text in error-text.ts (a test pins the two together).
 */
import type { PlanKind } from '../domain/plan-kind';

export interface ErrorDataByCode {
  /** The message did not have the shape its command asks for. `issues`: one sentence each, with the path of the key. */
  'invalid-request': { command: string; issues: readonly string[] };
  'unknown-command': { command: string };
  /** Something that should not happen; `detail` is for a report. */
  internal: { detail: string };
  cancelled: { what: string };
  'not-here': { capability: string };

  'project-not-found': { project: string; known: readonly string[] };
  'project-name-taken': { name: string };
  'project-ambiguous': { known: readonly string[] };
  'environment-not-found': { environment: string; known: readonly string[] };
  'change-not-found': { change: string; environment: string; known: readonly string[] };
  'environment-name-taken': { name: string };
  'lanes-invalid': { reason: string };
  'store-damaged': { path: string; setAside: string };
  'store-too-new': { path: string; format: number; known: number };

  'folder-missing': { path: string };
  'not-a-clone': { path: string };
  'bare-repository': { path: string };
  'linked-folder': { path: string; main: string };
  'unborn-branch': { path: string; branch: string };
  'detached-head': { path: string; commit: string };
  'no-common-history': { path: string; other: string };
  /** Two clones of one project name their objects by different hash functions (`SHA-1`, `SHA-256`). */
  'object-formats-differ': { path: string; format: string; other: string; otherFormat: string };
  'already-used': { path: string; environment: string };
  'read-only-folder': { path: string };
  'operation-in-progress': { path: string; operation: string };
  'unsupported-repository': { path: string; feature: string; advice: string };
  /** The user's own git could not do what it was needed for (`what`). `path`: a file, or the clone. */
  'git-failed': { what: string; path: string; reason: string };
  'branch-missing': { path: string; branch: string };
  'branch-exists': { path: string; branch: string };
  /** A working folder of the clone has it; `isMissing`: git remembers that folder, but it is not there. */
  'branch-in-use': { branch: string; path: string; isMissing: boolean };
  /** Git remembers a linked folder at that path, which is not there. */
  'folder-remembered': { path: string; clone: string };
  'not-flexible': { environment: string };
  'ref-invalid': { ref: string };

  'other-branch': { environment: string; expected: string; actual: string };
  'branch-rewritten': { environment: string; deployed: string; head: string };
  'object-missing': { id: string; path: string };
  'object-damaged': { id: string; path: string; reason: string };
  'index-damaged': { path: string; reason: string };
  /** A git lock file of another program. `ageSeconds` since it was made; `owner` is a guess in words or null. */
  'lock-held': { path: string; ageSeconds: number; owner: string | null };
  /** The file of a ref holds something else than an id or another name. */
  'ref-damaged': { ref: string; path: string };
  /** A ref cannot be made because `other` is above or below it (`a` and `a/b` exclude each other). */
  'ref-in-the-way': { ref: string; other: string };
  'ref-moved': { ref: string; expected: string | null; actual: string | null };
  'path-unsafe': { path: string; reason: string };
  'file-unreadable': { path: string; reason: string };
  'disk-full': { path: string };
  'not-permitted': { path: string; reason: string };
  /** Files that are not known to git stand where a result wants to be. */
  'files-in-the-way': { folder: string; paths: readonly string[] };
  'still-being-written': { folder: string; paths: readonly string[] };
  'partly-staged': { folder: string; paths: readonly string[] };

  /** A server was not reached, or what answered is no git server; the request had no effect. `reason`: in words. */
  'remote-unreachable': { host: string; reason: string };
  /** The environment's branch is sent to no http(s) server. */
  'no-server': { environment: string };
  /** The server wants to know who one is. `rejected`: what was given was refused. */
  'sign-in-needed': { host: string; rejected: boolean };
  /** The server definitely did not move the branch. `actual`: where it is, null when that is not known. */
  'push-rejected': { host: string; branch: string; actual: string | null; reason: string };
  /** The request was sent and no answer came: nobody knows whether the branch moved. */
  'remote-outcome-unknown': { host: string; branch: string };
  /** What the server sent is not whole or not what it says; nothing of it was kept. */
  'remote-damaged': { host: string; reason: string };

  'plan-stale': { expected: string; actual: string };
  'plan-blocked': { reasons: readonly string[] };
  /** Findings that need a person's yes and did not get it: what they say, and the keys to say yes with. */
  /** An artifact says something else than what a person saw. */
  'item-changed': { environment: string; path: string };
  'artifact-invalid': { path: string; reason: string };
  'not-acknowledged': { reasons: readonly string[]; keys: readonly string[] };
  'nothing-to-deploy': { from: string; to: string };
  /** Neither side has it as it was seen, or somebody else decided it meanwhile. */
  'conflict-not-found': { conflict: string };
  /** That cannot stay of it. */
  'choice-not-possible': { path: string; choice: string; possible: readonly string[] };
  'wrong-order': { kind: PlanKind; from: string; to: string; allowed: readonly string[] };
  'needs-confirmation': { planHash: string };
  /** Another run has the environment; `held` says by what, `personMayTakeOver` that only a person can free it. */
  /** A run was sent to a server that has not said whether it took it; until then its environment stays locked. */
  'waiting-for-server': { environment: string; host: string };
  /** The server of an environment has no branch for it that could be brought over. */
  'server-has-nothing': { environment: string; host: string };
  'environment-busy': { environment: string; held: string; personMayTakeOver: boolean };
  'too-late-to-cancel': { run: string };
  'run-not-found': { run: string };
  /** A run that was started did not end well. `outcome` as in the domain's Outcome, `cause` is what the run itself said. */
  'run-failed': { id: string; outcome: string; to: string; cause: ErrorAnswer | null };
  /** Its file is still there: it is deleted on `leftMost` and deployed first. */
  'deletion-file-there': { environment: string; item: string; leftMost: string };
  /** Nothing is known of the environment's database, so nobody can say what would go. */
  'deletion-not-known': { environment: string; item: string };
  /** Row or content are not as they were seen. */
  'deletion-stale': { environment: string; item: string };
  /** The environment's name was not typed. */
  'deletion-unconfirmed': { environment: string; item: string };
  /** Other items of the environment would be damaged. */
  'deletion-needed-by': { environment: string; item: string; by: readonly string[] };
  'deletion-not-found': { id: string };
  'deletion-not-undoable': { id: string; why: 'undone' | 'in-the-site' };
  /** Something has the place of what would be put back; one sentence each. Nothing was put back. */
  'deletion-undo-hindered': { environment: string; item: string; hindrances: readonly string[] };
  'deletion-snapshot-damaged': { path: string };
  /** `known`: names of those that could have been meant. */
  'item-not-found': { item: string; known: readonly string[] };
  'item-ambiguous': { item: string; known: readonly string[] };
  'activity-not-found': { id: string };
  'activity-damaged': { path: string };
  'target-not-empty': { path: string };

  /** Artifacts that a database cannot take; nothing of them was written. `problems`: one sentence each. */
  'extraction-failed': { folder: string; problems: readonly string[] };
  /** A site's own database file that cannot be read now, or at all. */
  'site-database-unreadable': { path: string; reason: string };
  /** A folder in which no site has its database. */
  'site-database-missing': { path: string };
  /** Somebody has asked the site to read its files already; `path` is the marker file that says so. */
  'site-busy': { path: string; ageSeconds: number };
  'content-not-found': { content: string };
  'content-invalid': { reason: string };
  /** Rows can be changed by hand only in an embedded database. */
  'database-read-only': { folder: string; kind: 'embedded' | 'site' | 'none' };
}

export type ErrorCode = keyof ErrorDataByCode;

/** What crosses the boundary. `retry`: the same call may succeed later without anybody changing anything. */
export type ErrorAnswer = {
  [C in ErrorCode]: { code: C; message: string; data: ErrorDataByCode[C]; retry?: boolean };
}[ErrorCode];

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorAnswer };
