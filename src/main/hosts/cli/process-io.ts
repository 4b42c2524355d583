import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
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
  askText,
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
  const answer = await askText(question, false);
  return answer !== null && /^y(es)?$/i.test(answer.trim());
}

async function askText(question: string, hidden: boolean): Promise<string | null> {
  // The question is written by hand; what readline echoes of a hidden answer goes nowhere.
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() });
  const output = hidden ? nowhere : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  lines.once('SIGINT', stop);
  lines.once('close', stop);
  if (hidden) process.stderr.write(question);
  try {
    return await lines.question(hidden ? '' : question, { signal: stopped.signal });
  } catch (cause) {
    if (!stopped.signal.aborted) throw cause;
    if (!hidden) process.stderr.write('\n');
    return null;
  } finally {
    if (hidden) process.stderr.write('\n');
    lines.close();
  }
}
