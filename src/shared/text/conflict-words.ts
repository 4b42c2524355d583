import type { Conflict, ConflictDecision, ConflictItem, Keep } from '../domain/conflict';
import type { ActivityRecord } from '../domain/run';
import { plural } from './format';

/** The thing in question, by the name that an editor knows. */
export const conflictTitle = ({ item, path }: Pick<Conflict, 'item' | 'path'>): string =>
  item?.name ?? path.slice(path.lastIndexOf('/') + 1);

/** Its kind, or where it is. */
export const conflictKind = ({ item, path }: Pick<Conflict, 'item' | 'path'>): string => item?.kind ?? path;

interface Names {
  readonly from: string;
  readonly to: string;
}

/** What keeping one version, or both, means for a thing, as a button says it. */
export function keepWords(conflict: Pick<Conflict, 'type' | 'from' | 'to' | 'item'>, keep: Keep): string {
  const names = { from: conflict.from.name, to: conflict.to.name };
  if (keep === 'both') return bothWords(conflict.type, names);
  const side = conflict[keep];
  if (side.did === 'deleted') return `Delete it, as on ${side.name}`;
  switch (conflict.type) {
    case 'rename/rename':
      return `Its name on ${side.name}`;
    case 'mode':
      return `As on ${side.name}`;
    default:
      // An item has properties that only the other side changed: they would go as well.
      return conflict.item ? `Keep all of it as on ${names[keep]}` : `Keep what ${names[keep]} has`;
  }
}

function bothWords(type: Conflict['type'], { from, to }: Names): string {
  switch (type) {
    case 'content':
    case 'add/add':
      return `Keep both: ${from} first, then ${to}`;
    default:
      return `Keep both, as two files`;
  }
}

/** What was decided, for lists and records. */
export function decisionWords(
  conflict: Pick<Conflict, 'type' | 'from' | 'to'>,
  { keep }: Pick<ConflictDecision, 'keep'>,
): string {
  if (keep === 'edited') return 'written anew';
  if (keep === 'parts') return 'decided part by part';
  if (keep === 'both') return 'kept both';
  const { did, name } = conflict[keep];
  return did === 'deleted' ? `deleted, as on ${name}` : `kept what ${name} has`;
}

/** The same with the thing and the person: "Blog post: kept what Dev has, Ana". */
export const decidedSentence = (
  conflict: Pick<Conflict, 'type' | 'from' | 'to' | 'item' | 'path'>,
  decision: ConflictDecision,
): string => `${conflictTitle(conflict)}: ${decisionWords(conflict, decision)}, ${decision.who}`;

/** The same of a part: "Description: kept what Dev has". */
export const partWords = (about: string, keep: Keep, { from, to }: Names): string =>
  `${about}: kept ${keep === 'both' ? 'both' : `what ${keep === 'from' ? from : to} has`}`;

/** "2 of 5 decided". */
export const progressWords = ({
  items,
  open,
}: {
  readonly items: readonly ConflictItem[];
  readonly open: number;
}): string => `${items.length - open} of ${plural(items.length, 'thing', 'things')} decided`;

/** Why both sides' versions do not go together by themselves. */
export function whyWords({ type, from, to, item }: Pick<Conflict, 'type' | 'from' | 'to' | 'item'>): string {
  const both = `${from.name} and ${to.name}`;
  switch (type) {
    case 'content':
      return item ? `${both} changed the same properties.` : `${both} changed the same lines.`;
    case 'add/add':
      return `${both} each added it, with different content.`;
    case 'binary':
      return `${both} each changed it, and it cannot be merged.`;
    case 'modify/delete':
    case 'rename/delete':
      return from.did === 'deleted'
        ? `${from.name} deleted it, ${to.name} went on working on it.`
        : `${to.name} deleted it, ${from.name} went on working on it.`;
    case 'rename/rename':
      return `${both} gave it different names.`;
    case 'rename/add':
      return `One side gave a file this name, the other added another of the same name.`;
    case 'mode':
      return `${both} disagree on whether it may be run as a program.`;
    case 'file/directory':
      return `It is a file on one side, and a folder on the other.`;
    case 'symlink':
      return `${both} let it point to different places.`;
    case 'submodule':
      return `${both} are at different versions of the site folder inside.`;
    case 'type':
      return `It is a file on one side, and a link on the other.`;
    case 'file-location':
      return `One side added it to a folder that the other side renamed.`;
  }
}

/** Heading of what was decided in a record. */
export const decidedTitle = 'Both sides had changed this';

/** "Blog post: kept what Dev has, Ana": a line for each thing, or part, that was decided with a run. */
export const decidedLines = ({ decided = [] }: Pick<ActivityRecord, 'decided'>): string[] =>
  decided.flatMap(({ path, item, says, decision }) =>
    says.map((words) => `${conflictTitle({ path, ...(item ? { item } : {}) })}: ${words}, ${decision.who}`),
  );
