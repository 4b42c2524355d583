const escaped = (word: string): string => `"${word.replace(/(["\\$`])/g, '\\$1')}"`;

/** A word as it can be typed in a shell again: in quotes only where it needs them. */
export const shellWord = (word: string): string => (/^[\w./@%+,:=-]+$/.test(word) ? word : escaped(word));
