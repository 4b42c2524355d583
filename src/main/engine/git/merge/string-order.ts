/** The order in which strings are taken up again. */
export const createStringOrder = (strings: readonly string[]): string[] => [...strings];
