/** Longest that is shown of a text that is no JSON. */
const mostLetters = 1000;

/**
 * Why a site could not read its artifacts, from its `deploy-failed`: JSON with `Date`, `Message` and `Ex` in two shapes.
 * The message may be empty; then the exception says it (`Detail` or `Message`, the innermost one); else the raw text.
 */
export function readFailure(raw: string): string {
  const said = parse(raw);
  const message = textAt(said, 'Message') ?? exceptionText(said?.['Ex']);
  return message ?? (raw.trim().slice(0, mostLetters) || 'The site did not say why.');
}

type Json = Readonly<Record<string, unknown>>;

function parse(raw: string): Json | null {
  try {
    const value: unknown = JSON.parse(raw);
    return isObject(value) ? value : null;
  } catch {
    return null; // shown as it is
  }
}

function exceptionText(value: unknown): string | null {
  if (!isObject(value)) return null;
  return textAt(value, 'Detail') ?? textAt(value, 'Message') ?? exceptionText(value['InnerException']);
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textAt = (object: Json | null, key: string): string | null => {
  const value = object?.[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};
