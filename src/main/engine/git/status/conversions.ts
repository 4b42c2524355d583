import type { ProgramRefusal, Programs, ProgramUse } from '../repository/programs';
import type { Repository } from '../repository/repository';
import type { AttributeReader } from './attribute-source';
import { attributeSource } from './attribute-source';
import { attributesOf } from './attributes';
import { conversionOf, type Conversion } from './conversion';
import type { WorkSettings } from './work-settings';

/** How the file at a path is converted. */
export interface FileConversion extends Conversion {
  /** The programs that it goes through on the side of the working tree, bound to its path. */
  readonly through: {
    readonly use: ProgramUse;
    clean(bytes: Buffer): Buffer;
    smudge(bytes: Buffer): Buffer;
  } | null;
  /** It would have to go through something that is not run; the path must not be touched. */
  readonly unsupported: Unsupported | null;
}

export type Conversions = (path: string) => FileConversion;

/** What a path would have to go through, and why it does not. */
export interface Unsupported extends ProgramRefusal {
  readonly feature: 'filter' | 'working-tree-encoding';
  /** Of the filter; '' for an encoding. */
  readonly name: string;
}

/** Conversions by attributes read through `read`; nothing is read before the first question. */
export function conversionsBy(
  repository: Repository,
  settings: WorkSettings,
  read: AttributeReader,
): Conversions {
  const { programs } = repository;
  const refusals = new Map<string, ProgramRefusal | null>();
  const refusalOf = (use: Pick<ProgramUse, 'filter'>): ProgramRefusal | null => {
    const name = use.filter ? `filter ${use.filter.name}` : '';
    let known = refusals.get(name);
    if (known === undefined) refusals.set(name, (known = programs.refusal(use)));
    return known;
  };
  let source: ReturnType<typeof attributeSource> | undefined;
  return (path) => {
    source ??= attributeSource(repository, settings.ignoreCase, read);
    const conversion = conversionOf(attributesOf(source, path), settings.conversion);
    if (conversion.programs === null) return { ...conversion, through: null, unsupported: null };
    return bound(programs, conversion, { path, ...conversion.programs }, refusalOf(conversion.programs));
  };
}

function bound(
  programs: Programs,
  conversion: Conversion,
  use: ProgramUse,
  refusal: ProgramRefusal | null,
): FileConversion {
  const feature = use.filter ? 'filter' : 'working-tree-encoding';
  if (refusal)
    return {
      ...conversion,
      through: null,
      unsupported: { ...refusal, feature, name: use.filter?.name ?? '' },
    };
  const through: FileConversion['through'] = {
    use,
    clean: (bytes) => programs.clean(use, bytes),
    smudge: (bytes) => programs.smudge(use, bytes),
  };
  return { ...conversion, through, unsupported: null };
}
