/** A JSON document as it is parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nothing: readonly unknown[] = [];

/** A list, or an empty one where the value is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : nothing);

/** Text without blanks around it, null where there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

const none: readonly never[] = [];

/** A list without the room to grow that a list filled by `push` has: what is kept of a site is kept long. */
export const compact = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? none : list.slice());
