import { propertyId, type ItemRow } from '../../../shared/domain/database';
import type { Artifact, ArtifactProblem } from '../artifacts/artifact';
import { parseArtifactPath } from '../artifacts/artifact-path';
import { readArtifact } from '../artifacts/read-artifact';
import { referencesOf } from '../artifacts/references';
import { parseUdi, udiOfPath, type Udi } from '../artifacts/udi';
import type { ObjectId } from '../git/model';
import { rowHash } from './row-hash';

/** A row as its file says it, and what must be there before it. */
export interface ReadRow {
  readonly row: ItemRow;
  readonly needs: readonly Udi[];
}

export interface ArtifactSource {
  readonly path: string;
  readonly id: ObjectId;
  readonly bytes: Uint8Array;
  /** Whether a view of that name (below `Views/`) is there. */
  readonly hasView: (viewFile: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The address that the name of a file promises; null where it is no artifact. */
export function udiAt(path: string): Udi | null {
  const place = parseArtifactPath(path);
  return place && udiOfPath(place);
}

/**
 * The row that an artifact makes in a database.
 * @returns why it cannot be one, in words, where it is damaged or contradicts the name of its file
 */
export function rowOfArtifact({ path, id, bytes, hasView, now }: ArtifactSource): ReadRow | string {
  const file = readArtifact(path, bytes);
  if (!file) return 'is no artifact';
  const { artifact, content, problem } = file;
  if (problem) return problemWords(problem);
  if (!artifact || !content) return 'cannot be understood';
  const { udi, entityType, viewFile } = artifact;
  const { __version: _format, ...meaning } = content;
  const empty = entityType === 'template' && (viewFile === null || !hasView(viewFile));
  return {
    needs: artifact.dependencies.map((need) => need.udi),
    row: {
      udi,
      entityType,
      alias: artifact.alias,
      name: artifact.name,
      parent: artifact.parent ?? pointed(artifact, ['master-template'])[0] ?? null,
      naturalKey: artifact.naturalKey?.folded ?? null,
      viewFile,
      properties: propertiesOf(artifact),
      compositions: [...new Set([...pointed(artifact, ['composition']), ...inherited(artifact)])],
      templates: [...new Set(pointed(artifact, ['allowed-template', 'default-template']))],
      empty,
      withoutFile: false,
      since: now,
      hash: rowHash(empty ? { ...meaning, empty } : meaning),
      artifact: id,
    },
  };
}

const pointed = (artifact: Artifact, roles: readonly string[]): Udi[] =>
  referencesOf(artifact).flatMap(({ udi, role }) => (roles.includes(role) ? [udi] : []));

/** In older versions a type may lie below another one, and has all that it has. */
const inherited = ({ parent }: Artifact): Udi[] =>
  parent !== null && /^(document|media|member)-type$/.test(parseUdi(parent)?.entityType ?? '')
    ? [parent]
    : [];

function propertiesOf({ properties, groups }: Artifact): ItemRow['properties'] {
  const names = new Map(groups.map(({ identity, name }) => [identity, name]));
  return properties.map(({ identity, alias, name, dataType, mandatory, group }) => ({
    id: propertyId(identity === alias ? null : identity, alias),
    alias,
    name,
    group: group === null ? null : (names.get(group) ?? null),
    dataType,
    mandatory,
  }));
}

function problemWords(problem: ArtifactProblem): string {
  switch (problem.code) {
    case 'invalid-json':
      return `is no valid JSON (line ${problem.line}, column ${problem.column}: ${problem.message})`;
    case 'not-text':
      return 'is not text in UTF-8';
    case 'not-an-object':
      return 'does not describe an item';
    case 'udi-missing':
      return 'says no Udi';
    case 'udi-mismatch':
      return `says that it is ${problem.says}, and its name says something else`;
  }
}
