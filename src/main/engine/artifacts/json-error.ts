import { JsonSyntaxError, parseJson } from './json-document';

export interface JsonError {
  /** Both count from 1; columns are characters. */
  readonly line: number;
  readonly column: number;
  /** In words, without the place. */
  readonly message: string;
}

/** Where and why a text is no JSON, or null where it is. */
export function findJsonError(text: string): JsonError | null {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const before = text.slice(0, error.offset).split(/\r\n|\r|\n/);
    return {
      line: before.length,
      column: (before.at(-1) ?? '').length + 1,
      message: error.message,
    };
  }
}
