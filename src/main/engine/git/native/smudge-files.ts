import { randomBytes } from 'node:crypto';
import { fail } from '../../errors';
import type { NewObject } from '../model';
import type { ObjectFormat } from '../object-format';
import { hashObject } from '../objects/hash-object';
import { writeLooseObjects } from '../objects/write-loose';
import { encodePath } from '../path-codec';
import type { ProgramUse } from '../repository/programs';
import { inPrivateDir, pathArgument, programJob, type ProgramHost } from './program-job';
import { runGit, runGitNow } from './run-git';

/** A blob on its way into the working tree; line ends and ident are done. */
export interface Smudging {
  readonly use: ProgramUse;
  readonly bytes: Buffer;
}

/** More than can be remembered is made file by file, when it is needed. */
const batchBytes = 256 * 2 ** 20;

/** What is written into the working tree. @throws EngineError `git-failed`, `path-unsafe` */
export const smudgeFile = (host: ProgramHost, use: ProgramUse, bytes: Buffer): Buffer =>
  inPrivateDir(host, [use], (dir) => {
    const blob = toBlob(host.place.objects.format, bytes);
    writeLooseObjects(dir.objects, [blob], false);
    const job = programJob(host, dir, use, ['cat-file', '--filters', pathArgument(use.path), blob.id]);
    return (
      runGitNow(host.git, job) ??
      fail('file-unreadable', { path: use.path, reason: 'it is larger than 2 GiB' })
    );
  });

/**
 * The same for many.
 * @returns null where it is too much together
 * @throws EngineError `git-failed`, `cancelled`
 */
export async function smudgeFiles(
  host: ProgramHost,
  files: readonly Smudging[],
  signal: AbortSignal | undefined,
): Promise<Buffer[] | null> {
  const [first] = files;
  if (!first) return [];
  return await inPrivateDir(
    host,
    files.map(({ use }) => use),
    async (dir) => {
      const blobs = files.map(({ bytes }) => toBlob(host.place.objects.format, bytes));
      writeLooseObjects(dir.objects, [...new Map(blobs.map((blob) => [blob.id, blob])).values()], false);
      // Content can hold anything: the answers are told apart by a word that nobody could know.
      const mark = randomBytes(16).toString('hex');
      const asked = files.map(({ use }, i) =>
        Buffer.concat([Buffer.from(`${blobs[i]?.id} `), encodePath(use.path), Buffer.alloc(1)]),
      );
      const args = ['cat-file', `--batch=${mark}%(objectname)`, '--filters', '-z'];
      const job = programJob(host, dir, first.use, args, Buffer.concat(asked));
      const out = await runGit(host.git, { ...job, limitBytes: batchBytes }, signal);
      return out && answers(out, mark, blobs);
    },
  );
}

/** A name that begins with a blank cannot stand in a list: git skips it. */
export const canBeListed = ({ path }: ProgramUse): boolean => !/^[ \t]/.test(path);

const toBlob = (format: ObjectFormat, body: Buffer): NewObject => ({
  id: hashObject(format, 'blob', body),
  type: 'blob',
  body,
});

/** The contents between the marks. */
function answers(out: Buffer, mark: string, blobs: readonly NewObject[]): Buffer[] {
  let at = 0;
  return blobs.map(({ id }, i) => {
    const head = `${mark}${id}\n`;
    const start = at + head.length;
    const end = i + 1 < blobs.length ? out.indexOf(`\n${mark}`, start, 'latin1') : out.length - 1;
    if (out.toString('latin1', at, start) !== head || end < start)
      throw new Error('git answered out of order');
    at = end + 1;
    return Buffer.from(out.subarray(start, end));
  });
}
