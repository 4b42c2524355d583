import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a person can say when starting the window, in whatever host. */
export interface StartOptions {
  /** Absolute; null for the default. */
  readonly dataFolder: string | null;
  /** Browser host only; 0 takes a free one. */
  readonly port: number;
  /** Open the sample site, making it when there is none. */
  readonly sample: boolean;
  /** Browser host only: open the address in a browser. */
  readonly open: boolean;
}

const startUsage = `Options:
  --sample     open the sample site (made when there is none)
  --data DIR   keep projects and settings in DIR
  --port N     the port of the address (browser only; a free one by default)
  --no-open    print the address only (browser only)`;

/**
 * Reads the options behind `npm start --`.
 * @param strict refuse what is not known. Electron's command line also carries Chromium's own switches: not there.
 * @throws Error that says what is wrong and which options there are
 */
export function parseStartOptions(args: readonly string[], strict = true): StartOptions {
  try {
    return parse(args, strict);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}\n\n${startUsage}`, { cause });
  }
}

function parse(args: readonly string[], strict: boolean): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    strict,
    allowPositionals: !strict,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      sample: { type: 'boolean' },
      'no-open': { type: 'boolean' },
    },
  });
  const port = typeof values.port === 'boolean' ? NaN : Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${String(values.port)}"`);
  }
  const data = values.data;
  if (data === true || data === '') throw new Error('--data takes a folder');
  return {
    dataFolder: typeof data === 'string' ? resolve(data) : null,
    port,
    sample: values.sample === true,
    open: values['no-open'] !== true,
  };
}
