import { commandIds, commandSpecs, findCommand, groups, usageLine, type CommandId } from './command-specs';
import { commonFlags, flagSpecs, type FlagName } from './flags';
import { table } from './layout';

const exitCodes = [
  ['0', 'done'],
  ['1', 'refused or failed'],
  ['2', 'not understood'],
];

/** Help for everything, for a group of commands or for one. */
export function helpLines(about: string | null): string[] {
  const id = about === null ? undefined : findCommand(about);
  if (id) return commandHelp(id);
  const ids = about === null ? commandIds : commandIds.filter((name) => name.startsWith(`${about} `));
  return [
    'Laneway moves changes between the environments of a site, without fear.',
    '',
    `Usage: laneway ${about ?? 'COMMAND'} ... [--json] [--data DIR]`,
    '',
    ...commandList(ids),
    '',
    'Every command takes:',
    ...flagTable(commonFlags),
    '',
    'Exit codes:',
    ...table(exitCodes, { indent: '  ' }),
    '',
    'More about one: laneway COMMAND --help',
  ];
}

function commandList(ids: readonly CommandId[]): string[] {
  const isGrouped = (id: CommandId): boolean => groups.some((group) => id.startsWith(`${group} `));
  const ordered = [...ids.filter((id) => !isGrouped(id)), ...ids.filter(isGrouped)];
  return table(
    ordered.map((id) => [usageLine(id).replace(/^laneway /, ''), commandSpecs[id].about]),
    { indent: '  ' },
  );
}

function commandHelp(id: CommandId): string[] {
  const { about, more = [], flags, needs = [], examples, aliases = [] } = commandSpecs[id];
  const needed = needs.map((name) => ` ${flagWord(name)}`).join('');
  return [
    about,
    '',
    `Usage: ${usageLine(id)}${needed} [OPTIONS]`,
    ...(aliases.length ? [`Also:  laneway ${aliases.join(', laneway ')}`] : []),
    ...(more.length ? ['', ...more] : []),
    '',
    'Options:',
    ...flagTable([...flags, ...commonFlags]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ];
}

const flagTable = (names: readonly FlagName[]): string[] =>
  table(
    names.map((name) => [flagWord(name), flagSpecs[name].about]),
    { indent: '  ' },
  );

function flagWord(name: FlagName): string {
  const { short, value } = flagSpecs[name];
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}
