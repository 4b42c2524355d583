import { isSecretKey } from './secret-key';

/** Texts, marks and words of JSON, also of JSON with comments or mistakes. A text is closed at the end of its line. */
const tokens = /"(?:[^"\\\r\n]|\\.)*"?|[{}[\],:]|\/\/[^\r\n]*|\/\*[^]*?\*\/|[^\s{}[\],:"]+/g;

/** A part of a text, from its first character to behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Values under keys that name a secret, with everything below them. Yes, no and nothing are no secrets. */
export function findJsonSecrets(text: string): Span[] {
  const found: Span[] = [];
  const around: { isSecret: boolean; isMap: boolean }[] = [];
  let key: string | null = null;
  let value = false;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const inside = around.at(-1);
    if (token.startsWith('//') || token.startsWith('/*')) continue;
    if (token === '{' || token === '[') {
      const isSecret = inside?.isSecret === true || (value && key !== null && isSecretKey(key));
      around.push({ isSecret, isMap: token === '{' });
      value = false;
      key = null;
    } else if (token === '}' || token === ']') {
      around.pop();
      value = false;
    } else if (token === ':') value = true;
    else if (token === ',') {
      value = false;
      key = null;
    } else if (inside?.isMap !== false && !value) key = token.replace(/^"|"$/g, '');
    else if (inside?.isSecret === true || (value && key !== null && isSecretKey(key))) {
      if (/^(?:true|false|null|"")$/.test(token)) continue;
      const quoted = token.startsWith('"');
      const closed = quoted && token.length > 1 && token.endsWith('"');
      found.push({ from: index + (quoted ? 1 : 0), to: index + token.length - (closed ? 1 : 0) });
    }
  }
  return found;
}
