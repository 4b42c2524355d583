import type { ArtifactPath } from './artifact-path';

/**
 * The address of a thing in a site, spelled one way so that equal ones are equal text: `umb://document-type/<32 hex>`,
 * `umb://language/en-US`, `umb://template-file/Home.cshtml`. Source: umbraco.md, "Artifact files".
 */
export type Udi = string;

const form = /^umb:\/\/([^/]+)\/(.+)$/is;
const dashed = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;

/** Type and id of an address, or null where it is none. Ids that are GUIDs come as 32 lower-case hex digits. */
export function parseUdi(text: string): { readonly entityType: string; readonly id: string } | null {
  const [, type, id] = form.exec(text.trim()) ?? [];
  return type === undefined || id === undefined ? null : { entityType: type.toLowerCase(), id: plainId(id) };
}

/**
 * One spelling of an address; null where the text is none. Equal addresses are one text in memory: sites name the same
 * few thousand over and over.
 */
export function toUdi(text: unknown): Udi | null {
  if (typeof text !== 'string') return null;
  const known = spellings.get(text);
  if (known !== undefined) return known;
  if (!text.startsWith('umb://')) return null;
  const parts = parseUdi(text);
  if (parts === null) return null;
  const udi = udiOf(parts.entityType, parts.id);
  if (spellings.size >= mostSpellings) spellings.clear();
  spellings.set(text, udi);
  return udi;
}

const spellings = new Map<string, Udi>();
const mostSpellings = 50_000;

export const udiOf = (entityType: string, id: string): Udi => `umb://${entityType}/${plainId(id)}`;

/** Type and id of an address in its one spelling. */
export function partsOf(udi: Udi): { readonly entityType: string; readonly id: string } {
  const slash = udi.indexOf('/', scheme.length);
  return { entityType: udi.slice(scheme.length, slash), id: udi.slice(slash + 1) };
}

const scheme = 'umb://';

/** The address that the name of an artifact's file says. */
export const udiOfPath = ({ entityType, id }: ArtifactPath): Udi => udiOf(entityType, id);

/** Addresses of nothing: the top of a tree. */
export const isNowhere = (udi: Udi): boolean => /\/0{32}$/.test(udi);

const plainId = (id: string): string => (dashed.test(id) ? id.replace(/[{}-]/g, '').toLowerCase() : id);
