import type { ErrorCode, ErrorDataByCode } from './errors';

/** An error in words: what happened, and what to do about it (empty where nothing can be done). */
export interface ErrorWords {
  readonly what: string;
  readonly todo: string;
}

/** What is said of each error, by its code. */
export type ErrorTexts = { [C in ErrorCode]: (data: ErrorDataByCode[C]) => ErrorWords };

export const list = (names: readonly string[], most = 5): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
export const known = (names: readonly string[]): string =>
  names.length ? `There are: ${list(names)}.` : 'There are none yet.';
export const words = (what: string, todo = ''): ErrorWords => ({ what, todo });

export const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number} ${many}`;

export const age = (seconds: number): string =>
  seconds < 60
    ? `${Math.round(seconds)} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;
