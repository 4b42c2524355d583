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

/** One spelling of an address; null where the text is none. */
export function toUdi(text: unknown): Udi | null {
  if (typeof text !== 'string' || !text.startsWith('umb://')) return null;
  if (usual.test(text)) return text;
  const parts = parseUdi(text);
  return parts && udiOf(parts.entityType, parts.id);
}

/** How nearly all addresses are spelled already: the quick way. */
const usual = /^umb:\/\/[a-z-]+\/[0-9a-f]{32}$/;

export const udiOf = (entityType: string, id: string): Udi => `umb://${entityType}/${plainId(id)}`;

/** The address that the name of an artifact's file says. */
export const udiOfPath = ({ entityType, id }: ArtifactPath): Udi => udiOf(entityType, id);

/** Addresses of nothing: the top of a tree. */
export const isNowhere = (udi: Udi): boolean => /\/0{32}$/.test(udi);

const plainId = (id: string): string => (dashed.test(id) ? id.replace(/[{}-]/g, '').toLowerCase() : id);
