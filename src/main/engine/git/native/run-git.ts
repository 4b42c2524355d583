import { spawn, spawnSync } from 'node:child_process';
import { fail } from '../../errors';
import type { GitEnvironment } from '../repository/config-files';
import { nodeEnvironment, type NativeGit } from './find-git';

export interface GitJob {
  /** What it is run for, in words, for errors: "Git LFS". */
  readonly what: string;
  /** Working folder, named in errors. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly input: Buffer;
  /** Variables on top of the person's own, those of git's that name a repository left out. */
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: GitEnvironment;
  readonly limitMilliseconds: number;
  readonly limitBytes: number;
}

/** Of every job: no hook, no monitor, no remote helper that is a command; nothing is written that nobody asked for. */
const always = [
  '--no-pager',
  '--literal-pathspecs',
  ...[
    'core.hooksPath=/dev/null',
    'core.fsmonitor=false',
    'protocol.ext.allow=never',
    'gc.auto=0',
    'maintenance.auto=false',
  ].flatMap((setting) => ['-c', setting]),
];

/** Variables that would send git somewhere else, or let it run something. */
const foreign =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|CONFIG_PARAMETERS|CONFIG_COUNT|CONFIG_KEY_.*|CONFIG_VALUE_.*|EXTERNAL_DIFF|TRACE.*|PREFIX|CEILING_DIRECTORIES|ATTR_SOURCE|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS|DEFAULT_HASH|QUARANTINE_PATH|REPLACE_REF_BASE|SHALLOW_FILE|GRAFT_FILE)$/;

function variablesOf({ environment, variables }: GitJob): Record<string, string> {
  const own = Object.entries(nodeEnvironment(environment)).filter(([key]) => !foreign.test(key));
  return {
    ...Object.fromEntries(own),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
    ...variables,
  };
}

/**
 * Runs git and waits for it, without a shell.
 * @returns what it wrote; null when that was more than the limit
 * @throws EngineError `git-failed` with what it said
 */
export function runGitNow(git: NativeGit, job: GitJob): Buffer | null {
  const run = spawnSync(git.program, [...always, ...job.args], {
    cwd: job.folder,
    env: variablesOf(job),
    input: job.input,
    timeout: job.limitMilliseconds,
    killSignal: 'SIGKILL',
    maxBuffer: job.limitBytes,
    windowsHide: true,
  });
  const code = (run.error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ETIMEDOUT') return failed(job, tooLong(job));
  if (code === 'ENOBUFS') return null;
  if (run.status === 0) return run.stdout;
  return failed(
    job,
    lastWords(run.stderr?.toString() ?? '') || (run.error?.message ?? `it ended with ${run.status}`),
  );
}

/**
 * The same without holding up the worker: it can be stopped.
 * @throws EngineError `git-failed`, `cancelled`
 */
export function runGit(git: NativeGit, job: GitJob, signal?: AbortSignal): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const stop = (cause: () => never): void => {
      try {
        cause();
      } catch (error) {
        reject(error);
      }
      endGroup();
    };
    // A group of its own, so that what git started ends with it.
    const child = spawn(git.program, [...always, ...job.args], {
      cwd: job.folder,
      env: variablesOf(job),
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const endGroup = (): void => {
      if (child.pid === undefined) return;
      try {
        if (process.platform === 'win32') child.kill('SIGKILL');
        else process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    const onAbort = (): void => stop(() => fail('cancelled', { what: 'The run' }));
    const timer = setTimeout(() => stop(() => failed(job, tooLong(job))), job.limitMilliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
    const out: Buffer[] = [];
    let size = 0;
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= job.limitBytes) out.push(part);
      else {
        resolve(null);
        endGroup();
      }
    });
    child.stderr.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-64_000);
    });
    child.stdin.on('error', () => undefined); // it ended without reading everything: its exit code says why
    child.on('error', (cause) => stop(() => failed(job, cause.message)));
    child.on('close', (status) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (status === 0) resolve(Buffer.concat(out));
      else stop(() => failed(job, lastWords(said) || `it ended with ${status}`));
    });
    if (signal?.aborted) onAbort();
    child.stdin.end(job.input);
  });
}

const failed = ({ what, folder }: GitJob, reason: string): never =>
  fail('git-failed', { what, path: folder, reason });
const tooLong = ({ limitMilliseconds }: GitJob): string =>
  `it did not end within ${Math.round(limitMilliseconds / 1000)} s`;

/** What it said last, in a line; names and passwords of addresses are left out. */
const lastWords = (said: string): string =>
  said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('hint:'))
    .slice(-4)
    .join('; ')
    .replaceAll(/(\w+:\/\/)[^/@\s]+@/g, '$1')
    .slice(-800);
