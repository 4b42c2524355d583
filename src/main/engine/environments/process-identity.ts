import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from '../errors';

/** Which process on which computer; null where the system does not tell. */
export interface ProcessIdentity {
  readonly host: string;
  /** The installation: computers with the same name are told apart by it. */
  readonly machine: string | null;
  /** Another one means that the computer was started anew, and no process of before lives. */
  readonly bootId: string | null;
  /** A container has process numbers of its own. */
  readonly pidNamespace: string | null;
  readonly pid: number;
  /** When the process began, in the system's own words: numbers of processes are used again. */
  readonly started: string | null;
}

/**
 * `gone`: proven. `alive`: there, and the same one. `likely`: one with that number is there. `rebooted`: the computer
 * was started anew since. `elsewhere`: nothing can be said from here.
 */
export type ProcessState = 'alive' | 'likely' | 'gone' | 'rebooted' | 'elsewhere';

let current: ProcessIdentity | null = null;

export function currentProcess(): ProcessIdentity {
  current ??= {
    host: hostname(),
    machine: process.platform === 'linux' ? firstLine('/etc/machine-id') : null,
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    pid: process.pid,
    started: startOf(process.pid),
  };
  return current;
}

/** What this process can tell of another; it never guesses "gone". */
export function stateOf(other: ProcessIdentity, self: ProcessIdentity = currentProcess()): ProcessState {
  if (other.host !== self.host || other.machine !== self.machine) return 'elsewhere';
  if (other.bootId !== null && self.bootId !== null && other.bootId !== self.bootId) return 'rebooted';
  if (other.pidNamespace !== self.pidNamespace) return 'elsewhere';
  if (!isThere(other.pid)) return 'gone';
  if (other.started === null) return 'likely';
  const started = startOf(other.pid);
  if (started === null) return isThere(other.pid) ? 'likely' : 'gone';
  return started === other.started ? 'alive' : 'gone';
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return systemCode(cause) === 'EPERM'; // somebody else's process, but there
  }
  // A process that ended and that nobody has asked about yet keeps its number, and does nothing more, once its other
  // threads are through with what they had begun.
  const fields = statFields(pid);
  return !['Z', 'X'].includes(fields[0] ?? '') || Number(fields[17]) > 1;
}

/** Start of a process: clock ticks since boot (Linux), or a date (macOS). Windows has no cheap way to ask. */
function startOf(pid: number): string | null {
  if (process.platform === 'linux') return statFields(pid)[19] ?? null;
  return process.platform === 'darwin' ? output('ps', ['-o', 'lstart=', '-p', String(pid)]) : null;
}

/** Fields 3 and following of /proc/<pid>/stat; the name before them may hold anything (man proc_pid_stat). */
function statFields(pid: number): string[] {
  if (process.platform !== 'linux') return [];
  const line = firstLine(`/proc/${pid}/stat`) ?? '';
  return line.slice(line.lastIndexOf(')') + 2).split(' ');
}

function bootId(): string | null {
  if (process.platform === 'linux') return firstLine('/proc/sys/kernel/random/boot_id');
  // Windows keeps no such id, and its time of boot moves with every correction of the clock.
  return process.platform === 'darwin' ? output('sysctl', ['-n', 'kern.bootsessionuuid']) : null;
}

function pidNamespace(): string | null {
  if (process.platform !== 'linux') return null;
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null; // no /proc
  }
}

function firstLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').split('\n')[0] ?? null;
  } catch {
    return null; // not there, or not for us
  }
}

function output(program: string, args: readonly string[]): string | null {
  try {
    const text = execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return text === '' ? null : text;
  } catch {
    return null; // no such process, or no such program
  }
}
