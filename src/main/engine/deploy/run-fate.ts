import type { EnvironmentHome } from '../environments/identity';
import { isAncestor } from '../git/history/is-ancestor';
import { readRef } from '../git/refs/read-ref';
import type { Clock } from '../ports';
import type { ServerDoor } from '../servers/server-door';
import { askForResult, settleMilliseconds } from './ask-for-result';
import type { FoundJournal, JournalHeader } from './journal';
import { sendingOf } from './server-waiting';

/** What became of a run that was cut off. `unknown`: only a server knows, and it does not answer now. */
export type Fate = 'happened' | 'never happened' | 'unknown';

/** Whether the target's own branch has the result. */
export function arrivedOn({ repository }: EnvironmentHome, { to, result }: JournalHeader): boolean {
  repository.objects.refresh();
  const head = readRef(repository, to.branch);
  return head !== null && repository.objects.has(result) && isAncestor(repository.objects, result, head);
}

/**
 * What became of a run: the target's branch says it; where the run may have been sent to a server, that server's
 * branch (run.md, "Recovery asks T's branch, not the journal"). Never a guess.
 * @throws EngineError `ref-damaged`, `object-damaged`
 */
export async function fateOf(
  target: EnvironmentHome,
  { journal, lines }: FoundJournal,
  header: JournalHeader,
  deps: { readonly servers: ServerDoor; readonly clock: Clock; readonly asked?: boolean },
): Promise<Fate> {
  if (arrivedOn(target, header)) return 'happened';
  const sending = sendingOf(lines);
  if (!header.server || sending.state === 'none') return 'never happened';
  if (sending.state === 'sent') return 'happened';
  const { servers, clock, asked = false } = deps;
  const access = asked ? servers.look() : servers.passing(header.run);
  if (!access) return 'unknown';
  const verdict = await askForResult(target, header.server, header.result, access, clock);
  if (verdict === 'has it') {
    journal.append({ step: 'sent' });
    return 'happened';
  }
  const waited = clock.now() - sending.since;
  return verdict === 'lacks it' && waited >= settleMilliseconds ? 'never happened' : 'unknown';
}
