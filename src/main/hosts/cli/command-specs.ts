import type { FlagName } from './flags';

export interface ArgumentSpec {
  readonly name: string;
  readonly optional?: true;
  /** Takes all that follow, at least one. */
  readonly many?: true;
}

/** One command as parser, help and documentation know it. */
export interface CommandSpec {
  readonly arguments: readonly ArgumentSpec[];
  readonly flags: readonly FlagName[];
  /** Flags that must be given. */
  readonly needs?: readonly FlagName[];
  /** One line for the list of commands. */
  readonly about: string;
  /** Further sentences for its own help. */
  readonly more?: readonly string[];
  readonly examples: readonly string[];
  /** Old or other names that mean the same. */
  readonly aliases?: readonly string[];
}

const env: ArgumentSpec = { name: 'ENV' };
const fromTo: readonly ArgumentSpec[] = [{ name: 'FROM' }, { name: 'TO' }];
const run = ['message', 'plan', 'accept', 'delete', 'confirm', 'yes', 'project'] as const;

const runAnswer = [
  'Without --yes it shows the plan and asks. Where nobody can be asked (no terminal, or --json) it refuses with needs-confirmation.',
  'With --plan it runs only if the world is still as that plan saw it, and refuses with plan-stale otherwise.',
  'What editors made and would lose needs a yes of its own: --accept with the key that the plan shows, or with its kind (field-loss, pages-blank). --accept of a resurrection brings that item back on purpose.',
  'Ctrl+C stops it cleanly until the changes have been handed over; after that it goes on to its end.',
] as const;

const answerNewFiles = (does: string): readonly string[] => [
  `New files of a kind that Laneway does not know stay where they are until you decide. This ${does}.`,
  'FOLDER is relative to the environment, as the plan shows it; "." is its top folder.',
  '--reason is needed only when a folder raises several questions.',
];

const specs = {
  'project create': {
    arguments: [{ name: 'NAME' }],
    flags: ['env', 'flexible', 'flow'],
    needs: ['env'],
    about: 'Make a project of clones on this computer.',
    more: [
      'Name the lanes from left (where changes are made) to right (Live). Without a role the first is development, the last production, those between staging; one alone is development.',
      'ROLE is development, staging, production or flexible. PATH may hold "=" and ":"; only a role after the last colon is cut off.',
    ],
    examples: [
      'laneway project create "My site" --env Dev=sites/dev --env Staging=sites/staging --env Live=sites/live',
      'laneway project create Shop --env Dev=dev:development --env Test=test:staging --flexible Ana=ana',
    ],
  },
  'project propose': {
    arguments: [{ name: 'DIR', many: true }],
    flags: [],
    about: 'Look into folders and propose a project. Only looks.',
    examples: ['laneway project propose ~/sites'],
  },
  'project list': {
    arguments: [],
    flags: [],
    about: 'List the projects.',
    examples: ['laneway project list'],
  },
  'project show': {
    arguments: [{ name: 'NAME', optional: true }],
    flags: ['project'],
    about: 'Show a project and its environments.',
    examples: ['laneway project show "My site"'],
  },
  'project rename': {
    arguments: [{ name: 'NAME' }, { name: 'NEW-NAME' }],
    flags: [],
    about: 'Give a project another name.',
    examples: ['laneway project rename "My site" "Our site"'],
  },
  'project reorder': {
    arguments: [{ name: 'NAME', many: true }],
    flags: [],
    about: 'Put projects first in lists; the others follow as they were.',
    examples: ['laneway project reorder "Our site" Shop'],
  },
  'project remove': {
    arguments: [{ name: 'NAME' }],
    flags: [],
    about: 'Forget a project. Its folders are not touched.',
    examples: ['laneway project remove "Our site"'],
  },

  trust: {
    arguments: [{ name: 'PROJECT', optional: true }],
    flags: ['off', 'yes', 'project'],
    about: 'Show which programs files of a site go through, and allow them.',
    more: [
      'Filters such as Git LFS are programs that the configuration of a clone names. Laneway runs none of them until you say so.',
      'Exactly the commands shown are allowed; one that changes is asked about again.',
      'Without --yes it shows them and asks; where nobody can be asked it only shows them.',
    ],
    examples: ['laneway trust "My site"', 'laneway trust "My site" --off'],
  },
  status: {
    arguments: [],
    flags: ['project'],
    about: 'Show what is where, and what can move next.',
    aliases: ['overview'],
    examples: ['laneway status', 'laneway status --project "My site" --json'],
  },
  items: {
    arguments: [env],
    flags: ['project'],
    about: 'List all items of a site by kind: document types, templates, languages, ...',
    more: ['Items are what sites keep in artifact files. What is saved there and not recorded yet counts.'],
    examples: ['laneway items Dev', 'laneway items Dev --json'],
  },
  changes: {
    arguments: [env, { name: 'ITEM', optional: true }],
    flags: ['show', 'project'],
    about: 'List what the next environment does not have yet.',
    more: [
      'For Live and for flexible environments: what was saved there and is not recorded yet.',
      'With the name, alias, identifier or path of one of them: what it was and what it is.',
    ],
    examples: [
      'laneway changes Dev',
      'laneway changes Dev "Blog post"',
      'laneway changes Dev --show Views/Home.cshtml',
    ],
  },
  plan: {
    arguments: fromTo,
    flags: ['show', 'project'],
    about: 'Say exactly what a deployment would do. Touches nothing.',
    more: ['Exit code 0 also when something stands in the way: "blocked" in the JSON answer says so.'],
    examples: ['laneway plan Dev Staging', 'laneway plan Dev Staging --json'],
  },
  collisions: {
    arguments: fromTo,
    flags: ['project'],
    about: "List items that would stand in each other's way on the target. Touches nothing.",
    examples: ['laneway collisions Dev Staging'],
  },
  deploy: {
    arguments: fromTo,
    flags: run,
    about: 'Deploy changes to the next environment.',
    more: runAnswer,
    examples: [
      'laneway deploy Dev Staging -m "Summer campaign"',
      'laneway deploy Dev Staging -m "Summer campaign" --plan HASH --yes --json',
    ],
  },
  'bring-over': {
    arguments: [
      { name: 'FROM', optional: true },
      { name: 'TO', optional: true },
    ],
    flags: run,
    about: 'Bring what Live has back to the left-most environment.',
    more: [
      'Happens by itself after a deployment to Live; by hand after something was changed there.',
      ...runAnswer,
    ],
    aliases: ['merge-back'],
    examples: ['laneway bring-over', 'laneway bring-over Live Dev --yes'],
  },
  fetch: {
    arguments: [env],
    flags: ['project'],
    about: 'Ask the server of an environment what it has.',
    more: [
      'Nothing of the environment moves. "laneway receive" brings over what the server has more.',
      'Deploying asks the server by itself.',
    ],
    examples: ['laneway fetch Live'],
  },
  receive: {
    arguments: [env],
    flags: run,
    about: 'Bring over what the server of an environment has more.',
    more: [
      'Needed after somebody else sent something to the server: a deployment into that environment waits for it.',
      ...runAnswer,
    ],
    examples: ['laneway receive Live', 'laneway receive Live --yes'],
  },
  deletions: {
    arguments: [],
    flags: ['project'],
    about: 'Show what was deleted somewhere and what is left of it, by environments.',
    more: [
      'Deploying a deletion takes its file; the entry in the database, and the pages that use it, stay until somebody decides: deletions decide, deletions keep, deletions undo.',
    ],
    examples: ['laneway deletions', 'laneway deletions --json'],
  },
  'deletions decide': {
    arguments: [{ name: 'ITEM' }, env],
    flags: ['confirm', 'project'],
    about: 'Delete what is left of an item in one environment.',
    more: [
      'ITEM is its name, its alias, or its address (umb://...). Where content would be lost, and on Live, the name of the environment has to be given with --confirm.',
      'What goes is kept: "deletions undo" puts it back exactly.',
    ],
    examples: [
      'laneway deletions decide "News archive" Staging',
      'laneway deletions decide "News archive" Live --confirm Live',
    ],
  },
  'deletions keep': {
    arguments: [{ name: 'ITEM' }, env],
    flags: ['why', 'project'],
    needs: ['why'],
    about: 'Keep what is left of an item there, without being reminded.',
    examples: ['laneway deletions keep "News archive" Live --why "Old articles stay readable"'],
  },
  'deletions undo': {
    arguments: [{ name: 'ID' }],
    flags: ['project'],
    about: 'Take a decision about a deletion back.',
    examples: ['laneway deletions undo 20260102-091205-3fa9c1'],
  },
  activity: {
    arguments: [{ name: 'ID', optional: true }],
    flags: ['project'],
    about: 'List what was done, or show one run with its log.',
    examples: ['laneway activity', 'laneway activity 20260102-091205-3fa9c1'],
  },

  'environment show': {
    arguments: [env],
    flags: ['project'],
    about: 'Show where an environment is and how it is looked after.',
    examples: ['laneway environment show Dev'],
  },
  'environment add': {
    arguments: [{ name: 'NAME=PATH[:ROLE]' }],
    flags: ['branch', 'attached-to', 'at', 'project'],
    about: 'Add an environment to a project.',
    more: ['Without a role it is staging.'],
    examples: [
      'laneway environment add Test=sites/test:staging --at 2',
      'laneway environment add Ana=sites/ana:flexible --attached-to Dev',
    ],
  },
  'environment rename': {
    arguments: [env, { name: 'NEW-NAME' }],
    flags: ['project'],
    about: 'Give an environment another name. The folder keeps its own.',
    examples: ['laneway environment rename Test Acceptance'],
  },
  'environment reorder': {
    arguments: [{ name: 'ENV', many: true }],
    flags: ['project'],
    about: 'Set the order of the lanes, all of them, left to right.',
    examples: ['laneway environment reorder Dev Test Acceptance Live'],
  },
  'environment remove': {
    arguments: [env],
    flags: ['project'],
    about: 'Take an environment out of its project. Its folder is not touched.',
    examples: ['laneway environment remove Test'],
  },
  'environment locate': {
    arguments: [env, { name: 'DIR' }],
    flags: ['project'],
    about: 'Say where its folder is now.',
    examples: ['laneway environment locate Dev /mnt/sites/dev'],
  },
  'environment use-branch': {
    arguments: [env],
    flags: ['project'],
    about: 'Go on with the branch that its folder is on now.',
    examples: ['laneway environment use-branch Dev'],
  },
  'environment accept-rewrite': {
    arguments: [env],
    flags: ['project'],
    about: 'Confirm that its history was rewritten on purpose.',
    examples: ['laneway environment accept-rewrite Dev'],
  },
  'environment include': {
    arguments: [env, { name: 'FOLDER' }],
    flags: ['reason', 'project'],
    about: 'Carry the new files of a folder along.',
    more: answerNewFiles('includes them from now on'),
    examples: ['laneway environment include Dev documents'],
  },
  'environment leave': {
    arguments: [env, { name: 'FOLDER' }],
    flags: ['reason', 'project'],
    about: 'Leave the new files of a folder where they are.',
    more: answerNewFiles('leaves them there from now on, without asking again'),
    examples: ['laneway environment leave Dev exports'],
  },
  'environment acknowledge': {
    arguments: [env],
    flags: ['project'],
    about: 'Say that you have seen what somebody saved while a run went on.',
    examples: ['laneway environment acknowledge Staging'],
  },
  'environment recover': {
    arguments: [env],
    flags: ['project'],
    about: 'Finish, or take back, what an interruption left half done.',
    more: ['Happens by itself on every look, too.'],
    examples: ['laneway environment recover Staging'],
  },
  'environment take-over': {
    arguments: [env],
    flags: ['yes', 'project'],
    needs: ['yes'],
    about: 'Free an environment whose computer is gone for good.',
    more: [
      'Do this only when the computer that started the run will not come back. What it left unfinished is put right first. --yes says that you know.',
    ],
    examples: ['laneway environment take-over Staging --yes'],
  },

  database: {
    arguments: [env],
    flags: ['kind', 'search', 'project'],
    about: "List what an environment's database has: items, pages and media.",
    more: [
      'Only sites with named items have one. The site’s own database is read where it is there, and never written.',
    ],
    examples: ['laneway database Staging', 'laneway database Live --kind without-file'],
  },
  'database add': {
    arguments: [env, { name: 'TYPE' }, { name: 'NAME' }],
    flags: ['below', 'fill', 'draft', 'project'],
    about: 'Tell Laneway of a page or media item that the site has.',
    more: [
      'TYPE is the name, alias or Udi of what it is made of. The site itself is not changed: this is so that Laneway can say what a change would touch.',
    ],
    examples: ['laneway database add Live "Blog post" "The first snow" --below Blog'],
  },
  'database import': {
    arguments: [env, { name: 'PATH' }],
    flags: ['project'],
    about: "Take pages and media from a site's SQLite file.",
    more: [
      'PATH is the file, or a folder that has it. They replace those that Laneway keeps for the environment. The file itself is only read.',
    ],
    examples: ['laneway database import Live backup/Umbraco.sqlite.db'],
  },
  'database remove': {
    arguments: [env, { name: 'CONTENT' }],
    flags: ['project'],
    about: 'Take a page or media item out again, with all that lies below.',
    more: ['CONTENT is a Udi, or a name that only one has. The site itself is not changed.'],
    examples: ['laneway database remove Live "The first snow"'],
  },
  extract: {
    arguments: [env],
    flags: ['project'],
    about: 'Read the files of an environment into its database again.',
    more: [
      'Compares every artifact with every row. It happens by itself with every run; this is for when it did not work, or when changes came into the folder by another way.',
    ],
    examples: ['laneway extract Staging'],
  },
  'sign-in': {
    arguments: [env],
    flags: ['username', 'project'],
    about: 'Sign in to the server that an environment is sent to.',
    more: [
      'Asks for name and password (many servers want an access token instead) and tries them before they are kept.',
      'Where nobody can be asked they are taken from LANEWAY_USERNAME and LANEWAY_PASSWORD. With these two set no other command needs signing in, either.',
    ],
    examples: ['laneway sign-in Live', 'laneway sign-in Live --username ana'],
  },
  'sign-out': {
    arguments: [env],
    flags: ['project'],
    about: 'Forget what you signed in with.',
    examples: ['laneway sign-out Live'],
  },
  settings: {
    arguments: [],
    flags: ['name', 'email', 'theme'],
    about: 'Show the settings, or change those that are given.',
    examples: ['laneway settings', 'laneway settings --name "Ana Example" --email ana@example.org'],
  },
  sample: {
    arguments: [{ name: 'DIR', optional: true }],
    flags: [],
    about: 'Make the sample site in a new folder, and a project of it.',
    examples: ['laneway sample sites/sample'],
  },
  open: {
    arguments: [],
    flags: ['sample', 'browser', 'port', 'no-open'],
    about: 'Open the window, or the same in your browser.',
    more: ['Goes on until the window is closed, or until Ctrl+C.'],
    examples: ['laneway open', 'laneway open --browser --no-open --port 4400'],
  },
} as const satisfies Record<string, CommandSpec>;

export type CommandId = keyof typeof specs;
export const commandSpecs: Readonly<Record<CommandId, CommandSpec>> = specs;
export const commandIds = Object.keys(specs) as readonly CommandId[];

/** First words that need a second one: `project`, `environment`. */
export const groups: readonly string[] = [
  ...new Set(commandIds.flatMap((id) => (id.includes(' ') ? [id.slice(0, id.indexOf(' '))] : []))),
];

const isCommandId = (name: string): name is CommandId => Object.hasOwn(specs, name);

/** The command of a name or an alias. */
export const findCommand = (name: string): CommandId | undefined =>
  isCommandId(name) ? name : commandIds.find((id) => commandSpecs[id].aliases?.includes(name));

/** `laneway deploy FROM TO`, without flags. */
export const usageLine = (id: CommandId): string =>
  ['laneway', id, ...commandSpecs[id].arguments.map(argumentWord)].join(' ');

function argumentWord({ name, optional, many }: ArgumentSpec): string {
  const word = many ? `${name}...` : name;
  return optional ? `[${word}]` : word;
}
