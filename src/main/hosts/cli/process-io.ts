import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { CliIo, Sink } from './io';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** This process as the world of a command. */
export const processIo = (): CliIo => ({
  cwd: process.cwd(),
  environment: process.env,
  platform: process.platform,
  home: homedir(),
  out: sinkOf(process.stdout),
  err: sinkOf(process.stderr),
  canAsk: process.stdin.isTTY && process.stderr.isTTY,
  ask,
  onInterrupt(listener) {
    for (const signal of signals) process.on(signal, listener);
    return () => {
      for (const signal of signals) process.off(signal, listener);
    };
  },
  now: () => Date.now(),
});

function sinkOf(stream: NodeJS.WriteStream): Sink {
  let isClosed = false;
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    // EPIPE: the reader has seen enough. What was begun is finished all the same, quietly.
    isClosed = true;
    if (cause.code !== 'EPIPE') process.exitCode = 1;
  });
  return {
    isTerminal: stream.isTTY,
    write(text) {
      if (!isClosed) stream.write(text);
    },
  };
}

async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  lines.once('SIGINT', stop);
  lines.once('close', stop);
  try {
    return /^y(es)?$/i.test((await lines.question(question, { signal: stopped.signal })).trim());
  } catch (cause) {
    if (!stopped.signal.aborted) throw cause;
    process.stderr.write('\n');
    return false;
  } finally {
    lines.close();
  }
}
