import { fail } from '../../errors';

/** What no part of a ref name may hold: control characters, space, and what git uses in its own expressions. */
// eslint-disable-next-line no-control-regex -- control characters are part of the rule
const forbidden = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{/;

/**
 * Whether git would take a full ref name (`refs/heads/main`, `HEAD`).
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function isRefName(name: string): boolean {
  if (name === '' || name === '@' || name.endsWith('.') || forbidden.test(name)) return false;
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'))) return false;
  return parts.length > 1 ? true : isTopName(name);
}

/** @throws EngineError `ref-invalid` */
export function checkRefName(name: string): void {
  if (!isRefName(name)) fail('ref-invalid', { ref: name });
}

/** Refs beside `refs/` are `HEAD`, `MERGE_HEAD` and their like. */
const isTopName = (name: string): boolean => /^[A-Z][A-Z_]*$/.test(name);
