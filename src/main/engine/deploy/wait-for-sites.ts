import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../shared/domain/plan';
import type { Databases } from '../databases/databases';
import { settleSite } from '../databases/follow-site';
import type { Clock } from '../ports';
import type { ExtractEnd } from './extract';
import type { JournalHeader } from './journal';

/** How often the answer is looked for. */
const pauseMilliseconds = 250;

export interface SiteWait {
  readonly databases: Databases;
  readonly clock: Clock;
  /** How long the sites are waited for; whatever they say later is seen at the next look. */
  readonly milliseconds: number;
  /** Aborted when a person wants to finish later. */
  readonly later: AbortSignal;
  say(line: string): void;
  /** Told whenever what is waited for changes: names of environments, and a sentence. */
  show(names: readonly string[], detail: string): void;
}

/**
 * Waits until the sites of a run have read their files, without holding any lock of git. A run never fails for it: what
 * is still open stays with the environment.
 * @returns what has to be said: environments whose site has not read the files
 */
export async function waitForSites(ends: readonly ExtractEnd[], wait: SiteWait): Promise<Finding[]> {
  const { databases, clock, later, say, show } = wait;
  const until = performance.now() + wait.milliseconds;
  const findings: Finding[] = [];
  const open = new Map(ends.map((side) => [side.end.environmentId, side]));
  for (let shown = ''; ;) {
    const waiting: { name: string; reason: string; environmentId: string }[] = [];
    for (const { end, home } of open.values()) {
      const { name, environmentId } = end;
      const settled = settleSite(home, databases, clock, (line) => say(`${name}: ${line}`));
      if (settled.state === 'waiting') waiting.push({ name, environmentId, reason: settled.reason });
      else {
        open.delete(environmentId);
        if (settled.state === 'done') say(`${name}: the site has read the files`);
        if (settled.state === 'failed') {
          say(`${name}: the site could not read the files. ${settled.reason}`);
          findings.push(
            notRead(environmentId, `${name} has the files, the site has not read them. ${settled.reason}`),
          );
        }
      }
    }
    if (waiting.length === 0) return findings;
    const detail = waiting.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
    if (detail !== shown)
      show(
        waiting.map(({ name }) => name),
        detail,
      );
    shown = detail;
    if (later.aborted || performance.now() >= until) {
      const why = later.aborted ? 'It is finished later.' : 'It is looked at again when the site answers.';
      for (const { name, environmentId, reason } of waiting) {
        say(`${name}: not waited for any longer. ${reason}`);
        findings.push(
          notRead(environmentId, `${name} has the files, the site has not read them. ${reason} ${why}`),
        );
      }
      return findings;
    }
    await delay(pauseMilliseconds, undefined, { signal: later }).catch(() => undefined); // finished later: look once more
  }
}

/** Names of the environments of a run whose database has not read the files. */
export const unreadNames = (
  findings: readonly Finding[],
  { from, to }: Pick<JournalHeader, 'from' | 'to'>,
): string[] =>
  [to, from].flatMap(({ environmentId, name }) =>
    findings.some((finding) => finding.code === 'not-extracted' && finding.environmentId === environmentId)
      ? [name]
      : [],
  );

const notRead = (environmentId: string, message: string): Finding => ({
  code: 'not-extracted',
  level: 'warn',
  environmentId,
  message,
});
