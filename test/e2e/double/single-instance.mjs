// The lock of `app.requestSingleInstanceLock`: a socket beside the data, and a file that says who listens on it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

function liveOwner(file) {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    process.kill(owner.pid, 0);
    return owner;
  } catch {
    return null;
  }
}

/**
 * @param folder the `userData` of the app
 * @param onSecond called in the first instance with the command line of another one
 * @returns whether this is the first instance; otherwise `told` settles when the first one was told
 */
export function takeInstanceLock(folder, onSecond) {
  const file = join(folder, 'DoubleLock.json');
  const owner = existsSync(file) ? liveOwner(file) : null;
  if (owner) {
    const told = new Promise((resolve) => {
      connect(owner.address).on('close', resolve).on('error', resolve).end(JSON.stringify(process.argv));
    });
    return { isFirst: false, told };
  }
  const name = `laneway-double-${process.pid}`;
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  createServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    socket.on('end', () => {
      socket.end();
      onSecond(JSON.parse(text));
    });
  })
    .listen(address)
    .unref();
  writeFileSync(file, JSON.stringify({ pid: process.pid, address }));
  process.on('exit', () => {
    rmSync(file, { force: true });
    if (process.platform !== 'win32') rmSync(address, { force: true });
  });
  return { isFirst: true, told: Promise.resolve() };
}
