import type { NaturalKey } from './artifact';
import { textOf, type JsonObject } from './json-value';

/** By what items of a kind collide. Source: umbraco.md, "Natural key". */
const keyOfKind: Readonly<Record<string, NaturalKey['kind']>> = {
  'document-type': 'Alias',
  'media-type': 'Alias',
  'member-type': 'Alias',
  template: 'Alias',
  macro: 'Alias',
  'relation-type': 'Alias',
  'data-type': 'Name',
  'member-group': 'Name',
  'dictionary-item': 'ItemKey',
  language: 'IsoCode',
};

/** What must be unique among items of its kind, or null. */
export function naturalKeyOf(entityType: string, content: JsonObject): NaturalKey | null {
  if (!Object.hasOwn(keyOfKind, entityType)) return null;
  const kind = keyOfKind[entityType];
  const value = kind && textOf(content[kind]);
  return kind && value ? { kind, value, folded: foldKey(value) } : null;
}

/** Text as the databases compare it: without regard to case; by way of capitals, which make "ß" and "ss" one. */
export const foldKey = (value: string): string => value.normalize('NFC').trim().toUpperCase().toLowerCase();
