import type {
  ContentImpact,
  DeletionCell,
  DeletionDecision,
  DeletionRecord,
  DeletionState,
  Leftover,
} from '../domain/deletion';
import type { Removal } from '../domain/plan';
import { byNumber, plural, when } from './format';

/** Where an item is found in the site's own backoffice, from the section down (Umbraco 8 and later). */
const sections: Readonly<Record<string, readonly string[]>> = {
  'document-type': ['Settings', 'Document Types'],
  'document-type-container': ['Settings', 'Document Types'],
  'document-blueprint': ['Settings', 'Document Blueprints'],
  'media-type': ['Settings', 'Media Types'],
  'media-type-container': ['Settings', 'Media Types'],
  'member-type': ['Settings', 'Member Types'],
  'data-type': ['Settings', 'Data Types'],
  'data-type-container': ['Settings', 'Data Types'],
  template: ['Settings', 'Templates'],
  language: ['Settings', 'Languages'],
  'relation-type': ['Settings', 'Relation Types'],
  macro: ['Settings', 'Macros'],
  'dictionary-item': ['Translation', 'Dictionary'],
  'member-group': ['Members', 'Member Groups'],
  'user-group': ['Users', 'User Groups'],
  webhook: ['Settings', 'Webhooks'],
  'forms-form': ['Forms'],
  'forms-datasource': ['Forms', 'Data Sources'],
  'forms-prevalue': ['Forms', 'Prevalue Sources'],
};

/** The way to an item: section, tree, folders, name. Kinds that packages add are looked for by name. */
export const placeInSite = (
  { entityType, name }: { readonly entityType: string; readonly name: string },
  folders: readonly string[],
): readonly string[] => [...(sections[entityType] ?? ['Settings']), ...folders, name, 'Actions', 'Delete'];

/** "12 pages (3 that visitors see) go with it"; what is not known is said so. */
export function impactSentence({ deleted, below, changed, published }: ContentImpact): string {
  if (deleted === null || changed === null) return 'How many pages use it is not known: no database says it.';
  const seen = published ? `, ${plural(published, 'of them is', 'of them are')} on the public site` : '';
  if (deleted > 0) {
    const lying = below ? `, ${plural(below, 'of them only lies', 'of them only lie')} below another` : '';
    return `${plural(deleted, 'page or file goes', 'pages or files go')} with it${lying}${seen}.`;
  }
  if (changed > 0) return `${plural(changed, 'page loses', 'pages lose')} it${seen}. The pages stay.`;
  return 'No page uses it.';
}

/** What a count of content says in a list: "12 pages use it". */
const usedBy = (content: number | null): string =>
  content === null
    ? 'use not known'
    : content === 0
      ? 'no page uses it'
      : plural(content, 'page uses it', 'pages use it');

/** What a decision is about and where, for lists in which a word says how it ended. */
export const deletionSubject = ({ item }: Pick<DeletionRecord, 'item'>, environment: string): string =>
  `${item.kind} ${item.name} on ${environment}`;

/** A decision as a sentence. */
export function deletionSentence(
  { act, item, toDo }: Pick<DeletionRecord, 'act' | 'item' | 'toDo'>,
  environment: string,
): string {
  const what = `${item.kind} ${item.name}`;
  if (act === 'undo') return `The decision about ${what} on ${environment} was taken back.`;
  if (act === 'keep') return `${what} is kept on ${environment}. Nobody is reminded of it any more.`;
  if (act === 'done-in-site') return `${what} was deleted in the site of ${environment} itself.`;
  return toDo
    ? `${what} is to be deleted in the site of ${environment} itself.`
    : `${what} was deleted on ${environment}.`;
}

/** What went with it, and what could not be as it was. */
export const deletionNotes = ({
  act,
  deletedContent,
  changedContent,
  files,
  notes,
}: DeletionRecord): readonly string[] => [
  ...(deletedContent
    ? [
        `${plural(deletedContent, 'page or file', 'pages or files')} ${act === 'undo' ? 'came back' : 'went'} with it.`,
      ]
    : []),
  ...(changedContent
    ? [`${plural(changedContent, 'page', 'pages')} ${act === 'undo' ? 'got it back' : 'lost it'}.`]
    : []),
  ...(files.length ? [`${act === 'undo' ? 'Put back' : 'Deleted'}: ${files.join(', ')}.`] : []),
  ...notes,
];

/** A decision in the activity, in a word for lists. */
export function deletionWord({ act, toDo }: Pick<DeletionRecord, 'act' | 'toDo'>): string {
  if (act === 'undo') return 'Taken back';
  if (act === 'keep') return 'Kept';
  if (act === 'done-in-site') return 'Deleted';
  return toDo ? 'To do' : 'Deleted';
}

/** A decision about something that is not there any more: nothing happened. */
export const goneAlready = (name: string, environment: string): string =>
  `${name} is not on ${environment} any more. Nothing was left to do.`;

/** How a decision stands. */
export function decisionWord({ kind, state, place }: DeletionDecision): string {
  if (state === 'undone') return 'taken back';
  if (kind === 'keep') return 'kept';
  if (state === 'open') return 'to do in the site';
  return place.length ? 'done in the site' : 'deleted';
}

/** Why something cannot be put back; one sentence each, with what to do. */
export const hindranceWords = {
  'key-taken': (name: string, by: string): string =>
    `Another one has the name of ${name} now (${by}): rename or delete that one first.`,
  'content-taken': (name: string): string => `Something else has the place of the page "${name}".`,
  'parent-gone': (name: string): string =>
    `What the page "${name}" lay in is not there any more: take that deletion back first.`,
  'type-gone': (name: string): string =>
    `The type of the page "${name}" is not there any more: take that deletion back first.`,
  'file-there': (path: string): string => `Another version of ${path} is there: move it away first.`,
} as const;

/** What came back differently, because somebody worked on it since. */
export const putBackNotes = {
  'newer-kept': (name: string): string =>
    `${name} was made anew since: the newer one stays, its pages are back.`,
  'page-gone': (name: string): string => `The page "${name}" was deleted since and stays deleted.`,
  'page-changed': (name: string): string => `The page "${name}" was changed since and stays as it is.`,
} as const;

/** A file that somebody wrote just then. */
export const fileStayed = (path: string): string =>
  `${path} was written by somebody at that moment and stays: it is a change of its own now.`;

/** Why a deletion that was decided with a plan was not carried out after all. */
export type WhyNotDone = 'not-known' | 'changed' | 'blocked';

const whyNotDone: Record<WhyNotDone, string> = {
  'not-known': 'its database could not be read',
  changed: 'it, or the pages that use it, changed meanwhile',
  blocked: 'something else is made of it',
};

export const orderNotDone = (
  item: { readonly kind: string; readonly name: string },
  environment: string,
  why: WhyNotDone,
): string =>
  `${item.kind} ${item.name} was not deleted on ${environment}, because ${whyNotDone[why]}. It stays on the list of leftovers.`;

/** How an item stands, in a word. */
export const stateWords: Record<DeletionState, string> = {
  decide: 'To decide',
  'to-do': 'To do in the site',
  kept: 'Kept on purpose',
  'on-its-way': 'On its way',
  'not-known': 'Not known',
  differs: 'Not everywhere',
  gone: 'Fully deleted',
};

/** The same as a sentence. */
export const stateSentences: Record<DeletionState, string> = {
  decide: 'Deleted, but an environment still has its entry: editors see it there.',
  'to-do': 'What is left is to be deleted in the site itself.',
  kept: 'What is left of it is kept on purpose.',
  'on-its-way': 'The deletion has not been deployed everywhere yet.',
  'not-known': 'No file of it is left, but not every database could be asked.',
  differs: 'Nobody deleted it; it is not everywhere yet.',
  gone: 'No database has it, and no file of it remains anywhere.',
};

/** One item in one environment, in few words: "entry without file, 2 pages use it". */
export function cellWords(cell: DeletionCell | null): string {
  if (!cell) return 'cannot be read';
  const use = cell.row === 'no' || cell.content === 0 ? [] : [usedBy(cell.content)];
  if (cell.file) {
    if (cell.row === 'no') return 'file, no entry';
    return ['there', ...use].join(', ');
  }
  if (cell.row === 'unknown') return 'no file, database not known';
  if (cell.row === 'no') return cell.deleted ? 'gone' : 'not there';
  const mark = cell.kept !== null ? ['kept'] : cell.toDo !== null ? ['to do in the site'] : [];
  return ['entry without file', ...mark, ...use].join(', ');
}

/** Who deleted it there, and when; never a guess. */
export function deletedBy({ deleted }: DeletionCell, now: number): string {
  if (!deleted) return '';
  if (!deleted.by) return 'deleted here, not saved to its history yet';
  return `deleted by ${deleted.by.name}${deleted.at === null ? '' : ` ${when(deleted.at, now)}`}`;
}

/** What goes with a deployment: the file, a template's view with it. */
export const goesWords = ({ also, leftover }: Pick<Removal, 'also' | 'leftover'>): string =>
  !leftover ? 'The file goes.' : also.length ? 'Its file and its view go.' : 'Its file goes.';

/** What stays on the target, and how much content uses it. */
export function staysWords({ entry, content }: Leftover, to: string): string {
  if (entry === 'none') return `The database of ${to} has no entry of it: nothing stays.`;
  if (entry === 'unknown')
    return `Whether its entry stays on ${to} is not known: there is no database to look into.`;
  return `The entry stays in the database of ${to}: editors still see it. ${usesWords(content)}`;
}

function usesWords({ deleted, changed }: ContentImpact): string {
  if (deleted === null || changed === null) return 'How many pages use it is not known.';
  const count = deleted + changed;
  return count === 0
    ? 'No page uses it.'
    : `${plural(count, 'page uses', 'pages use')} it and ${byNumber(count, 'stays', 'stay')}.`;
}

/** The two choices for one removal of a plan. */
export const choiceWords = {
  keep: 'Keep it for now',
  keepMeans: 'It stays on your list of leftovers.',
  delete: (content: ContentImpact): string => {
    const gone = content.deleted ?? 0;
    return gone > 0 ? `Also delete it there, with ${plural(gone, 'page', 'pages')}` : 'Also delete it there';
  },
  deleteMeans: 'When the changes have arrived. It can be undone from the activity.',
  toDo: 'Note it as a to-do in the site',
} as const;

/** Removals of a plan whose entry stays, or may stay. */
export const unfinished = <R extends Pick<Removal, 'leftover'>>(removals: readonly R[]): readonly R[] =>
  removals.filter(({ leftover }) => leftover && leftover.entry !== 'none');

/** "1 deletion is not finished there." */
export const unfinishedSentence = (count: number): string =>
  `${plural(count, 'deletion is', 'deletions are')} not finished there.`;

/** Where to click in the site. */
export const placeSentence = (place: readonly string[]): string => place.join(' › ');
