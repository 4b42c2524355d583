import { createHash } from 'node:crypto';

/** Hex digest of what a row means; the order of keys does not matter. */
export const rowHash = (meaning: unknown): string =>
  createHash('sha256').update(inOrder(meaning)).digest('hex').slice(0, 32);

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
