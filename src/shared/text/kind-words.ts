import type { PlanKind } from '../domain/plan-kind';

/** How a kind of run is spoken of. `from` and `to` are names, `changes` is "3 changes" or empty. */
interface KindWords {
  /** Heading of its plan. */
  readonly title: (from: string, to: string) => string;
  /** While it goes on. */
  readonly doing: (from: string, to: string) => string;
  /** The button that starts it, and with a question mark the question of the command line. */
  readonly start: (changes: string) => string;
  readonly cannot: (from: string, to: string) => string;
  readonly failed: (from: string, to: string) => string;
  /** How it ended well, in a word for lists. */
  readonly done: string;
  /** What was not to be done after all, as the subject of a sentence. */
  readonly noun: string;
  /** Subject of the commit that it makes. */
  readonly commit: (from: string, to: string, changes: string) => string;
}

const carried = (verb: string, changes: string): string => (changes ? `${verb} ${changes}` : verb);

export const kindWords: Readonly<Record<PlanKind, KindWords>> = {
  deploy: {
    title: (from, to) => `Deploy from ${from} to ${to}`,
    doing: (from, to) => `Deploying ${from} to ${to}`,
    start: (changes) => carried('Deploy', changes),
    cannot: (from, to) => `${from} cannot be deployed to ${to} yet`,
    failed: (from, to) => `${from} could not be deployed to ${to}`,
    done: 'Deployed',
    noun: 'The deployment',
    commit: (from, to, changes) => `Deploy ${changes} from ${from} to ${to}`,
  },
  push: {
    title: (from, to) => `Push changes from ${from} to ${to}`,
    doing: (from, to) => `Pushing ${from} to ${to}`,
    start: (changes) => carried('Push', changes),
    cannot: (from, to) => `${from} cannot be pushed to ${to} yet`,
    failed: (from, to) => `${from} could not be pushed to ${to}`,
    done: 'Pushed',
    noun: 'The push',
    commit: (from, to, changes) => `Push ${changes} from ${from} to ${to}`,
  },
  sync: {
    title: (from, to) => `Sync ${to} with ${from}`,
    doing: (from, to) => `Syncing ${to} with ${from}`,
    start: (changes) => carried('Sync', changes),
    cannot: (from, to) => `${to} cannot be synced with ${from} yet`,
    failed: (from, to) => `${to} could not be synced with ${from}`,
    done: 'Synced',
    noun: 'The sync',
    commit: (from, to, changes) => `Sync ${changes} from ${from} to ${to}`,
  },
  pull: {
    title: (from, to) => `Pull changes from ${from} into ${to}`,
    doing: (from, to) => `Pulling from ${from} into ${to}`,
    start: (changes) => carried('Pull', changes),
    cannot: (from, to) => `${to} cannot pull from ${from} yet`,
    failed: (from, to) => `${to} could not pull from ${from}`,
    done: 'Pulled',
    noun: 'The pull',
    commit: (from, to, changes) => `Pull ${changes} from ${from} into ${to}`,
  },
  'merge-back': {
    title: (from, to) => `Bring changes from ${from} over to ${to}`,
    doing: (from, to) => `Bringing ${from} over to ${to}`,
    start: (changes) => carried('Bring over', changes),
    cannot: (from, to) => `${from} cannot be brought over to ${to} yet`,
    failed: (from, to) => `${from} could not be brought back to ${to}`,
    done: 'Brought over',
    noun: 'Bringing over',
    commit: (from, to, changes) => `Bring ${changes} back from ${from} to ${to}`,
  },
  receive: {
    title: (from, to) => `Bring changes from ${from} over to ${to}`,
    doing: (from, to) => `Bringing ${from} over to ${to}`,
    start: (changes) => carried('Bring over', changes),
    cannot: (from, to) => `${from} cannot be brought over to ${to} yet`,
    failed: (from, to) => `What ${from} has could not be brought over to ${to}`,
    done: 'Brought over',
    noun: 'Bringing over',
    commit: (from, to, changes) => `Bring ${changes} over from ${from} to ${to}`,
  },
};
