/** What editors call the keys of artifacts; what is not in here is spelled out from the key. */
const words: Readonly<Record<string, string>> = {
  AllowVaryingByCulture: 'One version for each language',
  AllowVaryingBySegment: 'One version for each segment',
  AllowedAtRoot: 'Allowed at the top',
  AllowedChildContentTypes: 'Allowed below',
  AllowedTemplates: 'Allowed templates',
  ChildObjectType: 'From kind',
  CompositionContentTypes: 'Compositions',
  Configuration: 'Settings',
  ContainedObjectType: 'For items of kind',
  DataType: 'Data type',
  DatabaseType: 'Stored as',
  DefaultTemplate: 'Default template',
  Dependencies: 'Needs',
  EditorAlias: 'Editor',
  EditorUiAlias: 'Editor in the backoffice',
  File: 'View file',
  HistoryCleanup: 'Clean-up of old versions',
  IsContainer: 'List view',
  IsDefault: 'Default language',
  IsElementType: 'Element type',
  IsMandatory: 'Mandatory',
  IsoCode: 'Language code',
  ItemKey: 'Key',
  LabelOnTop: 'Label on top',
  ListView: 'List view',
  MacroSource: 'Source',
  MandatoryMessage: 'Message when it is empty',
  Master: 'Master template',
  Mode: 'How it is needed',
  Ordering: 'Needed before',
  Parent: 'Folder',
  ParentObjectType: 'To kind',
  Permissions: '',
  PropertyTypes: 'Properties',
  PropertyGroups: 'Groups',
  SortOrder: 'Position',
  Translations: 'Translation',
  Type: 'Shown as',
  Udi: 'Identifier',
  Validation: 'Must match',
  ValidationMessage: 'Message when it does not match',
  ValueType: 'Kind of value',
  VariesByCulture: 'One text for each language',
  VariesBySegment: 'One text for each segment',
  __type: 'Kind of file',
  __version: 'Format version',
};

/** A key in words: `AllowedAtRoot` -> "Allowed at the top", `minNumber` -> "Min number"; '' adds nothing. */
export function keyInWords(key: string): string {
  if (Object.hasOwn(words, key)) return words[key] ?? '';
  const spelled = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim();
  if (spelled === '') return key;
  return (
    spelled.charAt(0).toUpperCase() + spelled.slice(1).replace(/\b[A-Z](?=[a-z])/g, (c) => c.toLowerCase())
  );
}

export const artifactText = {
  yes: 'yes',
  no: 'no',
  nothing: 'nothing',
  empty: 'empty',
  tab: 'Tab',
  group: 'Group',
  property: 'Property',
  noGroup: 'outside of groups',
  place: 'place',
  order: 'order',
  mustMatch: 'must be the same there',
  mustExist: 'must be there',
  before: 'comes first',
  format: 'How the file is written',
  formatWas: (version: string): string => `as version ${version} writes it`,
  unknownVersion: 'unknown',
  secretChanged: (mask: string): string => `${mask} (another one)`,
} as const;
