import type { GitConfig } from '../repository/config';
import type { Credentials } from './access';

/** An http(s) address in two parts: what may be shown, and what must not. */
export interface ServerAddress {
  /** Without user, password, query and slash at its end. */
  readonly url: string;
  /** With a port that is not the usual one. */
  readonly host: string;
  readonly credentials: Credentials | null;
}

/**
 * Where git fetches a remote from, and all the places it pushes it to, as rewritten by `url.<base>.insteadOf` and
 * `pushInsteadOf`. Null when the remote has no address.
 * @see https://git-scm.com/docs/git-config "url.<base>.pushInsteadOf"
 */
export function remoteAddresses(config: GitConfig, remote: string): { fetch: string; push: string[] } | null {
  const urls = config.getAll(`remote.${remote}.url`).filter((url) => url !== '');
  const [first] = urls;
  if (first === undefined) return null;
  const instead = rewrites(config, 'insteadof');
  const pushInstead = rewrites(config, 'pushinsteadof');
  const pushUrls = config.getAll(`remote.${remote}.pushurl`).filter((url) => url !== '');
  return {
    fetch: rewrite(first, instead) ?? first,
    push:
      pushUrls.length > 0
        ? pushUrls.map((url) => rewrite(url, instead) ?? url)
        : urls.map((url) => rewrite(url, pushInstead) ?? rewrite(url, instead) ?? url),
  };
}

/** Takes an http(s) address apart; null for any other kind. @throws TypeError when it is none at all */
export function parseServerAddress(raw: string): ServerAddress | null {
  if (!/^https?:\/\//i.test(raw)) return null;
  const url = new URL(raw);
  const [username, password] = [decode(url.username), decode(url.password)];
  const path = url.pathname.replace(/\/+$/, '');
  return {
    url: `${url.origin}${path}`,
    host: url.host,
    credentials: username === '' || password === '' ? null : { username, password },
  };
}

interface Rewrite {
  readonly prefix: string;
  readonly base: string;
}

function rewrites(config: GitConfig, name: 'insteadof' | 'pushinsteadof'): Rewrite[] {
  return config.entries.flatMap(({ key, value }) =>
    key.startsWith('url.') && key.endsWith(`.${name}`) && value !== null && value !== ''
      ? [{ prefix: value, base: key.slice('url.'.length, -name.length - 1) }]
      : [],
  );
}

/** The longest prefix counts. */
function rewrite(url: string, all: readonly Rewrite[]): string | null {
  let best: Rewrite | null = null;
  for (const one of all)
    if (url.startsWith(one.prefix) && one.prefix.length > (best?.prefix.length ?? 0)) best = one;
  return best === null ? null : best.base + url.slice(best.prefix.length);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign is part of it
  }
}
