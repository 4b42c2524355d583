/** Where an artifact lies and what its name says. */
export interface ArtifactPath {
  /** The site's folder in the repository: '' or ending in '/'. */
  readonly base: string;
  /** Entity type, e.g. document-type. */
  readonly entityType: string;
  /** 32 hex digits, or the string id of a language. */
  readonly id: string;
}

/** v9 and later, then v7 and v8, whose case varies. Source: umbraco.md, "Artifact files". */
const revisionFolder = /^(|.*\/)(?:umbraco\/deploy\/revision|data\/revision)\/([^/]+)\.uda$/i;

/** The parts of an artifact's path, or null where it is no artifact. Pure. */
export function parseArtifactPath(path: string): ArtifactPath | null {
  const [, base, name] = revisionFolder.exec(path) ?? [];
  const between = name?.indexOf('__') ?? -1;
  if (base === undefined || name === undefined || between < 1) return null;
  return { base, entityType: name.slice(0, between).toLowerCase(), id: name.slice(between + 2) };
}

export const isArtifactPath = (path: string): boolean => parseArtifactPath(path) !== null;
