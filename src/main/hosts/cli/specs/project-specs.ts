import type { CommandSpec } from './command-spec';

export const projectSpecs = {
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
} as const satisfies Record<string, CommandSpec>;
