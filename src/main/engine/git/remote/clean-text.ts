const most = 500;

/**
 * What a server said, fit to be shown: no control characters (they could rewrite a terminal), no empty lines, not
 * without end.
 */
export function cleanText(text: string): string {
  const clean = text
    // eslint-disable-next-line no-control-regex -- escape sequences of terminals are what is taken out
    .replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)/g, '')
    // Also what turns the direction of writing around.
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return clean.length > most ? `${clean.slice(0, most)}…` : clean;
}
