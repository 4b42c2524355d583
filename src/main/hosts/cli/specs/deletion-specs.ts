import { env, type CommandSpec } from './command-spec';

export const deletionSpecs = {
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
} as const satisfies Record<string, CommandSpec>;
