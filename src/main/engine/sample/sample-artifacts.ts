import { createHash } from 'node:crypto';

/** Path in the site -> content. Null: the file is deleted. */
export type SampleFiles = Readonly<Record<string, string | Uint8Array | null>>;

type Json = Readonly<Record<string, unknown>>;

const revision = 'umbraco/Deploy/Revision';
const version = '17.1.0';
const library = 'Umbraco.Deploy.Infrastructure,Umbraco.Deploy.Infrastructure.Artifacts';

/** 32 hex digits that are the same in every sample site. */
export const idOf = (kind: string, key: string): string =>
  createHash('sha1').update(`nordlys travel/${kind}/${key}`).digest('hex').slice(0, 32);

const dashed = (id: string): string =>
  [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');

/** The Udi of an item of the sample, by its alias or name. */
const udiOf = (kind: string, key: string): string => `umb://${kind}/${idOf(kind, key)}`;

const match = (udi: string): Json => ({ Udi: udi, Ordering: true });
const exist = (udi: string): Json => ({ Udi: udi, Ordering: true, Mode: 'Exist' });

/** One artifact as the platform writes it: two spaces, no line end at the end (umbraco.md, "Artifact files"). */
function artifact(
  kind: string,
  id: string,
  type: string,
  content: Json,
  dependencies: readonly Json[],
): SampleFiles {
  const envelope = {
    ...content,
    Udi: `umb://${kind}/${id}`,
    Dependencies: [...dependencies].sort((a, b) => (String(a['Udi']) < String(b['Udi']) ? -1 : 1)),
    __type: `${library}.${type}`,
    __version: version,
  };
  return { [`${revision}/${kind}__${id}.uda`]: JSON.stringify(envelope, null, 2) };
}

export const artifactPath = (kind: string, key: string): string =>
  `${revision}/${kind}__${idOf(kind, key)}.uda`;

export const language = (isoCode: string, name: string, isDefault = false): SampleFiles =>
  artifact(
    'language',
    isoCode,
    'LanguageArtifact',
    { Name: name, Alias: isoCode, IsoCode: isoCode, ...(isDefault ? { IsDefault: true } : {}) },
    [],
  );

export const container = (kind: 'document-type' | 'data-type', name: string): SampleFiles =>
  artifact(
    `${kind}-container`,
    idOf(`${kind}-container`, name),
    'ContainerArtifact',
    {
      Name: name,
      ContainedObjectType:
        kind === 'document-type'
          ? 'a2cb7800-f571-4787-9638-bc48539a0efb'
          : '30a2a501-1978-4ddb-a57b-f7efed43ba3c',
    },
    [],
  );

export function dataType(name: string, editor: string, configuration: Json = {}): SampleFiles {
  const parent = udiOf('data-type-container', 'Nordlys');
  const content = {
    Name: name,
    Parent: parent,
    EditorAlias: `Umbraco.${editor}`,
    EditorUiAlias: `Umb.PropertyEditorUi.${editor}`,
    Configuration: configuration,
  };
  return artifact('data-type', idOf('data-type', name), 'DataTypeArtifact', content, [exist(parent)]);
}

export interface TypeOptions {
  readonly name: string;
  readonly alias: string;
  readonly icon: string;
  readonly description?: string;
  /** Name of the folder it lies in. */
  readonly folder?: string;
  readonly allowedAtRoot?: boolean;
  /** Alias of its template. */
  readonly template?: string;
  /** Aliases of types. */
  readonly children?: readonly string[];
  readonly compositions?: readonly string[];
  readonly isElement?: boolean;
  /** Alias, name and data type of each property. */
  readonly properties: readonly (readonly [alias: string, name: string, dataType: string])[];
}

export const documentType = (options: TypeOptions): SampleFiles => contentType('document-type', options);
export const mediaType = (options: TypeOptions): SampleFiles => contentType('media-type', options);

function contentType(kind: 'document-type' | 'media-type', options: TypeOptions): SampleFiles {
  const {
    name,
    alias,
    icon,
    description,
    folder,
    template,
    children = [],
    compositions = [],
    properties,
  } = options;
  const id = idOf(kind, alias);
  const templateUdi = template === undefined ? null : udiOf('template', template);
  const parent = folder === undefined ? null : udiOf(`${kind}-container`, folder);
  const own = (type: string): string => udiOf(kind, type);
  const content = {
    Name: name,
    Alias: alias,
    ...(parent === null ? {} : { Parent: parent }),
    ...(templateUdi === null ? {} : { DefaultTemplate: templateUdi, AllowedTemplates: [templateUdi] }),
    ...(kind === 'document-type' ? { HistoryCleanup: {} } : {}),
    Icon: icon,
    Thumbnail: 'folder.png',
    ...(description === undefined ? {} : { Description: description }),
    ...(options.isElement === true ? { IsElementType: true } : {}),
    Permissions: {
      ...(options.allowedAtRoot === true ? { AllowedAtRoot: true } : {}),
      AllowedChildContentTypes: children.map(own),
    },
    CompositionContentTypes: compositions.map(own),
    PropertyGroups: properties.length === 0 ? [] : [propertyGroup(id, properties)],
    PropertyTypes: [],
  };
  const dependencies = [
    ...new Set(properties.map(([, , type]) => udiOf('data-type', type))),
    ...children.filter((child) => child !== alias).map(own),
    ...compositions.map(own),
  ].map(match);
  const places = [templateUdi, parent].filter((udi) => udi !== null).map(exist);
  const type = kind === 'document-type' ? 'DocumentTypeArtifact' : 'MediaTypeArtifact';
  return artifact(kind, id, `ContentType.${type}`, content, [...dependencies, ...places]);
}

const propertyGroup = (typeId: string, properties: TypeOptions['properties']): Json => ({
  Key: dashed(idOf('group', typeId)),
  Name: 'Content',
  SortOrder: 1,
  Type: 1,
  Alias: 'content',
  PropertyTypes: properties.map(([alias, name, type], i) => ({
    Key: dashed(idOf('property', `${typeId}/${alias}`)),
    Alias: alias,
    DataType: udiOf('data-type', type),
    Name: name,
    SortOrder: (i + 1) * 10,
  })),
});

/** A template's artifact and its view. */
export function template(
  name: string,
  alias: string,
  view: string,
  master: string | null = 'layout',
): SampleFiles {
  const file = `umb://template-file/${alias}.cshtml`;
  const masterUdi = master === null ? null : udiOf('template', master);
  const content = {
    Name: name,
    Alias: alias,
    File: file,
    ...(masterUdi === null ? {} : { Master: masterUdi }),
  };
  const dependencies = [exist(file), ...(masterUdi === null ? [] : [exist(masterUdi)])];
  return {
    ...artifact('template', idOf('template', alias), 'TemplateArtifact', content, dependencies),
    [`Views/${alias}.cshtml`]: view,
  };
}

/** A word of the site in its languages. */
export function dictionaryItem(key: string, translations: Readonly<Record<string, string>>): SampleFiles {
  const id = idOf('dictionary-item', key);
  const content = {
    Name: `umb://dictionary-item/${id}`,
    ItemKey: key,
    Translations: Object.entries(translations).map(([isoCode, value]) => ({
      Key: dashed(idOf('translation', `${key}/${isoCode}`)),
      Value: value,
      LanguageIsoCode: isoCode,
    })),
  };
  const languages = Object.keys(translations).map((isoCode) => exist(`umb://language/${isoCode}`));
  return artifact('dictionary-item', id, 'DictionaryItemArtifact', content, languages);
}

/** The same artifacts as a newer platform writes them: nothing but the format version differs. */
export const savedByNewerPlatform = (files: SampleFiles): SampleFiles =>
  Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string'
        ? content.replace(`"__version": "${version}"`, '"__version": "17.2.0"')
        : content,
    ]),
  );
