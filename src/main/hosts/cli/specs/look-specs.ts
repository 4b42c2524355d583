import { env, fromTo, type CommandSpec } from './command-spec';

export const lookSpecs = {
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
    about: 'Say exactly what a run would do. Touches nothing.',
    more: [
      'From left to right it is a deployment, from right to left a sync; with a flexible environment a push or a pull.',
      'Exit code 0 also when something stands in the way: "blocked" in the JSON answer says so.',
    ],
    examples: ['laneway plan Dev Staging', 'laneway plan Dev Staging --json'],
  },
  collisions: {
    arguments: fromTo,
    flags: ['project'],
    about: "List items that would stand in each other's way on the target. Touches nothing.",
    examples: ['laneway collisions Dev Staging'],
  },
  activity: {
    arguments: [{ name: 'ID', optional: true }],
    flags: ['project'],
    about: 'List what was done, or show one run with its log.',
    examples: ['laneway activity', 'laneway activity 20260102-091205-3fa9c1'],
  },
} as const satisfies Record<string, CommandSpec>;
