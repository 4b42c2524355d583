/** Numbers, plurals, dates and lists of the command line: everything through Intl, in the language of its texts. */
const locale = 'en-GB';

const numbers = new Intl.NumberFormat(locale);
const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const rules = new Intl.PluralRules(locale);
const names = new Intl.ListFormat(locale, { type: 'conjunction' });
const days = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const dayMonthYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const precise = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' });

/** Chooses a word by number, without the number. */
export const byNumber = (count: number, one: string, other: string): string =>
  rules.select(count) === 'one' ? one : other;

/** "1 change", "1,204 changes". */
export const plural = (count: number, one: string, other: string): string =>
  `${numbers.format(count)} ${byNumber(count, one, other)}`;

export const changesCount = (count: number): string => plural(count, 'change', 'changes');

/** "Ana, Eva and Tom"; with `most` the rest is counted: "Ana, Eva and 3 others". */
export const list = (words: readonly string[], most = words.length): string =>
  names.format(
    words.length <= most ? words : [...words.slice(0, most), plural(words.length - most, 'other', 'others')],
  );

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** Milliseconds since 1970 as people say it: "today 09:12", "Tuesday 09:20", "12 May". */
export function when(time: number, now: number): string {
  const ago = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (ago === 0 || ago === 1) return `${days.format(-ago, 'day')} ${clock.format(time)}`;
  if (ago > 1 && ago < 7) return `${weekday.format(time)} ${clock.format(time)}`;
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayAndMonth : dayMonthYear).format(time);
}

export const exactly = (time: number): string => precise.format(time);

/** "0.7 s", "12 s", "3 min 5 s", "1 h 4 min". */
export function duration(milliseconds: number): string {
  const exact = Math.max(0, milliseconds) / 1000;
  if (exact < 9.95) return `${seconds.format(exact)} s`;
  const whole = Math.round(exact);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
