import type { GitConfig } from '../repository/config';
import { filterCommands, type FilterCommands, type ProgramUse } from '../repository/programs';
import type { Attributes } from './attributes';

/** How line ends are treated: as git's convert code decides it from attributes and configuration. */
export type LineEnds =
  /** Bytes are bytes. */
  | 'keep'
  /** LF in git, LF in the working tree; CRLF of the working tree becomes LF. */
  | 'text-lf'
  | 'text-crlf'
  /** As above where the content looks like text, and not where git has CRLF already. */
  | 'auto-lf'
  | 'auto-crlf';

/** What stands between a file's bytes and its blob. */
export interface Conversion {
  readonly lineEnds: LineEnds;
  /** `$Id$` is filled in. */
  readonly ident: boolean;
  /** What only programs can do, on the side of the working tree; see conversions.ts for whether they may be run. */
  readonly programs: Pick<ProgramUse, 'filter' | 'encoding'> | null;
}

/** core.autocrlf and core.eol, and which filters are configured. */
export interface ConversionSettings {
  readonly autocrlf: boolean | 'input';
  /** What "text" files get in the working tree. */
  readonly eol: 'lf' | 'crlf';
  /** The commands of `filter.<name>`, if any; git does nothing for a filter without one. */
  filter(name: string): FilterCommands | null;
}

/** Reads the settings from the merged configuration. */
export function conversionSettings(config: Pick<GitConfig, 'get' | 'getBool'>): ConversionSettings {
  const isInput = config.get('core.autocrlf')?.toLowerCase() === 'input';
  const autocrlf = isInput ? 'input' : (config.getBool('core.autocrlf') ?? false);
  const eol = config.get('core.eol')?.toLowerCase();
  const native = process.platform === 'win32' ? 'crlf' : 'lf';
  return {
    autocrlf,
    eol:
      autocrlf === true
        ? 'crlf'
        : autocrlf === 'input'
          ? 'lf'
          : eol === 'crlf' || eol === 'lf'
            ? eol
            : native,
    filter: (name) => filterCommands(config, name),
  };
}

/** @see https://git-scm.com/docs/gitattributes ("End-of-line conversion") and core.autocrlf in git-config */
export function conversionOf(attributes: Attributes, settings: ConversionSettings): Conversion {
  return {
    lineEnds: lineEndsOf(attributes, settings),
    ident: attributes.get('ident') === true,
    programs: programsOf(attributes, settings),
  };
}

function lineEndsOf(attributes: Attributes, settings: ConversionSettings): LineEnds {
  const kind = textKind(attributes.get('text')) ?? textKind(attributes.get('crlf'));
  if (kind === 'binary') return 'keep';
  const eol = attributes.get('eol');
  const wanted = eol === 'lf' || eol === 'crlf' ? eol : null;
  if (kind === 'auto') return wanted === 'lf' ? 'auto-lf' : `auto-${wanted ?? settings.eol}`;
  if (wanted) return `text-${wanted}`;
  if (kind === 'input') return 'text-lf';
  if (kind === 'text') return `text-${settings.eol}`;
  if (settings.autocrlf === false) return 'keep';
  return settings.autocrlf === 'input' ? 'auto-lf' : 'auto-crlf';
}

function textKind(value: ReturnType<Attributes['get']>): 'text' | 'binary' | 'auto' | 'input' | null {
  if (value === true) return 'text';
  if (value === false) return 'binary';
  return value === 'auto' || value === 'input' ? value : null;
}

function programsOf(attributes: Attributes, settings: ConversionSettings): Conversion['programs'] {
  const name = attributes.get('filter');
  const filter = typeof name === 'string' ? settings.filter(name) : null;
  const named = attributes.get('working-tree-encoding');
  const encoding = typeof named === 'string' && named !== '' && !/^utf-?8$/i.test(named) ? named : null;
  return filter === null && encoding === null ? null : { filter, encoding };
}
