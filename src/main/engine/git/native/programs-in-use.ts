import { readFullIndex } from '../index/full-index';
import { commandTexts, filterCommands, type FilterCommands } from '../repository/programs';
import type { Repository } from '../repository/repository';
import type { AttributeValue } from '../status/attribute-file';
import { attributeSource, workTreeAttributes } from '../status/attribute-source';
import { workSettings } from '../status/work-settings';
import { findGit } from './find-git';
import { programName } from './program-job';

/** One command that files of a clone would go through. */
export interface ProgramInUse {
  /** The exact setting, as in `commandTexts`. */
  readonly command: string;
  /** The configuration file that it stands in. */
  readonly file: string;
}

/** The filters that the attributes of a clone name, configured or not. @throws EngineError those of reading the index */
export const namedFilters = (repository: Repository): readonly string[] => namedPrograms(repository).filters;

/** The commands that the configuration of a clone has for filters of these names. */
export function programsOf(repository: Repository, filters: readonly string[]): ProgramInUse[] {
  const { entries } = repository.config();
  return configured(repository, filters).flatMap((filter) =>
    commandTexts(filter).map((command) => {
      const key = command.slice(0, command.indexOf('='));
      return { command, file: entries.findLast((entry) => entry.key === key)?.file ?? '' };
    }),
  );
}

/** Null when the clone needs none, or there is none. */
export function usesGit(
  repository: Repository,
): { readonly version: string; readonly because: readonly string[] } | null {
  const { filters, encodings } = namedPrograms(repository);
  const because = [
    ...configured(repository, filters).map((filter) => programName({ filter })),
    ...(encodings ? ['files in an encoding of their own'] : []),
    ...(repository.promised ? ['what a partial clone leaves on its server'] : []),
  ];
  if (because.length === 0) return null;
  const git = findGit(repository.environment);
  return 'missing' in git ? null : { version: git.version, because };
}

const configured = (repository: Repository, filters: readonly string[]): FilterCommands[] =>
  filters.flatMap((name) => filterCommands(repository.config(), name) ?? []);

function namedPrograms(repository: Repository): {
  readonly filters: readonly string[];
  readonly encodings: boolean;
} {
  const index = readFullIndex(repository);
  const config = repository.config();
  const read = workTreeAttributes(repository, index);
  const source = attributeSource(repository, workSettings(config).ignoreCase, read);
  const folders = ['', ...index.paths.filter((path) => path.endsWith('/.gitattributes'))].map((path) =>
    path.slice(0, Math.max(0, path.lastIndexOf('/'))),
  );
  const said = (name: string): Set<AttributeValue> => {
    const rules = folders.flatMap((folder) => source.lists(folder)).flatMap((list) => list.rules);
    const values = [...rules.map((rule) => rule.values), ...source.macros.values()].flat();
    return new Set(values.flatMap(([key, value]) => (key === name ? [value] : [])));
  };
  const filters = [...said('filter')].filter((name) => typeof name === 'string');
  const encodings = [...said('working-tree-encoding')].some(
    (name) => typeof name === 'string' && name !== '' && !/^utf-?8$/i.test(name),
  );
  return { filters, encodings };
}
