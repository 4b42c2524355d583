import type { ItemName } from '../../../shared/domain/change';
import { parseArtifactPath } from './artifact-path';
import { kindInWords } from './entity-types';

/** An artifact as far as it is needed to name it. */
export interface Artifact {
  readonly item: ItemName;
  /** The whole document. */
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * Reads one artifact. Line endings and a byte order mark do not matter.
 * @param path in the repository @returns null where the path is no artifact, or the file is not a JSON object.
 */
export function readArtifact(path: string, bytes: Uint8Array): Artifact | null {
  const place = parseArtifactPath(path);
  const content = place && parseObject(bytes);
  if (!place || !content) return null;
  const udi = text(content['Udi']);
  const alias = text(content['Alias']);
  const entityType = (udi && typeOfUdi(udi)) || place.entityType;
  return {
    item: {
      entityType,
      kind: kindInWords(entityType),
      name: nameOf(content) ?? alias ?? place.id,
      ...(alias === undefined ? {} : { alias }),
      ...(udi === undefined ? {} : { udi }),
    },
    content,
  };
}

/** Dictionary items are known by their key, and newer ones are named after their own Udi. */
function nameOf(content: Readonly<Record<string, unknown>>): string | undefined {
  const keys = [content['ItemKey'], content['Name'], content['Alias'], content['IsoCode']];
  return keys.map(text).find((name) => name !== undefined && !name.startsWith('umb://'));
}

const typeOfUdi = (udi: string): string | undefined => /^umb:\/\/([^/]+)\/./.exec(udi)?.[1]?.toLowerCase();

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function parseObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes)); // drops a byte order mark
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // shown as a file
  }
}
