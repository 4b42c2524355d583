import type { Signature } from '../model';

/**
 * Reads `Name <mail> seconds +hhmm`. Whatever is missing or odd becomes empty or 0; never throws.
 * As in git: the mail is in the first angle brackets, the time is after the last one.
 */
export function parseSignature(text: string): Signature {
  const open = text.indexOf('<');
  const close = open < 0 ? -1 : text.indexOf('>', open);
  const time = /^\s*(\d+)(?:\s+([+-])(\d{1,4}))?/.exec(text.slice(text.lastIndexOf('>') + 1));
  const seconds = Number(time?.[1] ?? 0);
  const digits = Number(time?.[3] ?? 0);
  const minutes = Math.floor(digits / 100) * 60 + (digits % 100);
  return {
    name: (open < 0 ? '' : text.slice(0, open)).trim(),
    email: close < 0 ? '' : text.slice(open + 1, close).trim(),
    seconds: Number.isSafeInteger(seconds) ? seconds : 0,
    offsetMinutes: time?.[2] === '-' && minutes > 0 ? -minutes : minutes,
  };
}

/**
 * Writes a signature as commits and reflogs have it. What git could not read back (line ends, NUL, angle brackets)
 * is left out; an empty name is written as the part of the mail before the `@`.
 */
export function formatSignature({ name, email, seconds, offsetMinutes }: Signature): string {
  const mail = clean(email);
  const shown = clean(name) || (mail.split('@')[0] ?? '') || 'unknown';
  const minutes = Math.abs(Math.trunc(offsetMinutes));
  const digits = String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0');
  return `${shown} <${mail}> ${Math.max(0, Math.trunc(seconds))} ${offsetMinutes < 0 ? '-' : '+'}${digits}`;
}

/** Git also drops these characters at both ends of a name (ident.c, "crud"). */
const clean = (text: string): string =>
  text
    .replace(/[\0\r\n<>]/g, '')
    // eslint-disable-next-line no-control-regex -- git's crud includes every control character
    .replace(/^[\x00-\x20.,:;"'\\]+|[\x00-\x20.,:;"'\\]+$/g, '');
