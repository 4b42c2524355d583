export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  /** Name for the record and for commits where a clone has none; empty until asked. */
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
  /** How long a run waits for sites to read their files; what they do later is seen at the next look. */
  readonly siteWaitSeconds: number;
  /** The project that was open last. */
  readonly lastProject: string | null;
}
