/** Numbers, plurals, dates and lists: everything through Intl, in the language of the texts. */
const locale = 'en-GB';

const numbers = new Intl.NumberFormat(locale);
const rules = new Intl.PluralRules(locale);
const names = new Intl.ListFormat(locale, { type: 'conjunction' });
const relativeDays = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const dayMonthYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const precise = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' });
const bytes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

export const number = (value: number): string => numbers.format(value);

/** "1 change", "5 changes". The forms follow Intl.PluralRules; English has one and other. */
export const plural = (count: number, one: string, other: string): string =>
  `${numbers.format(count)} ${rules.select(count) === 'one' ? one : other}`;

/** Chooses a word by number, without the number. */
export const byNumber = (count: number, one: string, other: string): string =>
  rules.select(count) === 'one' ? one : other;

export const changesCount = (count: number): string => plural(count, 'change', 'changes');

/** "Ana, Eva and Tom"; with `most` the rest is counted: "Ana, Eva and 3 others". */
export function list(words: readonly string[], most = words.length): string {
  if (words.length <= most) return names.format(words);
  return names.format([...words.slice(0, most), plural(words.length - most, 'other', 'others')]);
}

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
const daysBetween = (from: number, to: number): number =>
  Math.round((startOfDay(to) - startOfDay(from)) / 86_400_000);

/** Milliseconds since 1970 as people say it: "today 09:12", "yesterday 16:42", "Tuesday 09:20", "12 May". */
export function when(time: number, now: number): string {
  const days = daysBetween(time, now);
  if (days === 0 || days === 1) return `${relativeDays.format(-days, 'day')} ${clock.format(time)}`;
  if (days > 1 && days < 7) return `${weekday.format(time)} ${clock.format(time)}`;
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayAndMonth : dayMonthYear).format(time);
}

/** The full date and time, for titles and exports. */
export const exactly = (time: number): string => precise.format(time);

/** "0.7 s", "12 s", "3 min 5 s", "1 h 4 min". */
export function duration(milliseconds: number): string {
  if (milliseconds < 50) return '< 0.1 s';
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${bytes.format(Math.round(seconds * 10) / 10)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return whole % 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole / 60} min`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function size(sizeBytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit === 0 ? plural(sizeBytes, 'byte', 'bytes') : `${bytes.format(value)} ${units[unit] ?? ''}`;
}

export const percent = (share: number): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
