/**
 * Udis in the order in which a database can take them: what is needed comes first. Real sets have cycles; of those any
 * order will do, because links are set when all items are there. Pure; iterative, whatever the depth.
 */
export function inOrderOfNeed(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  for (const start of needs.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const path = [{ udi: start, left: [...(needs.get(start) ?? [])] }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.left.shift();
      if (next === undefined) {
        order.push(top.udi);
        path.pop();
      } else if (!seen.has(next) && needs.has(next)) {
        seen.add(next);
        path.push({ udi: next, left: [...(needs.get(next) ?? [])] });
      }
    }
  }
  return order;
}
