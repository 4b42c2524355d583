import type { ChangedLines } from './changed-lines';

/**
 * Moves each group of changed lines of one side to where people expect it, where its ends allow it (a block that starts
 * with the line that follows it can be one line further down): as far down as possible, or beside the last change of
 * the other side that it meets on its way. Groups that touch become one. Call it for both sides, `a` first.
 */
export function compactChanges(a: Uint32Array, b: Uint32Array, changed: ChangedLines): void {
  compactSide(a, changed.a, changesBefore(changed.b));
  compactSide(b, changed.b, changesBefore(changed.a));
}

/** For each unchanged line, and for the end: whether changed lines are directly before it. */
function changesBefore(changed: Uint8Array): Uint8Array {
  const before: number[] = [];
  let after = 0;
  for (const flag of changed) {
    if (flag === 0) before.push(after);
    after = flag;
  }
  before.push(after);
  return Uint8Array.from(before);
}

/** A run of changed lines, end excluded, and the number of unchanged lines before it. */
interface Group {
  start: number;
  end: number;
  unchanged: number;
}

function compactSide(ids: Uint32Array, changed: Uint8Array, others: Uint8Array): void {
  const meets = (group: Group): boolean => others[group.unchanged] === 1;
  const group: Group = { start: 0, end: 0, unchanged: 0 };
  for (;;) {
    group.end = endOfGroup(changed, group.start);
    if (group.end > group.start) settle(ids, changed, group, meets);
    if (group.end >= ids.length) return;
    group.start = group.end + 1;
    group.unchanged++;
  }
}

function settle(ids: Uint32Array, changed: Uint8Array, group: Group, meets: (group: Group) => boolean): void {
  let size: number;
  let met: boolean;
  // Sliding may take in neighbouring groups, and a larger group may slide further.
  do {
    size = group.end - group.start;
    while (slideUp(ids, changed, group));
    met = meets(group);
    while (slideDown(ids, changed, group)) met ||= meets(group);
  } while (size !== group.end - group.start);
  if (met) while (!meets(group) && slideUp(ids, changed, group));
}

function slideUp(ids: Uint32Array, changed: Uint8Array, group: Group): boolean {
  if (group.start === 0 || ids[group.start - 1] !== ids[group.end - 1]) return false;
  changed[--group.start] = 1;
  changed[--group.end] = 0;
  while (changed[group.start - 1] === 1) group.start--;
  group.unchanged--;
  return true;
}

function slideDown(ids: Uint32Array, changed: Uint8Array, group: Group): boolean {
  if (group.end >= ids.length || ids[group.start] !== ids[group.end]) return false;
  changed[group.start++] = 0;
  changed[group.end++] = 1;
  group.end = endOfGroup(changed, group.end);
  group.unchanged++;
  return true;
}

function endOfGroup(changed: Uint8Array, start: number): number {
  let end = start;
  while (changed[end] === 1) end++;
  return end;
}
