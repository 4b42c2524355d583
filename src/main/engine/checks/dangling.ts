import type { Finding } from '../../../shared/domain/plan';
import type { ReferenceRole } from '../artifacts/artifact';
import { kindInWords } from '../artifacts/entity-types';
import { referencesOf } from '../artifacts/references';
import type { SiteIndex, SiteItem } from '../artifacts/site-index';
import { parseUdi, type Udi } from '../artifacts/udi';
import type { PastItem } from '../deletions/item-history';
import type { CheckInput } from './check-input';
import { fileParty, named } from './parties';
import { pastName } from './past-name';

/** Roles that the platform must resolve when it extracts. A mention in some setting need not be more than a text. */
const roleWords: Partial<Record<ReferenceRole, string>> = {
  dependency: 'needs it',
  parent: 'lies in it',
  'allowed-child': 'allows it below',
  composition: 'is composed of it',
  'allowed-template': 'allows it as template',
  'default-template': 'uses it as template',
  'master-template': 'is laid into it',
  'data-type': 'has a property of it',
};

interface Missing {
  readonly item: SiteItem;
  readonly role: ReferenceRole;
}

/**
 * Items that are gone and still pointed to (umbraco.md, "Deletions"): the platform fails to extract those that point.
 * What never had an artifact in the history of either side is built in, or is no item: not dangling.
 */
export function danglingReferences(input: CheckInput): Finding[] {
  const found: Finding[] = [];
  for (const [udi, pointers] of missingIn(input.result)) {
    const past = pastItem(input, udi);
    if (!past) continue;
    const before = missingIn(input.to.index).get(udi) ?? [];
    const known = pointers.every(({ item }) => before.some((other) => other.item.udi === item.udi));
    found.push(danglingFinding(input, udi, pointers, past, known));
  }
  return found;
}

function danglingFinding(
  input: CheckInput,
  udi: Udi,
  pointers: readonly Missing[],
  past: Pick<PastItem, 'path' | 'blob'>,
  known: boolean,
): Finding {
  const items = [...new Map(pointers.map(({ item }) => [item.udi, item])).values()];
  const some = items.slice(0, 3).map((item) => {
    const roles = pointers.filter((pointer) => pointer.item === item).map(({ role }) => role);
    const role = roles.find((one) => one !== 'dependency') ?? 'dependency';
    return `${named(item)} (${roleWords[role] ?? 'needs it'})`;
  });
  const more = items.length > some.length ? ` and ${items.length - some.length} more` : '';
  const gone = `${kindInWords(parseUdi(udi)?.entityType ?? '')} "${pastName(input, past)}"`;
  return {
    code: 'dangling-reference',
    level: known ? 'warn' : 'block',
    environmentId: input.to.environmentId,
    path: items[0]?.path ?? past.path,
    paths: items.map(({ path }) => path),
    parties: items.map((item) => fileParty(input, item)),
    message: `${gone} is deleted, and still pointed to by ${some.join(', ')}${more}. The site could not read ${items.length === 1 ? 'it' : 'them'}: take it off there, or bring it back.`,
  };
}

/** The item in the history of the sides, if it ever was one. */
function pastItem({ from, to }: CheckInput, udi: Udi): Pick<PastItem, 'path' | 'blob'> | undefined {
  const parts = parseUdi(udi);
  const key = parts ? `${parts.entityType}__${parts.id}`.toLowerCase() : '';
  for (const side of [from, to]) {
    const past = side.history().items.get(key);
    if (past) return past;
  }
  // Made and deleted again without ever having been committed there.
  const item = from.index.item(udi) ?? to.index.item(udi);
  return item;
}

const memo = new WeakMap<SiteIndex, ReadonlyMap<Udi, readonly Missing[]>>();

/** Addresses that items point to and that are not there, once for a state of a site. */
function missingIn(index: SiteIndex): ReadonlyMap<Udi, readonly Missing[]> {
  const known = memo.get(index);
  if (known) return known;
  const missing = new Map<Udi, Missing[]>();
  for (const item of index.items)
    for (const { udi, role } of referencesOf(item)) {
      if (roleWords[role] === undefined || index.item(udi) !== undefined) continue;
      const pointers = missing.get(udi);
      if (pointers) pointers.push({ item, role });
      else missing.set(udi, [{ item, role }]);
    }
  memo.set(index, missing);
  return missing;
}
