import type { Finding } from '../../../shared/domain/plan';
import type { SentTo } from '../../../shared/domain/run';
import { isFromOutside, toErrorAnswer } from '../errors';
import { readRef } from '../git/refs/read-ref';
import type { Signature } from '../git/model';
import { pushUpstream } from '../git/remote/push-upstream';
import type { Clock } from '../ports';
import { askServer } from '../servers/look-at-server';
import { rememberSent } from '../servers/remember-sent';
import type { ServerDoor } from '../servers/server-door';
import type { JournalHeader } from './journal';
import type { Prepared } from './prepare';

export interface SourceSent {
  readonly sent: readonly SentTo[];
  readonly findings: readonly Finding[];
}

const nothing: SourceSent = { sent: [], findings: [] };

/**
 * Last of all, the source's server gets what its branch has now (run.md). Best effort: the deployment is done, and
 * what could not be sent goes along with the next one.
 */
export async function sendSource(
  { from, to }: Prepared,
  header: JournalHeader,
  who: Signature,
  { servers, clock }: { readonly servers: ServerDoor; readonly clock: Clock },
  step: (detail: string) => void,
): Promise<SourceSent> {
  const { server } = from;
  const { repository, home } = from.open;
  if (!header.movesSource || !server) return nothing;
  if (readRef(repository, header.from.branch) !== header.result) return nothing;
  const { upstream, head, host } = server;
  const { environmentId, name } = header.from;
  // The warning of the plan has said already what the server has more.
  if (server.relation === 'ahead' || server.relation === 'diverged') return nothing;
  step(`Sending ${name} to ${host}`);
  const place = { repository, folder: home.folder };
  const done: SourceSent = { sent: [{ environmentId, host }], findings: [] };
  try {
    if (to.server?.upstream.url === upstream.url && to.server.upstream.ref === upstream.ref) {
      await askServer(place, upstream, servers.look(), clock); // the same branch as the target's: it is there
      return done;
    }
    await pushUpstream(repository, upstream, { expected: head, value: header.result }, servers.send({}));
    rememberSent(place, upstream, header.result, { who, clock });
    return done;
  } catch (cause) {
    if (!isFromOutside(cause)) throw cause;
    return { sent: [], findings: [notSent(header, host, toErrorAnswer(cause).message)] };
  }
}

const notSent = ({ from, to }: JournalHeader, host: string, reason: string): Finding => ({
  code: 'upstream-behind',
  level: 'warn',
  environmentId: from.environmentId,
  message: `${to.name} has everything, but ${host} was not sent what ${from.name} has now: ${reason} It is sent along with the next deployment.`,
});
