import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { idPattern } from '../object-format';
import { keepText } from '../objects/write-pack';
import { namesIn } from './small-packs';

const packFile = new RegExp(`^pack-${idPattern}\\.(idx|keep)$`);

/** Long enough that whoever made it is not at it any more. */
const oldMilliseconds = 24 * 3600 * 1000;

/**
 * Removes what a crash of Laneway may have left among packs more than a day ago: its temporary files, told from native
 * git's by the length of their names, and an index whose pack was just removed (git names the pack first, so that an
 * index alone is never one in the making), and the `.keep` of a pack whose objects were about to get refs. By time of last change of the file's place, which no restored backup fakes.
 */
export function sweepLeftovers(packFolder: string): void {
  for (const name of namesIn(packFolder)) {
    const path = `${packFolder}/${name}`;
    const isOurs = /^tmp_(?:pack|idx)_[0-9a-f]{12}$/.test(name);
    const ending = packFile.exec(name)?.[1];
    const isAlone = ending === 'idx' && !existsSync(`${path.slice(0, -4)}.pack`);
    const isKeep = ending === 'keep';
    if (!isOurs && !isAlone && !isKeep) continue;
    const changed = statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Infinity;
    if (Date.now() - changed <= oldMilliseconds) continue;
    if (isKeep && readFileSync(path, 'utf8') !== keepText) continue; // another program's, or a person's wish
    rmSync(path, { force: true });
  }
}
