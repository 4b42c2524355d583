import type { GitConfig } from '../repository/config';
import { conversionSettings, type ConversionSettings } from './conversion';

/** What configuration says about looking at files of the working tree. */
export interface WorkSettings {
  /** The executable bit means something here (core.fileMode). */
  readonly fileMode: boolean;
  /** Symbolic links can be made here; where not, they are plain files with the target as content (core.symlinks). */
  readonly symlinks: boolean;
  /** Names that differ only in case are one file (core.ignoreCase). */
  readonly ignoreCase: boolean;
  /** The system lists names in decomposed Unicode (core.precomposeUnicode; git knows it on macOS only). */
  readonly precomposeUnicode: boolean;
  /** Compare times of change and inodes too (core.trustCtime, core.checkStat). */
  readonly trustChangeTime: boolean;
  readonly minimalStat: boolean;
  readonly conversion: ConversionSettings;
}

export function workSettings(config: GitConfig): WorkSettings {
  const flag = (name: string, otherwise: boolean): boolean => config.getBool(name) ?? otherwise;
  return {
    fileMode: flag('core.filemode', process.platform !== 'win32'),
    symlinks: flag('core.symlinks', process.platform !== 'win32'),
    ignoreCase: flag('core.ignorecase', false),
    precomposeUnicode: process.platform === 'darwin' && flag('core.precomposeunicode', false),
    trustChangeTime: flag('core.trustctime', true),
    minimalStat: config.get('core.checkstat')?.toLowerCase() === 'minimal',
    conversion: conversionSettings(config),
  };
}
