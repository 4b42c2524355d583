import { env, type CommandSpec } from './command-spec';

export const databaseSpecs = {
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
} as const satisfies Record<string, CommandSpec>;
