import type { Stats } from 'node:fs';
import { isRacy } from '../index/racy';
import type { Index } from '../index/read-index';
import type { WorkSettings } from './work-settings';

/** Milliseconds as a double keep about a quarter of a microsecond. */
const toleranceNanoseconds = 1000;

const sameTime = (milliseconds: number, seconds: number, nanoseconds: number): boolean => {
  const whole = Math.floor(milliseconds / 1000);
  if (whole % 2 ** 32 !== seconds) return false;
  return (
    nanoseconds === 0 || Math.abs(nanoseconds - (milliseconds - whole * 1000) * 1e6) <= toleranceNanoseconds
  );
};

/**
 * Whether the stat of a file proves that it is what entry `i` recorded. False means only "look at the content".
 * Times without nanoseconds and inodes of 0 were written by programs or systems that do not know them.
 */
export function statProves(index: Index, i: number, stat: Stats, settings: WorkSettings): boolean {
  const { bytes } = index;
  const at = index.positions[i] ?? 0;
  if (bytes.readUInt32BE(at + 36) !== stat.size % 2 ** 32) return false;
  const modifiedNanoseconds = settings.minimalStat ? 0 : bytes.readUInt32BE(at + 12);
  if (!sameTime(stat.mtimeMs, bytes.readUInt32BE(at + 8), modifiedNanoseconds)) return false;
  if (!settings.minimalStat && process.platform !== 'win32') {
    if (
      settings.trustChangeTime &&
      !sameTime(stat.ctimeMs, bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4))
    )
      return false;
    const inode = bytes.readUInt32BE(at + 20);
    if (inode !== 0 && inode !== stat.ino % 2 ** 32) return false;
  }
  return !isRacy(index, i, settings.minimalStat);
}
