import type { Settings } from '../../../shared/domain/settings';
import type { Signature } from '../git/model';
import type { Repository } from '../git/repository/repository';
import type { Clock } from '../ports';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who a commit in a clone is by: what the clone is configured with, else the name in the settings, else the name of
 * the computer's user (run.md: "Author falls back to the settings name").
 */
export function signatureFor(
  repository: Repository,
  settings: Settings,
  clock: Clock,
  environment: Environment,
): Signature {
  const config = repository.config();
  const user = environment['USER'] ?? environment['USERNAME'] ?? 'laneway';
  const name = config.get('user.name') ?? (settings.name || user);
  const email = config.get('user.email') ?? (settings.email || `${user}@localhost`);
  const seconds = Math.floor(clock.now() / 1000);
  return { name, email, seconds, offsetMinutes: -new Date(seconds * 1000).getTimezoneOffset() };
}

/** Whose name stands beside what somebody does here: the one in the settings, else the one of {@link signatureFor}. */
export const whoWorks = (
  repository: Repository,
  settings: Settings,
  clock: Clock,
  environment: Environment,
): string => settings.name || signatureFor(repository, settings, clock, environment).name;
