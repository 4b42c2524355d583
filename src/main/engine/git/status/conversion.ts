import type { GitConfig } from '../repository/config';
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
  /** Something that Laneway does not do itself; the path must not be touched. */
  readonly unsupported: 'filter' | 'working-tree-encoding' | 'ident' | null;
}

/** core.autocrlf and core.eol, and which filters are configured. */
export interface ConversionSettings {
  readonly autocrlf: boolean | 'input';
  /** What "text" files get in the working tree. */
  readonly eol: 'lf' | 'crlf';
  /** Whether `filter.<name>` has a command; git does nothing for a filter without one. */
  hasFilter(name: string): boolean;
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
    hasFilter: (name) => ['clean', 'smudge', 'process'].some((part) => config.get(`filter.${name}.${part}`)),
  };
}

/** @see https://git-scm.com/docs/gitattributes ("End-of-line conversion") and core.autocrlf in git-config */
export function conversionOf(attributes: Attributes, settings: ConversionSettings): Conversion {
  return { lineEnds: lineEndsOf(attributes, settings), unsupported: unsupportedOf(attributes, settings) };
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

function unsupportedOf(attributes: Attributes, settings: ConversionSettings): Conversion['unsupported'] {
  const filter = attributes.get('filter');
  if (typeof filter === 'string' && settings.hasFilter(filter)) return 'filter';
  const encoding = attributes.get('working-tree-encoding');
  if (typeof encoding === 'string' && !/^utf-?8$/i.test(encoding)) return 'working-tree-encoding';
  return attributes.get('ident') === true ? 'ident' : null;
}
