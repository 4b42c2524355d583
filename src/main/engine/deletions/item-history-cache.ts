import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { EnvironmentHome } from '../environments/identity';
import { isFromOutside } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import type { ObjectId } from '../git/model';
import { readItemHistory, type ItemHistory } from './item-history';

/** A history is kept on disk each time it has grown by this many commits: fewer are read again in no time. */
const worthKeeping = 200;

const author = v.object({ name: v.string(), email: v.nullable(v.string()) });
const stored = v.object({
  format: v.literal(1),
  tip: v.string(),
  commits: v.number(),
  items: v.array(
    v.tuple([
      v.string(),
      v.object({
        path: v.string(),
        blob: v.string(),
        by: author,
        at: v.number(),
        deleted: v.nullable(
          v.object({
            commit: v.string(),
            path: v.string(),
            by: author,
            at: v.number(),
          }),
        ),
      }),
    ]),
  ),
  broughtBack: v.array(v.string()),
});

/** Item histories of environments: read once, then only extended. */
export interface ItemHistories {
  /** @throws EngineError `object-missing`, `object-damaged` */
  of(home: EnvironmentHome, head: ObjectId): ItemHistory;
}

/**
 * A cache in memory and on disk; both can be thrown away at any time.
 * @param dataFolder the app's own: a clone need not be writable to be looked at
 */
export function createItemHistories(dataFolder: string): ItemHistories {
  const known = new Map<string, { history: ItemHistory; kept: number }>();
  return {
    of(home, head) {
      const path = join(dataFolder, 'cache', 'items', `${home.id}.json`);
      const earlier = known.get(home.id) ?? load(path);
      const history = readItemHistory(home.repository.objects, head, earlier?.history ?? null);
      const grown = Math.abs(history.commits - (earlier?.kept ?? 0)) >= worthKeeping;
      known.set(home.id, {
        history,
        kept: grown && keep(path, history) ? history.commits : (earlier?.kept ?? 0),
      });
      return history;
    },
  };
}

function load(path: string): { history: ItemHistory; kept: number } | null {
  try {
    const { tip, commits, items, broughtBack } = v.parse(stored, JSON.parse(readFileSync(path, 'utf8')));
    const history = { tip, commits, items: new Map(items), broughtBack: new Set(broughtBack) };
    return { history, kept: commits };
  } catch {
    return null; // missing, or not readable any more: it is made again
  }
}

/** Where it cannot be kept (a full disk, no rights) it is read again next time. */
function keep(path: string, { items, broughtBack, ...rest }: ItemHistory): boolean {
  try {
    writeFileAtomic(
      path,
      JSON.stringify({ format: 1, ...rest, items: [...items], broughtBack: [...broughtBack] }),
    );
    return true;
  } catch (cause) {
    if (!isFromOutside(cause)) throw cause;
    return false;
  }
}
