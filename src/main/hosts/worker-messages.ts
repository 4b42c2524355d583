import type { Answer } from '../../shared/contract/errors';
import type { EngineEventName } from '../../shared/contract/events';
import type { Capability } from '../engine/ports';

/** What the worker is told when it is started. */
export interface WorkerStart {
  readonly dataFolder: string;
  readonly host: string;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly capabilities: readonly Capability[];
}

/** From the process that owns the window to the engine's worker. Answers carry the number of their question. */
export type ToWorker =
  | { readonly type: 'invoke'; readonly id: number; readonly command: string; readonly input: unknown }
  | { readonly type: 'subscribe'; readonly id: number; readonly event: EngineEventName }
  | { readonly type: 'unsubscribe'; readonly id: number }
  | { readonly type: 'native-answer'; readonly id: number; readonly value: string | null }
  | { readonly type: 'native-failed'; readonly id: number; readonly message: string }
  | { readonly type: 'close' };

export type NativeCall =
  | { readonly action: 'chooseFolder'; readonly title: string }
  | { readonly action: 'openFolder'; readonly path: string }
  | { readonly action: 'getSecret'; readonly key: string }
  | { readonly action: 'setSecret'; readonly key: string; readonly value: string }
  | { readonly action: 'deleteSecret'; readonly key: string };

/** From the engine's worker to its owner. One port, so nothing overtakes anything. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer<unknown> }
  | { readonly type: 'event'; readonly id: number; readonly payload: unknown }
  | { readonly type: 'native'; readonly id: number; readonly call: NativeCall }
  | { readonly type: 'notify'; readonly title: string; readonly body: string }
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly message: string }
  | { readonly type: 'closed' };
