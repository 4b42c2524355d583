import { join } from 'node:path';
import type { EnvironmentHome } from '../environments/identity';
import { isError, isFromOutside, toErrorAnswer } from '../errors';
import type { Clock } from '../ports';
import { udiAt } from './artifact-row';
import type { Databases, ExtractionTarget } from './databases';
import { markExtracted, markWaiting, readExtraction } from './extraction-state';
import { askSite, logTail, markerFolder, readAnswer, type SiteAnswer } from './site-markers';

/** What is known of a request to a site. */
export type SiteState =
  { readonly state: 'nothing' | 'done' } | { readonly state: 'failed' | 'waiting'; readonly reason: string };

const logLines = 60;
const waitingWords: Readonly<Record<'asked' | 'reading' | 'taken', string>> = {
  asked: 'The site has not taken it up yet. Start it, if it is stopped.',
  reading: 'The site is reading them.',
  taken: 'The site took it up and has not said how it went. It may have been restarted.',
};

/**
 * Asks a site to read its artifacts, unless it was asked for that commit already. Where somebody else's request is under
 * way it is asked as soon as that is over.
 */
export function requestSite(home: EnvironmentHome, target: ExtractionTarget, clock: Clock): void {
  const { waiting } = readExtraction(home);
  const wasAsked = waiting?.kind === 'site' && waiting.commit === target.commit && waiting.asked !== null;
  if (wasAsked || !target.artifacts) return;
  const folder = markerFolder(home.repository.folder, target.artifacts.folder);
  try {
    const asked = askSite(folder, join(home.folder, 'site-results'), clock.now());
    markWaiting(home, { kind: 'site', commit: target.commit, reason: null, asked }, clock);
  } catch (cause) {
    if (!isError(cause, 'site-busy')) throw cause;
    const reason = toErrorAnswer(cause).message;
    markWaiting(home, { kind: 'site', commit: target.commit, reason, asked: null }, clock);
  }
}

/**
 * Looks for a site's answer and settles what was waited for. The final state counts, not the word: where the database
 * can be read, every item has to be in it.
 * @param say told the end of the site's own log when there is an answer
 */
export function settleSite(
  home: EnvironmentHome,
  databases: Databases,
  clock: Clock,
  say: (line: string) => void,
): SiteState {
  const { waiting } = readExtraction(home);
  if (waiting?.kind !== 'site') return { state: 'nothing' };
  const target = databases.targetOf(home, waiting.commit);
  if (!target.artifacts) return { state: 'nothing' };
  if (waiting.asked === null) {
    requestSite(home, target, clock);
    return { state: 'waiting', reason: readExtraction(home).waiting?.reason ?? waitingWords.asked };
  }
  const folder = markerFolder(home.repository.folder, target.artifacts.folder);
  const answer = readAnswer(folder, waiting.asked);
  const failed = failureOf(answer, home, databases, target);
  if (failed === null && answer.state !== 'complete')
    return { state: 'waiting', reason: waitingWords[answer.state === 'failed' ? 'taken' : answer.state] };
  for (const line of logTail(folder, logLines)) say(`site: ${line}`);
  if (failed === null) {
    markExtracted(home, waiting.commit, clock);
    return { state: 'done' };
  }
  markWaiting(home, { ...waiting, kind: 'failed', reason: failed }, clock);
  return { state: 'failed', reason: failed };
}

function failureOf(
  answer: SiteAnswer,
  home: EnvironmentHome,
  databases: Databases,
  target: ExtractionTarget,
): string | null {
  if (answer.state === 'failed') return answer.message;
  if (answer.state !== 'complete') return null;
  const missing = missingItems(home, databases, target);
  return missing.length === 0
    ? null
    : `The site says that it has read them, and ${missing.length === 1 ? 'one item is' : `${missing.length} items are`} not in its database: ${missing.slice(0, 3).join(', ')}.`;
}

/** Kinds whose rows are read from a site's database. */
const readKinds =
  /^umb:\/\/(document-type|media-type|member-type|template|data-type|language|dictionary-item)\//;

/** Where the database cannot be read, the site's word has to do. */
function missingItems(home: EnvironmentHome, databases: Databases, target: ExtractionTarget): string[] {
  try {
    const database = databases.of(home);
    if (!database.known) return [];
    const known = new Set([...database.items.keys()].map((udi) => udi.toLowerCase()));
    return [...(target.artifacts?.files.keys() ?? [])]
      .flatMap((path) => udiAt(path) ?? [])
      .filter((udi) => readKinds.test(udi) && !known.has(udi.toLowerCase()));
  } catch (cause) {
    if (isFromOutside(cause)) return [];
    throw cause;
  }
}
