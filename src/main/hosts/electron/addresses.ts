/** The window's own origin. `app:` instead of `file:`, so that a page can reach nothing else of the disk. */
export const windowAddress = 'app://laneway/';

/** Whether an address belongs to the window itself. Compared by its parts: an origin of `app:` is opaque to Node. */
export function isOwnAddress(address: string): boolean {
  const url = parse(address);
  return url?.protocol === 'app:' && url.host === 'laneway';
}

/** Whether an address may be given to the system's browser: the web, nothing that starts a program. */
export function isWebAddress(address: string): boolean {
  const url = parse(address);
  return url?.protocol === 'https:' || url?.protocol === 'http:';
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
