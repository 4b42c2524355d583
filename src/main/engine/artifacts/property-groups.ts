import type { PropertyGroup, PropertyType } from './artifact';
import { compact, isObject, listOf, textOf, type JsonObject } from './json-value';
import { toUdi } from './udi';

export interface Properties {
  readonly groups: readonly PropertyGroup[];
  readonly properties: readonly PropertyType[];
}

const none: Properties = { groups: [], properties: [] };

/** Groups and properties of a content, media or member type. */
export function readProperties(content: JsonObject): Properties {
  const loose = listOf(content['PropertyTypes']);
  const grouped = listOf(content['PropertyGroups']);
  if (loose.length + grouped.length === 0) return none;
  const groups: PropertyGroup[] = [];
  const properties: PropertyType[] = [];
  for (const group of grouped) {
    if (!isObject(group)) continue;
    const identity = identityOf(group);
    groups.push({
      identity,
      name: textOf(group['Name']) ?? textOf(group['Alias']) ?? identity,
      alias: textOf(group['Alias']),
      kind: isTab(group) ? 'tab' : 'group',
    });
    for (const property of listOf(group['PropertyTypes'])) add(properties, property, identity);
  }
  for (const property of loose) add(properties, property, null);
  return { groups: compact(groups), properties: compact(properties) };
}

function add(properties: PropertyType[], property: unknown, group: string | null): void {
  if (!isObject(property)) return;
  const identity = identityOf(property);
  const alias = textOf(property['Alias']) ?? identity;
  properties.push({
    identity,
    alias,
    name: textOf(property['Name']) ?? alias,
    dataType: toUdi(property['DataType']),
    mandatory: property['Mandatory'] === true,
    variesByCulture: property['VariesByCulture'] === true,
    group,
  });
}

/** What a group or a property remains when it is renamed or moved. Source: umbraco.md, "Nested". */
export function identityOf(entry: JsonObject): string {
  const key = textOf(entry['Key']);
  if (key !== null) return key.toLowerCase();
  return textOf(entry['Alias']) ?? textOf(entry['Name']) ?? '';
}

/** Groups became tabs or groups with version 8.17; `Type` is 1 or "Tab" for tabs. */
export const isTab = (group: JsonObject): boolean => group['Type'] === 1 || group['Type'] === 'Tab';
