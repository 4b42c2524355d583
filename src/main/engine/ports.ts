import type { EngineEventName, EngineEvents } from '../../shared/contract/events';
import type { SecretPlace } from '../../shared/domain/sign-in';

/** What the engine is given by the host that runs it. Everything else it does itself, in plain Node. */
export interface EnginePorts {
  /** Where projects, settings and backups are stored: an absolute folder, made when first needed. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The variables that decide where git's own configuration is (HOME, XDG_CONFIG_HOME, GIT_CONFIG_*) and who one is. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly native: NativeActions;
  readonly secrets: Secrets;
  /** The name shown by `app.info` and written into locks: electron, browser, cli. */
  readonly host: string;
  readonly version: string;
  emit<N extends EngineEventName>(name: N, payload: EngineEvents[N]): void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}

/** What a person signs in with, by key; kept as safely as the host can. */
export interface Secrets {
  get(key: string): Promise<string | null>;
  /** @returns where it is kept */
  set(key: string, value: string): Promise<SecretPlace>;
  delete(key: string): Promise<void>;
}

/** What only some hosts can do; `capabilities` says which. */
export interface NativeActions {
  readonly capabilities: readonly Capability[];
  /** Asks the person for a folder; null when they close the dialog. */
  chooseFolder(title: string): Promise<string | null>;
  /** Shows a folder in the system's file manager. */
  openFolder(path: string): Promise<void>;
  notify(title: string, body: string): void;
}

export type Capability = 'choose-folder' | 'open-folder' | 'notify';
