import { isUtf8 } from 'node:buffer';
import type { Artifact, ArtifactProblem } from './artifact';
import { parseArtifactPath, type ArtifactPath } from './artifact-path';
import { kindInWords } from './entity-types';
import { findJsonError } from './json-error';
import { isObject, textOf, type JsonObject } from './json-value';
import { naturalKeyOf } from './natural-key';
import { readProperties } from './property-groups';
import { readDependencies, readLanguages, readLinks } from './references';
import { isNowhere, parseUdi, partsOf, toUdi, udiOfPath, type Udi } from './udi';

/** The file of an artifact as it was read: what it says, and what is wrong with it. */
export interface ArtifactFile {
  /** Null where the file cannot be understood; `problem` says why. */
  readonly artifact: Artifact | null;
  /** The whole document; null with `artifact`. */
  readonly content: JsonObject | null;
  /** Also where the file could be read but does not agree with its name. */
  readonly problem: ArtifactProblem | null;
}

/**
 * Reads the file of an artifact. Line endings and a byte order mark do not matter.
 * @param path in the repository @returns null where the path is no artifact's.
 */
export function readArtifact(path: string, bytes: Uint8Array): ArtifactFile | null {
  const place = parseArtifactPath(path);
  return place && readArtifactAt({ path, place, blob: '', bytes });
}

interface ArtifactSource {
  readonly path: string;
  /** The path, taken apart. */
  readonly place: ArtifactPath;
  readonly blob: string;
  readonly bytes: Uint8Array;
}

/** The same for a file of a tree. */
export function readArtifactAt({ path, place, blob, bytes }: ArtifactSource): ArtifactFile {
  const about = { path, udi: udiOfPath(place) };
  if (!isUtf8(bytes)) return unreadable({ ...about, code: 'not-text' });
  const text = textIn(bytes);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    // V8 names a place only in some of its messages, and none for nesting that is too deep.
    const { line, column, message } = findJsonError(text) ?? {
      line: 1,
      column: 1,
      message: error instanceof Error ? error.message : String(error),
    };
    return unreadable({ ...about, code: 'invalid-json', line, column, message });
  }
  if (!isObject(content)) return unreadable({ ...about, code: 'not-an-object' });
  const says = textOf(content['Udi']);
  const udi = toUdi(says);
  const problem: ArtifactProblem | null =
    udi === about.udi
      ? null
      : says === null
        ? { ...about, code: 'udi-missing' }
        : { ...about, code: 'udi-mismatch', says };
  return { artifact: understand(content, udi ?? about.udi, path, blob), content, problem };
}

const unreadable = (problem: ArtifactProblem): ArtifactFile => ({ artifact: null, content: null, problem });

/** Without the byte order mark. */
function textIn(bytes: Uint8Array): string {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from).toString('utf8');
}

function understand(content: JsonObject, udi: Udi, path: string, blob: string): Artifact {
  const { entityType, id } = partsOf(udi);
  const alias = textOf(content['Alias']);
  const { groups, properties } = readProperties(content);
  const permissions = content['Permissions'];
  return {
    path,
    blob,
    udi,
    entityType,
    id,
    kind: kindInWords(entityType),
    name: nameOf(content) ?? id,
    alias,
    naturalKey: naturalKeyOf(entityType, content),
    parent: parentOf(content),
    dependencies: readDependencies(content),
    links: readLinks(content),
    groups,
    properties,
    variesByCulture: isObject(permissions) && permissions['AllowVaryingByCulture'] === true,
    languages: readLanguages(content),
    viewFile: entityType === 'template' ? viewFileOf(content, alias) : null,
    writtenBy: textOf(content['__version']),
  };
}

/** Dictionary items are known by their key, and newer ones are named after their own Udi. */
function nameOf(content: JsonObject): string | null {
  for (const key of ['ItemKey', 'Name', 'Alias', 'IsoCode']) {
    const name = textOf(content[key]);
    if (name !== null && !name.startsWith('umb://')) return name;
  }
  return null;
}

/** `File` names it in newer versions (umb://template-file/Home.cshtml); else it is called like the template. */
function viewFileOf(content: JsonObject, alias: string | null): string | null {
  const file = parseUdi(textOf(content['File']) ?? '');
  if (file?.entityType === 'template-file') return decoded(file.id);
  return alias === null ? null : `${alias}.cshtml`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
}

function parentOf(content: JsonObject): string | null {
  const parent = toUdi(content['Parent']);
  return parent === null || isNowhere(parent) ? null : parent;
}
