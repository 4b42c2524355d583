import { encodePath } from '../path-codec';
import type { ConfigEntry } from '../repository/parse-config';

/**
 * Entries as a configuration file.
 * @see https://git-scm.com/docs/git-config "Syntax"
 */
export const configText = (entries: readonly ConfigEntry[]): Buffer =>
  Buffer.concat(entries.map((entry) => encodePath(written(entry))));

function written({ key, value }: ConfigEntry): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  const section = key.slice(0, first);
  const inner =
    first === last ? '' : ` "${key.slice(first + 1, last).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  const name = key.slice(last + 1);
  return `[${section}${inner}]\n\t${name}${value === null ? '' : ` = "${escaped(value)}"`}\n`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\b': '\\b',
};
const escaped = (value: string): string => value.replaceAll(/["\\\n\t\b]/g, (char) => escapes[char] ?? char);
