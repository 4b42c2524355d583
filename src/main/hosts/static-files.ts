import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export interface BundleFile {
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Everything is forbidden but the bundle's own files. No 'unsafe-inline' for styles: Svelte's `style:` directives and
 * `style={...}` go through the CSSOM, which the policy does not concern.
 * @param socketOrigin where the page may open its websocket (browser host), e.g. `ws://127.0.0.1:4100`
 */
export const contentSecurityPolicy = (socketOrigin = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `connect-src 'self'${socketOrigin ? ` ${socketOrigin}` : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Headers of every answer, whatever it carries. */
export const safetyHeaders = (socketOrigin = ''): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy(socketOrigin),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/**
 * One file of the built renderer, or null when there is none. Never leaves `root`.
 * @param root absolute folder of the bundle
 * @param pathname path of the address, still percent-encoded; `/` is the page
 */
export async function readBundleFile(
  root: string,
  pathname: string,
  socketOrigin = '',
): Promise<BundleFile | null> {
  const decoded = decodePathname(pathname);
  if (decoded === null) return null;
  const path = normalize(join(root, decoded === '/' ? '/index.html' : decoded));
  if (!path.startsWith(root + sep)) return null;
  const type = types[extname(path)];
  if (!type) return null; // only what a bundle is made of
  const body = await readFile(path).catch(() => null);
  return body && { body, headers: { ...safetyHeaders(socketOrigin), 'content-type': type } };
}

function decodePathname(pathname: string): string | null {
  try {
    const decoded = decodeURIComponent(pathname);
    return decoded.includes('\0') ? null : decoded;
  } catch {
    return null;
  }
}
