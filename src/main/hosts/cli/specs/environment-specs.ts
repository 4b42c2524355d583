import { env, type CommandSpec } from './command-spec';

const answerNewFiles = (does: string): readonly string[] => [
  `New files of a kind that Laneway does not know stay where they are until you decide. This ${does}.`,
  'FOLDER is relative to the environment, as the plan shows it; "." is its top folder.',
  '--reason is needed only when a folder raises several questions.',
];

export const environmentSpecs = {
  'environment show': {
    arguments: [env],
    flags: ['project'],
    about: 'Show where an environment is and how it is looked after.',
    examples: ['laneway environment show Dev'],
  },
  'environment add': {
    arguments: [{ name: 'NAME[=PATH[:ROLE]]' }],
    flags: ['branch', 'of', 'new', 'start', 'folder', 'attached-to', 'at', 'project'],
    about: 'Add an environment to a project.',
    more: [
      'A folder (NAME=PATH) is staging unless a role is said, and --branch must be the one that it is on.',
      "With --of a branch of that environment's clone becomes a flexible environment, in a linked folder of its own: beside the clone, or in --folder. --new makes the branch, starting at the lane that it hangs on or at --start (an environment, or a server's branch).",
      'A branch that is made from a server stays on this computer until you send it there yourself.',
    ],
    examples: [
      'laneway environment add Test=sites/test:staging --at 2',
      'laneway environment add Ana=sites/ana:flexible --attached-to Dev',
      'laneway environment add Campaign --branch campaign --of Dev',
      'laneway environment add Idea --branch ana/idea --of Dev --new --attached-to Staging',
    ],
  },
  'environment branches': {
    arguments: [env],
    flags: ['project'],
    about: "List the branches of an environment's clone, and where they are open.",
    examples: ['laneway environment branches Dev'],
  },
  'environment attach': {
    arguments: [env, { name: 'LANE' }],
    flags: ['project'],
    about: 'Hang a flexible environment on another lane.',
    examples: ['laneway environment attach Ana Staging'],
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
  'environment detach': {
    arguments: [env],
    flags: ['project'],
    about: 'Take an environment out of its project. Its folder is not touched.',
    more: [
      'Folder and branch stay, and what Laneway knows of them: added again it is the same environment. Not while a run has it.',
    ],
    examples: ['laneway environment detach Ana'],
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
} as const satisfies Record<string, CommandSpec>;
