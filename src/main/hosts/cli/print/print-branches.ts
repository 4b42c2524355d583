import type { BranchList, LocalBranch } from '../../../../shared/domain/branch';
import type { Environment } from '../../../../shared/domain/project';
import { shellWord } from '../../../../shared/text/shell-word';
import { printable, section, table } from '../layout';
import type { Look } from './look';

/** The branches of an environment's clone: which can be opened, and where the others are. */
export function branchLines(
  { clone, local, remote }: BranchList,
  { name }: Environment,
  { paint }: Look,
): string[] {
  const free = local.find(({ usedIn }) => !usedIn);
  const example = free
    ? `--branch ${shellWord(free.name)} --of ${shellWord(name)}`
    : `--branch BRANCH --of ${shellWord(name)} --new`;
  return [
    paint.strong(printable(`Branches of ${clone}`)),
    ...table(
      local.map((branch) => [branch.name, whereIs(branch)]),
      { indent: '  ', styles: { 1: paint.dim } },
    ),
    ...section(
      'On its servers',
      table(
        remote.map((branch) => [branch.name]),
        { indent: '  ' },
      ),
      paint,
    ),
    '',
    printable(`laneway environment add NAME ${example}`),
  ];
}

function whereIs({ usedIn }: LocalBranch): string {
  if (!usedIn) return 'can be opened';
  if (usedIn.isMissing) return `open in ${usedIn.path}, which is not there`;
  return usedIn.environment === null ? `open in ${usedIn.path}` : `is ${usedIn.environment}`;
}
