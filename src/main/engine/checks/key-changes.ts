import type { Finding } from '../../../shared/domain/plan';
import type { SiteItem } from '../artifacts/site-index';
import type { CheckInput } from './check-input';
import { fileParty, named, waysOut } from './parties';

/**
 * Keys that change hands, or change only their letters, with this deployment (umbraco.md, "Collisions"): an alias
 * that one item gives up and another takes at once fails on the platform; letters alone matter to file systems.
 */
export const keyChanges = (input: CheckInput): Finding[] => [...reused(input), ...letters(input)];

function reused(input: CheckInput): Finding[] {
  const { result, to } = input;
  return to.index.items.flatMap((before): Finding[] => {
    const key = before.naturalKey;
    const now = result.item(before.udi);
    if (key === null || now?.naturalKey?.folded === key.folded) return [];
    const takers = result.withKey(before.entityType, key.value).filter(({ udi }) => udi !== before.udi);
    const fresh = takers.filter(({ udi }) => to.index.item(udi)?.naturalKey?.folded !== key.folded);
    // What is deleted keeps its key in the database; that is a collision there.
    if (!now || fresh.length === 0) return [];
    return [
      {
        code: 'alias-reused',
        level: 'block',
        environmentId: to.environmentId,
        path: now.path,
        parties: [now, ...fresh].map((item) => fileParty(input, item)),
        ways: fresh.flatMap((item) => waysOut(input, item, ['rename-item', 'remove-item'])),
        message: `${named(now)} gives up "${key.value}" and ${fresh.map(named).join(' and ')} takes it in the same deployment, which the site cannot do in one step. Deploy in two: first the one that gives it up, then the other.`,
      },
    ];
  });
}

/** A template or its view whose name changed in nothing but the case of its letters. */
function letters(input: CheckInput): Finding[] {
  const { result, to } = input;
  return result.items.flatMap((now): Finding[] => {
    const before = now.entityType === 'template' ? to.index.item(now.udi) : undefined;
    const changed = before && onlyLetters(before, now);
    if (!before || !changed) return [];
    return [
      {
        code: 'case-rename',
        level: 'warn',
        environmentId: to.environmentId,
        path: now.path,
        parties: [fileParty(input, now)],
        message: `${named(now)} changes "${changed.from}" to "${changed.to}", in nothing but upper and lower case. Some computers take both for one file and others do not: check that its pages show on ${to.name} afterwards.`,
      },
    ];
  });
}

function onlyLetters(before: SiteItem, now: SiteItem): { from: string; to: string } | null {
  const pairs = [
    [before.alias, now.alias],
    [before.viewFile, now.viewFile],
  ];
  for (const [from, to] of pairs)
    if (from && to && from !== to && from.toLowerCase() === to.toLowerCase()) return { from, to };
  return null;
}
