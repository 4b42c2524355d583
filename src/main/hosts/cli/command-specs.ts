import { appSpecs } from './specs/app-specs';
import { conflictSpecs } from './specs/conflict-specs';
import { databaseSpecs } from './specs/database-specs';
import { deletionSpecs } from './specs/deletion-specs';
import { deploySpecs } from './specs/deploy-specs';
import { environmentSpecs } from './specs/environment-specs';
import { lookSpecs } from './specs/look-specs';
import { projectSpecs } from './specs/project-specs';
import type { ArgumentSpec, CommandSpec } from './specs/command-spec';

/** All commands, in the order of the help. */
const specs = {
  ...projectSpecs,
  ...lookSpecs,
  ...deploySpecs,
  ...conflictSpecs,
  ...deletionSpecs,
  ...environmentSpecs,
  ...databaseSpecs,
  ...appSpecs,
};

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
