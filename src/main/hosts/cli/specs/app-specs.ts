import type { CommandSpec } from './command-spec';

export const appSpecs = {
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
