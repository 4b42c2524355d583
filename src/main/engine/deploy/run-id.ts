import { randomBytes } from 'node:crypto';

/** Id of a run: sorts by time and can be read aloud, e.g. 20261121-091205-3fa9c1. UTC. */
export function newRunId(now: number): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
}
