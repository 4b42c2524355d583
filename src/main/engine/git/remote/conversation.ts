import { readFileSync } from 'node:fs';
import { EngineError, fail, fromSystem } from '../../errors';
import { remoteWords } from '../../../../shared/text/remote-words';
import type { ObjectFormat } from '../object-format';
import type { Repository } from '../repository/repository';
import type { RemoteAccess } from './access';
import { ConnectionFailure } from './connection-failure';
import { DamagedPackets } from './pkt-line';
import { sendRequest } from './send-request';
import type { ServerAnswer } from './send-request';
import { createSignIn } from './sign-in';
import type { SignIn } from './sign-in';
import { serverOf } from './upstream';
import type { Upstream } from './upstream';

export type Service = 'git-upload-pack' | 'git-receive-pack';

/** Talking with one service of one server: where it is now, and who one is there. */
export interface Conversation {
  readonly host: string;
  readonly service: Service;
  /** Of the clone; the server's must be the same. */
  readonly format: ObjectFormat;
  /** Where requests go: the configured address, or where the server's first answer sent us. Without credentials. */
  base(): string;
  readonly signIn: SignIn;
  readonly access: RemoteAccess;
  /** One request below the base; redirects are followed for `GET` only. @throws ConnectionFailure */
  send(request: ConversationRequest): Promise<ServerAnswer>;
}

export interface ConversationRequest {
  readonly method: 'GET' | 'POST';
  /** After the base, e.g. `/git-upload-pack`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Buffer>;
}

const usualIdleMilliseconds = 60_000;
const mostRedirects = 5;

/**
 * @param useConfigured whether credentials in the clone's own settings are tried first
 * @throws EngineError as upstreamOf; `file-unreadable` for the certificates of `http.sslCAInfo`
 */
export function openConversation(
  repository: Repository,
  upstream: Upstream,
  access: RemoteAccess,
  service: Service,
  { useConfigured = true }: { readonly useConfigured?: boolean } = {},
): Conversation {
  const configured = useConfigured ? (serverOf(repository, upstream.remote)?.credentials ?? null) : null;
  const { origin } = new URL(upstream.url);
  const trusted = trustedCertificates(repository);
  const signIn = createSignIn({ origin, host: upstream.host, configured }, access);
  let base = upstream.url;

  const send = async ({ method, path, headers, body }: ConversationRequest): Promise<ServerAnswer> => {
    let url = base + path;
    for (let redirects = 0; ; redirects++) {
      const answer = await sendRequest({
        method,
        url,
        headers: { ...signIn.headers(), ...headers },
        ...(body ? { body } : {}),
        signal: access.signal,
        idleMilliseconds: access.idleMilliseconds ?? usualIdleMilliseconds,
        trusted,
      });
      const to = method === 'GET' ? redirectOf(answer, url) : null;
      if (to === null) {
        if (method === 'GET' && url.endsWith(path)) base = url.slice(0, -path.length);
        return answer;
      }
      answer.close();
      const { host } = upstream;
      if (redirects >= mostRedirects)
        fail('remote-unreachable', { host, reason: remoteWords.reasons.circles });
      if (!isSameServer(new URL(url), to))
        fail('remote-unreachable', { host, reason: remoteWords.sendsElsewhere(to.host) });
      url = to.href;
    }
  };
  const { format } = repository.objects;
  return { host: upstream.host, service, format, base: () => base, signIn, access, send };
}

/**
 * Any failure while one talks as an error of the contract.
 * @param what was going on, for `cancelled`
 */
export function explainFailure(cause: unknown, { host, access }: Conversation, what: string): unknown {
  if (access.signal?.aborted) return new EngineError('cancelled', { what }, { cause });
  if (cause instanceof ConnectionFailure)
    return new EngineError('remote-unreachable', { host, reason: cause.message }, { cause });
  if (cause instanceof DamagedPackets)
    return new EngineError('remote-damaged', { host, reason: cause.message }, { cause });
  return cause;
}

function redirectOf({ status, headers }: ServerAnswer, from: string): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return null;
  return URL.canParse(headers.location, from) ? new URL(headers.location, from) : null;
}

/** Credentials go along, so a redirect may only stay where it is, or begin to encrypt. */
const isSameServer = (from: URL, to: URL): boolean =>
  to.origin === from.origin ||
  (from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname);

/** A person's own list of certificates, as git uses it. */
function trustedCertificates(repository: Repository): Buffer | undefined {
  const path = repository.config().getPath('http.sslcainfo');
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    const known = fromSystem(cause, path);
    throw known instanceof EngineError
      ? known
      : new EngineError('file-unreadable', { path, reason: 'http.sslCAInfo names it' }, { cause });
  }
}
