import { isObject } from './json-value';

const isNothing = (value: unknown): boolean => value === undefined || value === null;
/** What versions from 12 on leave out. */
const isLeftOut = (value: unknown): boolean =>
  isNothing(value) || value === false || value === 0 || value === '';

/**
 * Whether two values say the same. The order of keys does not matter, nor whether a key is missing or says null.
 * @param lenient also no, 0 and empty texts are the same as nothing: outside of settings
 */
export function sameMeaning(was: unknown, is: unknown, lenient: boolean): boolean {
  if (was === is || (isNothing(was) && isNothing(is))) return true;
  if (lenient && isLeftOut(was) && isLeftOut(is)) return true;
  if (Array.isArray(was) && Array.isArray(is))
    return was.length === is.length && was.every((entry, at) => sameMeaning(entry, is[at], lenient));
  if (!isObject(was) || !isObject(is)) return false;
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].every((key) =>
    sameMeaning(
      Object.hasOwn(was, key) ? was[key] : undefined,
      Object.hasOwn(is, key) ? is[key] : undefined,
      lenient && key !== 'Configuration',
    ),
  );
}
