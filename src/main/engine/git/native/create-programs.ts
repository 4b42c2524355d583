import { fail } from '../../errors';
import { commandTexts, type ProgramRefusal, type ProgramUse, type Programs } from '../repository/programs';
import { cleanFile, cleanFiles } from './clean-files';
import { findGit } from './find-git';
import type { ProgramPlace } from './private-git-dir';
import { createProgramCache } from './program-cache';
import { filesPerProgram, programName, type ProgramHost } from './program-job';
import { canBeNamed } from './quote-path';
import { canBeListed, smudgeFile, smudgeFiles, type Smudging } from './smudge-files';

/**
 * Programs of a clone, run through the user's own git.
 * @param trusted the settings that a person allowed, see `commandTexts`; asked each time
 */
export function createPrograms(place: ProgramPlace, trusted: () => ReadonlySet<string>): Programs {
  const cache = createProgramCache();
  const refusal = ({ filter }: Pick<ProgramUse, 'filter'>, allowed = trusted()): ProgramRefusal | null => {
    const git = findGit(place.environment);
    if ('missing' in git) return { lacks: 'git', why: git.missing };
    const unknown = filter && commandTexts(filter).some((text) => !allowed.has(text));
    return unknown ? { lacks: 'trust', why: commandTexts(filter).join(', ') } : null;
  };
  const hostFor = (use: ProgramUse): ProgramHost => {
    const refuse = (reason: string): never =>
      fail('git-failed', { what: programName(use), path: use.path, reason });
    const why = refusal(use);
    if (why) return refuse(why.why);
    if (!canBeNamed(use)) return refuse('its name is too long for git attributes');
    const git = findGit(place.environment);
    return 'missing' in git ? refuse(git.missing) : { place, git };
  };
  /** What was written for a blob is that blob, without asking the program back. */
  const keepSmudged = (use: ProgramUse, bytes: Buffer, result: Buffer): Buffer => {
    cache.set('smudge', use, bytes, result);
    cache.set('clean', use, result, bytes);
    return result;
  };
  const keepCleaned = (use: ProgramUse, bytes: Buffer, result: Buffer): Buffer => {
    cache.set('clean', use, bytes, result);
    return result;
  };
  /** Those that may be asked for together. */
  const runnable = <T>(all: Iterable<T>, useOf: (one: T) => ProgramUse): T[] => {
    const allowed = trusted();
    return [...all].filter((one) => canBeNamed(useOf(one)) && refusal(useOf(one), allowed) === null);
  };
  return {
    refusal: (use) => refusal(use),
    clean: (use, bytes) =>
      cache.get('clean', use, bytes) ?? keepCleaned(use, bytes, cleanFile(hostFor(use), use, bytes)),
    smudge: (use, bytes) =>
      cache.get('smudge', use, bytes) ?? keepSmudged(use, bytes, smudgeFile(hostFor(use), use, bytes)),
    cleanInPlace(uses) {
      for (const part of parts(runnable(uses, (use) => use)))
        if (part[0]) cleanFiles(hostFor(part[0]), part, keepCleaned);
    },
    async smudgeAll(files, signal) {
      const wanted = runnable<Smudging>(files, ({ use }) => use).filter(
        ({ use, bytes }) => canBeListed(use) && !cache.get('smudge', use, bytes),
      );
      for (const part of parts(wanted)) {
        const results = part[0] ? await smudgeFiles(hostFor(part[0].use), part, signal) : null;
        results?.forEach((result, i) => {
          const one = part[i];
          if (one) keepSmudged(one.use, one.bytes, result);
        });
      }
    },
  };
}

function* parts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += filesPerProgram) yield all.slice(i, i + filesPerProgram);
}
