import { roles } from '../../../shared/domain/project';
import type { Role } from '../../../shared/domain/project';

/** What is known of a clone before lanes are proposed. */
export interface LaneHint {
  /** What names say; null where they say nothing. */
  readonly role: Role | null;
  /** Why, in a sentence; '' where names say nothing. */
  readonly reason: string;
  /** On `main` or `master`: the usual place of what is public. */
  readonly isMainBranch: boolean;
  /** Position by another source, left to right; null where there is none. */
  readonly position: number | null;
  /** Commits that the others lack, less those that it lacks: the highest is furthest to the left. */
  readonly lead: number;
}

export interface LaneRole {
  readonly role: Role;
  readonly reason: string;
}

/**
 * Gives every clone a role, where names leave it open by what its history says: the one with the newest changes is
 * where changes are made, the one with the fewest is public. The result keeps the rules of lanes (lanes.ts).
 */
export function assignRoles<T extends LaneHint>(hints: readonly T[]): readonly (T & LaneRole)[] {
  if (hints.length === 1 && hints[0] && hints[0].role === null)
    return [{ ...hints[0], role: 'development', reason: 'The only one, so changes are made here.' }];
  const chosen = new Map<T, LaneRole>();
  for (const hint of hints)
    if (hint.role !== null) chosen.set(hint, { role: hint.role, reason: hint.reason });
  const has = (role: Role): boolean => [...chosen.values()].some((value) => value.role === role);

  const open = hints.filter((hint) => hint.role === null).sort((a, b) => b.lead - a.lead);
  if (!has('production') && open.length > 0 && (open.length > 1 || has('development') || has('staging'))) {
    const mains = open.filter((hint) => hint.isMainBranch);
    const live = mains.length === 1 ? mains[0] : open.at(-1);
    if (live) {
      const reason =
        live === mains[0] && mains.length === 1
          ? 'Its branch is the main one, so it is likely the public site.'
          : 'It has the fewest changes of its own, so it is likely the public site.';
      chosen.set(live, { role: 'production', reason });
    }
  }
  for (const hint of open) {
    if (chosen.has(hint)) continue;
    chosen.set(
      hint,
      has('development')
        ? { role: 'staging', reason: 'It stands between the others.' }
        : { role: 'development', reason: 'It has the newest changes.' },
    );
  }
  return inOrder(onlyOneLive(hints.map((hint) => ({ ...hint, ...(chosen.get(hint) ?? unknownRole) }))));
}

const unknownRole: LaneRole = { role: 'staging', reason: '' };

/** Of several that call themselves public, the furthest to the right is. */
function onlyOneLive<T extends LaneHint & LaneRole>(lanes: readonly T[]): readonly T[] {
  const live = lanes.filter(({ role }) => role === 'production').sort(byPlace);
  const last = live.at(-1);
  return lanes.map((lane) =>
    lane.role === 'production' && lane !== last
      ? { ...lane, role: 'staging', reason: `${lane.reason} Only one can be Live.`.trim() }
      : lane,
  );
}

const byPlace = (a: LaneHint, b: LaneHint): number =>
  a.position !== null && b.position !== null && a.position !== b.position
    ? a.position - b.position
    : b.lead - a.lead;

const inOrder = <T extends LaneHint & LaneRole>(lanes: readonly T[]): readonly T[] =>
  [...lanes].sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || byPlace(a, b));
