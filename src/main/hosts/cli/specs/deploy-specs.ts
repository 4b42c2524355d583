import { env, fromTo, type CommandSpec } from './command-spec';

/** What every command takes that ends in a run. */
export const runFlags = ['message', 'plan', 'accept', 'delete', 'confirm', 'yes', 'project'] as const;

const runAnswer = [
  'Without --yes it shows the plan and asks. Where nobody can be asked (no terminal, or --json) it refuses with needs-confirmation.',
  'With --plan it runs only if the world is still as that plan saw it, and refuses with plan-stale otherwise.',
  'What editors made and would lose needs a yes of its own: --accept with the key that the plan shows, or with its kind (field-loss, pages-blank). --accept of a resurrection brings that item back on purpose.',
  'Ctrl+C stops it cleanly until the changes have been handed over; after that it goes on to its end.',
] as const;

export const deploySpecs = {
  deploy: {
    arguments: fromTo,
    flags: runFlags,
    about: 'Deploy changes to the next environment.',
    more: runAnswer,
    examples: [
      'laneway deploy Dev Staging -m "Summer campaign"',
      'laneway deploy Dev Staging -m "Summer campaign" --plan HASH --yes --json',
    ],
  },
  push: {
    arguments: [{ name: 'FLEX' }],
    flags: runFlags,
    about: 'Push changes of a flexible environment to the lane that it hangs on.',
    more: ['What the lane has and it lacks comes over first, in the same run.', ...runAnswer],
    examples: ['laneway push Ana', 'laneway push Ana -m "New teaser" --yes'],
  },
  pull: {
    arguments: [{ name: 'FLEX' }],
    flags: runFlags,
    about: 'Pull changes into a flexible environment from the lane that it hangs on.',
    more: ['Takes what is saved to the history of the lane; what is not stays there.', ...runAnswer],
    examples: ['laneway pull Ana'],
  },
  sync: {
    arguments: [env],
    flags: ['from', ...runFlags],
    about: 'Bring what the next lane has into an environment.',
    more: [
      'So that a later deployment meets no surprise. --from names another lane further right.',
      'Takes what is saved to the history there; what is not stays there.',
      ...runAnswer,
    ],
    examples: ['laneway sync Dev', 'laneway sync Dev --from Live --yes'],
  },
  'bring-over': {
    arguments: [
      { name: 'FROM', optional: true },
      { name: 'TO', optional: true },
    ],
    flags: runFlags,
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
    flags: runFlags,
    about: 'Bring over what the server of an environment has more.',
    more: [
      'Needed after somebody else sent something to the server: a deployment into that environment waits for it.',
      ...runAnswer,
    ],
    examples: ['laneway receive Live', 'laneway receive Live --yes'],
  },
} as const satisfies Record<string, CommandSpec>;
