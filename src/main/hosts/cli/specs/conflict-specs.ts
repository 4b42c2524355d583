import type { CommandSpec } from './command-spec';
import { runFlags } from './deploy-specs';

const session = { name: 'SESSION', optional: true } as const;

export const conflictSpecs = {
  conflicts: {
    arguments: [session],
    flags: ['project'],
    about: 'Show what two environments both changed, and what was decided of it.',
    more: [
      'Without SESSION all of them, each with its number; with one also the parts that can be decided one by one.',
      'Nothing has moved, and nothing does until "conflicts finish".',
    ],
    examples: ['laneway conflicts', 'laneway conflicts 3f2a9c --json'],
  },
  resolve: {
    arguments: [{ name: 'SESSION' }, { name: 'ITEM' }],
    flags: ['keep', 'file', 'property', 'reopen', 'project'],
    about: 'Decide what stays of one thing that both sides changed.',
    more: [
      'ITEM is its name, its alias, its path, or the number by which "conflicts" lists it.',
      '--keep ENV keeps what that environment has, --keep both keeps both where that makes sense.',
      '--property PART=ENV decides one part, as "conflicts SESSION" lists them; the others stay open. Repeat it.',
      '--file PATH takes the content of that file. --reopen takes the decision back.',
    ],
    examples: [
      'laneway resolve 3f2a9c "Blog post" --keep Dev',
      'laneway resolve 3f2a9c css/site.css --property 1=Dev --property 2=both',
      'laneway resolve 3f2a9c css/site.css --file merged.css',
    ],
  },
  'conflicts finish': {
    arguments: [session],
    flags: runFlags,
    about: 'Run what was stopped, with what was decided.',
    more: ['Refused while something is open. What was decided stands in the record and in the history.'],
    examples: ['laneway conflicts finish 3f2a9c', 'laneway conflicts finish 3f2a9c --yes'],
  },
  'conflicts abort': {
    arguments: [session],
    flags: ['yes', 'project'],
    needs: ['yes'],
    about: 'Forget what was decided. Everything is as it was.',
    examples: ['laneway conflicts abort 3f2a9c --yes'],
  },
} as const satisfies Record<string, CommandSpec>;
