import type { Leftover } from '../../../shared/domain/deletion';
import type { Finding, LeftHere, Plan } from '../../../shared/domain/plan';

/**
 * The text that a plan's hash is made of (run.md): canonical JSON of format, environments and branches, both heads,
 * both snapshot trees, the result tree, the deployed commits, finding codes with their subjects, decisions.
 * No times, ages, names or counts, so that the hash changes only when the result would.
 */
export function planHashText(
  plan: Omit<Plan, 'hash'>,
  deployed: { readonly from: string | null; readonly to: string | null },
): string {
  const end = ({ environmentId, branch, head, tree }: Plan['from']): object => ({
    environmentId,
    branch,
    head,
    tree,
  });
  return canonicalJson({
    format: plan.format,
    kind: plan.kind,
    from: end(plan.from),
    // A run is decided on the target's server: there, too, it must find what was looked at.
    to: { ...end(plan.to), ...(plan.to.server ? { server: plan.to.server.head } : {}) },
    result: plan.conflicts.length ? null : plan.resultTree,
    conflicts: plan.conflicts.map(({ path, type }) => `${type} ${path}`).sort(),
    deployed,
    findings: plan.findings.filter(counts).map(subject).sort(),
    decisions: plan.leftHere.map(decision).sort(),
    leftovers: plan.removals.flatMap(({ item, leftover }) => leftoverText(item?.udi, leftover)).sort(),
  });
}

/** What servers said that stops nothing changes no result; a link comes and goes between plan and run. */
const counts = ({ code, level }: Finding): boolean =>
  level === 'block' || !(code.startsWith('upstream-') || code === 'sign-in-needed');

const subject = (finding: Finding): string =>
  [
    finding.code,
    finding.level,
    finding.environmentId ?? '',
    ...(finding.paths ?? [finding.path ?? '']).toSorted(),
    ...(finding.parties ?? []).map(({ udi, path }) => `${udi} ${path ?? 'database'}`).toSorted(),
    finding.yes?.key ?? '',
  ].join('\n');

const decision = (entry: LeftHere): string =>
  [entry.environmentId, entry.folder, entry.reason, entry.decision ?? 'open'].join('\n');

/** The row that a decision would be about. Of the content only whether there is some: it comes and goes. */
const leftoverText = (udi: string | undefined, leftover: Leftover | null | undefined): string[] =>
  udi === undefined || !leftover
    ? []
    : [[udi, leftover.entry, leftover.act, leftover.seen.row ?? '', leftover.confirm].join('\n')];

/** JSON with sorted keys: equal data, equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
