export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  /** Name for the record and for commits where a clone has none; empty until asked. */
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
  /** The project that was open last. */
  readonly lastProject: string | null;
}
