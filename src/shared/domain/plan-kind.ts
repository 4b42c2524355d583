/**
 * - `deploy`: to the next lane. `push`: from a flexible environment to its lane.
 * - `sync`: from a lane further right. `pull`: into a flexible environment from its lane. `merge-back`: from Live to the
 *   left-most lane.
 * - `receive`: what the server of an environment has comes into its own clone; `from` is the server.
 */
export const planKinds = ['deploy', 'push', 'sync', 'pull', 'merge-back', 'receive'] as const;
export type PlanKind = (typeof planKinds)[number];

/** Whether both ends come to the same content. By the others only `to` moves, to what `from` has in its history. */
export const movesBoth = (kind: PlanKind | 'deletion'): boolean => kind === 'deploy' || kind === 'push';
