import type { AttributeList, AttributeMacros, AttributeValue } from './attribute-file';
import { byteString } from './path-pattern';

/** What .gitattributes say of one path; a name that is missing was not spoken of. */
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** Where the rules for the files of a working tree come from. */
export interface AttributeSource {
  /** Lists for the files directly in `folder` ('' for the root), outermost first; info/attributes comes last. */
  lists(folder: string): readonly AttributeList[];
  readonly macros: AttributeMacros;
}

const binaryMacro: readonly (readonly [string, AttributeValue])[] = [
  ['diff', false],
  ['merge', false],
  ['text', false],
];

/** Macros that git knows without being told. */
export const builtInMacros = (): AttributeMacros => new Map([['binary', binaryMacro]]);

/**
 * The attributes of a path: the innermost file decides, in it the last line, in that the last word; a macro speaks
 * where it stands (https://git-scm.com/docs/gitattributes).
 */
export function attributesOf(source: AttributeSource, path: string): Attributes {
  const found = new Map<string, AttributeValue>();
  const take = (values: readonly (readonly [string, AttributeValue])[]): void => {
    for (let i = values.length - 1; i >= 0; i--) {
      const [name, value] = values[i] ?? ['', null];
      if (found.has(name)) continue;
      found.set(name, value);
      const macro = value === true ? source.macros.get(name) : undefined;
      if (macro) take(macro);
    }
  };
  const lists = source.lists(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  const bytes = byteString(path);
  for (let i = lists.length - 1; i >= 0; i--) {
    const list = lists[i];
    if (!list) continue;
    const below = list.base === '' ? bytes : bytes.slice(list.base.length);
    for (let j = list.rules.length - 1; j >= 0; j--) {
      const rule = list.rules[j];
      if (rule && !rule.foldersOnly && rule.matches(below)) take(rule.values);
    }
  }
  return found;
}
