/** Every flag of the command line. Which command takes which is said in command-specs.ts. */
export interface FlagSpec {
  readonly type: 'switch' | 'text' | 'list';
  readonly short?: string;
  /** What its value is called in help; texts and lists only. */
  readonly value?: string;
  readonly about: string;
}

const spec = {
  help: { type: 'switch', short: 'h', about: 'Show help.' },
  version: { type: 'switch', about: 'Show the version.' },
  json: { type: 'switch', about: 'Answer as one JSON document.' },
  data: {
    type: 'text',
    value: 'DIR',
    about: "Where projects and settings are stored (default: the app's own).",
  },
  project: { type: 'text', value: 'NAME', about: 'The project, by name or id; needed only with several.' },

  env: { type: 'list', value: 'NAME=PATH[:ROLE]', about: 'A lane, from left to right; repeat it.' },
  flexible: { type: 'list', value: 'NAME=PATH', about: 'A flexible environment; may be repeated.' },
  flow: { type: 'text', value: 'FLOW', about: 'Who says yes for Live: direct (default) or queue.' },
  branch: { type: 'text', value: 'BRANCH', about: "The branch (default: the folder's present one)." },
  of: { type: 'text', value: 'ENV', about: 'The environment whose clone has the branch.' },
  new: { type: 'switch', about: 'Make the branch.' },
  start: { type: 'text', value: 'WHERE', about: "Where it starts: an environment, or a server's branch." },
  folder: { type: 'text', value: 'DIR', about: 'Where its folder is made (default: beside the clone).' },
  'attached-to': { type: 'text', value: 'ENV', about: 'The lane that a flexible environment hangs on.' },
  at: { type: 'text', value: 'N', about: 'Its place among the lanes, 1 is the left-most.' },
  reason: { type: 'text', value: 'REASON', about: 'Which question about the folder is answered.' },

  kind: {
    type: 'text',
    value: 'KIND',
    about: 'Only this kind: items, content, without-file, or one of those listed.',
  },
  search: { type: 'text', value: 'TEXT', about: 'Only what is called like that.' },
  below: { type: 'text', value: 'NAME', about: 'The page above it (default: none).' },
  fill: { type: 'list', value: 'ALIAS', about: 'A field that has content; repeat it (default: all).' },
  draft: { type: 'switch', about: 'Visitors do not see it yet.' },

  from: { type: 'text', value: 'ENV', about: 'The lane that it comes from (default: the next one).' },
  keep: { type: 'text', value: 'ENV|both', about: 'What stays: what that environment has, or both.' },
  file: { type: 'text', value: 'PATH', about: 'What stays: the content of this file.' },
  property: { type: 'list', value: 'PART=ENV', about: 'What stays of one part; may be repeated.' },
  reopen: { type: 'switch', about: 'Take the decision back.' },
  show: { type: 'text', value: 'PATH', about: 'Also show what this path was and will be.' },
  message: { type: 'text', short: 'm', value: 'TEXT', about: 'Why; it stands in the record.' },
  plan: { type: 'text', value: 'HASH', about: 'Run exactly this plan, or refuse.' },
  accept: {
    type: 'list',
    value: 'KEY|CODE',
    about: 'Say yes to something that would be lost, by its key or kind; may be repeated.',
  },
  delete: {
    type: 'list',
    value: 'ITEM',
    about: 'Also delete what stays of it there, when the changes have arrived; may be repeated.',
  },
  confirm: { type: 'text', value: 'NAME', about: "The environment's name: yes to losing content there." },
  why: { type: 'text', value: 'TEXT', about: 'The reason; it stands in the record.' },
  yes: { type: 'switch', short: 'y', about: 'Do not ask.' },
  off: { type: 'switch', about: 'Take the leave back.' },

  username: { type: 'text', value: 'NAME', about: 'Who you are on the server.' },

  name: { type: 'text', value: 'NAME', about: 'Your name for the record.' },
  email: { type: 'text', value: 'EMAIL', about: 'Your e-mail for the record.' },
  theme: { type: 'text', value: 'THEME', about: "The window's colours: system, light or dark." },

  sample: { type: 'switch', about: 'Open the sample site, making it when there is none.' },
  browser: { type: 'switch', about: 'Use the browser even where the app window could be used.' },
  port: { type: 'text', value: 'N', about: 'The port of the address, browser only (default: a free one).' },
  'no-open': { type: 'switch', about: 'Print the address only, browser only.' },
} as const satisfies Record<string, FlagSpec>;

export type FlagName = keyof typeof spec;
type OfType<T> = { [N in FlagName]: (typeof spec)[N]['type'] extends T ? N : never }[FlagName];

export const flagSpecs: Readonly<Record<FlagName, FlagSpec>> = spec;
export const flagNames = Object.keys(spec) as readonly FlagName[];
/** Flags that every command takes. */
export const commonFlags: readonly FlagName[] = ['json', 'data', 'help', 'version'];

export const isFlagName = (name: string): name is FlagName => Object.hasOwn(spec, name);

/** What was typed, by flag. */
export interface Flags {
  has(name: OfType<'switch'>): boolean;
  text(name: OfType<'text'>): string | undefined;
  list(name: OfType<'list'>): readonly string[];
}

/** @param given values by flag in the order they were typed; a switch has one empty value */
export function createFlags(given: ReadonlyMap<FlagName, readonly string[]>): Flags {
  return {
    has: (name) => given.has(name),
    text: (name) => given.get(name)?.at(-1),
    list: (name) => given.get(name) ?? [],
  };
}
