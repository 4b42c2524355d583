import { basename, dirname } from 'node:path';
import type { Role } from '../../../shared/domain/project';
import type { CloudLanes } from './cloud-lanes';
import { asTitle, roleInWords, usualName, withoutShared, wordsOf } from './lane-words';
import { sameName } from './lanes';

export interface NamedClone {
  readonly path: string;
  readonly branch: string;
  readonly cloud: CloudLanes | null;
}

/** What names say about a clone. */
export interface LaneName {
  /** The name to propose, once the role is known. */
  readonly name: (role: Role) => string;
  readonly role: Exclude<Role, 'flexible'> | null;
  readonly reason: string;
  readonly position: number | null;
}

/**
 * Reads names and roles of clones of one site from the site's own list of lanes, else from folder names, else from
 * branch names.
 * @returns one for each clone, in the same order.
 */
export function nameLanes(clones: readonly NamedClone[]): readonly LaneName[] {
  const folders = distinctWords(clones.map(({ path }) => path));
  return clones.map((clone, i) => {
    const words = folders[i] ?? [];
    const byFolder = roleInWords(words.length > 0 ? words : wordsOf(basename(clone.path)));
    const byBranch = roleInWords(wordsOf(clone.branch));
    const own = cloudLaneOf(clone, clones, byFolder?.word ?? byBranch?.word ?? null);
    if (own) return own;
    const name = (role: Role): string =>
      asTitle(words) || (role === 'flexible' ? asTitle(wordsOf(clone.branch)) : usualName[role]);
    if (byFolder)
      return { name, role: byFolder.role, reason: `Its folder is named "${byFolder.word}".`, position: null };
    if (byBranch)
      return { name, role: byBranch.role, reason: `Its branch is named "${clone.branch}".`, position: null };
    return { name, role: null, reason: '', position: null };
  });
}

/** By the clone's own id where the clones have different ones, else by a word of the folder or branch. */
function cloudLaneOf(clone: NamedClone, clones: readonly NamedClone[], word: string | null): LaneName | null {
  const { lanes = [], own = null } = clone.cloud ?? {};
  const idTells = own !== null && clones.filter(({ cloud }) => cloud?.own === own).length === 1;
  const at = lanes.findIndex(({ id, name, type }) =>
    idTells
      ? id === own
      : word !== null &&
        (sameName(name, word) || roleInWords(wordsOf(type))?.role === roleInWords([word])?.role),
  );
  const lane = lanes[at];
  const role = lane && (roleInWords(wordsOf(lane.type)) ?? roleInWords(wordsOf(lane.name)))?.role;
  if (!lane || !role) return null;
  return { name: () => lane.name, role, reason: `umbraco-cloud.json names it "${lane.name}".`, position: at };
}

/** The words that tell folders apart: `/sites/nordlys-dev`, `/sites/nordlys-live` -> [dev], [live]. */
function distinctWords(paths: readonly string[]): readonly (readonly string[])[] {
  const parts = withoutShared(paths.map(partsOf)).rest;
  return withoutShared(parts.map(([first = '']) => wordsOf(first))).rest;
}

/** What the clones' folders share, else the folder they lie in: "Nordlys". */
export function projectNameOf(paths: readonly string[]): string {
  const lists = paths.map(partsOf);
  const { shared, rest } = withoutShared(lists);
  if (paths.length < 2) {
    const words = wordsOf(basename(paths[0] ?? ''));
    const plain = words.filter((word) => roleInWords([word]) === null);
    return asTitle(plain.length > 0 ? plain : wordsOf(basename(dirname(paths[0] ?? '')))) || 'Site';
  }
  const common = withoutShared(rest.map(([first = '']) => wordsOf(first))).shared;
  if (common.length > 0) return asTitle(common);
  const last = lists.map((list) => list.at(-1));
  const sameLast = new Set(last).size === 1 ? last[0] : undefined;
  return asTitle(wordsOf(sameLast ?? shared.at(-1) ?? '')) || 'Site';
}

const partsOf = (path: string): readonly string[] => path.split(/[\\/]+/).filter((part) => part !== '');
