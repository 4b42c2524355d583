import { artifactText, keyInWords } from '../../../shared/text/artifact-words';
import { isSecretKey, mask } from '../secrets/secret-key';
import { isTab } from './property-groups';
import { isObject } from './json-value';
import { builtInName } from './built-ins';
import { toUdi, udiOf, type Udi } from './udi';

/** The name of an item, or null where nobody knows it. */
export type NameOf = (udi: Udi) => string | null;

/** Settings point to types by their bare GUID. */
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const pointedTo = ['document-type', 'data-type', 'media-type', 'template', 'member-type'];

/** A value as an editor reads it. Secrets are hidden. */
export function inWords(value: unknown, key: string, nameOf: NameOf): string {
  if (value === null || value === undefined) return artifactText.nothing;
  if (typeof value === 'boolean') return value ? artifactText.yes : artifactText.no;
  if (value !== '' && typeof value !== 'object' && isSecretKey(key)) return mask;
  if (typeof value === 'string') return value === '' ? artifactText.empty : nameIn(value, nameOf);
  if (key === 'Type' && typeof value === 'number') return typeInWords(value);
  if (Array.isArray(value)) {
    const parts = value.map((entry: unknown) => inWords(entry, key, nameOf));
    return parts.length === 0 ? artifactText.empty : parts.join(value.some(isObject) ? '; ' : ', ');
  }
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const parts = Object.entries(value).map(
    ([name, inner]) =>
      `${keyInWords(name) || name}: ${
        isSecretKey(key) && typeof inner !== 'boolean' ? mask : inWords(inner, name, nameOf)
      }`,
  );
  return parts.length === 0 ? artifactText.empty : `(${parts.join('; ')})`;
}

const typeInWords = (type: number): string =>
  isTab({ Type: type }) ? artifactText.tab : type === 0 ? artifactText.group : String(type);

/** Addresses as the names of what they point to; a name that is not known stays an address. */
function nameIn(text: string, nameOf: NameOf): string {
  const udi = toUdi(text);
  if (udi !== null) return nameOf(udi) ?? builtInName(udi) ?? fileName(udi) ?? text;
  if (!guid.test(text)) return text;
  for (const type of pointedTo) {
    const udiOfType = udiOf(type, text);
    const name = nameOf(udiOfType) ?? builtInName(udiOfType);
    if (name !== null) return name;
  }
  return text;
}

/** Files are known by their path. */
function fileName(udi: Udi): string | null {
  const [, path] = /^umb:\/\/(?:template-file|partial-view|stylesheet|script)\/(.+)$/.exec(udi) ?? [];
  if (path === undefined) return null;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
