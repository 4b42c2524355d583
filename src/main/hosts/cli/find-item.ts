import { fail } from '../../engine/errors';

interface Named {
  readonly udi: string;
  readonly name: string;
  readonly alias?: string;
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/**
 * The item that is meant: by its address, else by alias or name without regard to capitals.
 * @throws EngineError `item-not-found`, `item-ambiguous`
 */
export function findItem<T extends Named>(items: readonly T[], wanted: string): T {
  const exact = items.find(({ udi }) => fold(udi) === fold(wanted));
  if (exact) return exact;
  const found = items.filter(({ name, alias }) =>
    [name, alias ?? name].some((word) => fold(word) === fold(wanted)),
  );
  const [first, ...others] = found;
  if (!first) return fail('item-not-found', { item: wanted, known: items.map(({ name }) => name) });
  if (others.length > 0) fail('item-ambiguous', { item: wanted, known: found.map(({ udi }) => udi) });
  return first;
}
