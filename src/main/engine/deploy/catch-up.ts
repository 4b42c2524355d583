import type { Finding } from '../../../shared/domain/plan';
import { isError } from '../errors';
import type { Signature } from '../git/model';
import type { Repository } from '../git/repository/repository';
import { moveBranch } from './commit-point';
import type { Journal, JournalHeader } from './journal';

/**
 * Moves the target's branch from its head to the result by compare-and-swap.
 * @throws EngineError `ref-moved`, `lock-held`, `disk-full`, ...
 */
export const moveTarget = (
  repository: Repository,
  { kind, from, to, result }: JournalHeader,
  journal: Journal,
  who: Signature,
): void =>
  moveBranch(repository, journal, {
    branch: to.branch,
    from: to.head,
    to: result,
    who,
    message: `laneway: ${kind} from ${from.name}`,
  });

/**
 * Brings the target's branch to the result that its server has already. Doing it again does no harm.
 * @returns null, or what is said when another program moved the branch meanwhile: it is left as it is
 * @throws EngineError `lock-held`, `disk-full`, ...
 */
export function catchUp(
  repository: Repository,
  header: JournalHeader,
  journal: Journal,
  who: Signature,
): Finding | null {
  try {
    moveTarget(repository, header, journal, who);
    return null;
  } catch (cause) {
    if (!isError(cause, 'ref-moved')) throw cause;
    return movedAway(header);
  }
}

const movedAway = ({ to, server }: JournalHeader): Finding => {
  const host = server?.upstream.host ?? '';
  return {
    code: 'upstream-diverged',
    level: 'warn',
    environmentId: to.environmentId,
    message: `${host} has what was deployed, but ${to.name} was moved on by another program in that moment and was left as it is. Bring over what ${host} has.`,
  };
};
