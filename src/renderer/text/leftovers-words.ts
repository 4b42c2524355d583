import type { DeletionAct } from '../../shared/domain/deletion';
import { plural } from '../../shared/text/format';

export const leftoversText = {
  title: 'Leftovers',
  lead: 'A deployment takes the files of what was deleted. What an environment has in its database stays until you decide it there.',
  items: 'Items',
  content: 'Pages and media',
  tabs: 'What is shown',
  filter: 'Which items',
  decide: 'To decide',
  all: 'All differences',
  gone: 'Fully deleted',
  search: 'Search by name or kind',
  listLabel: 'Items by environments',
  contentLabel: 'Pages and media by environments',
  detailLabel: 'What is left of the chosen item',
  nothingToDecide: 'Nothing waits for a decision',
  nothingToDecideText: 'When something was deleted and an environment still has it, it is listed here.',
  noMatch: 'Nothing matches',
  noMatchText: 'Try another word, or show all differences.',
  command: 'On the command line',
  choose: 'Choose an item to see what is left of it, and where.',
  shown: (shown: number, all: number): string =>
    shown === all ? plural(all, 'item', 'items') : `${shown} of ${plural(all, 'item', 'items')}`,
  deleteHere: (environment: string): string => `Delete on ${environment}…`,
  toDoHere: (environment: string): string => `Note it as a to-do for ${environment}…`,
  keepHere: 'Keep here, stop reminding me…',
  undo: 'Undo',
  undoOf: (environment: string): string => `Take the decision for ${environment} back`,
  withdraw: 'Withdraw',
  deleteTitle: (item: string, environment: string): string => `Delete ${item} on ${environment}`,
  deleteVerb: (environment: string): string => `Delete on ${environment}`,
  toDoVerb: 'Note it as a to-do',
  toDoLead: (environment: string): string =>
    `${environment} has the database of its own site, which Laneway never writes. Delete it there, at this place; Laneway ticks it off when it is gone.`,
  undoable: 'What goes is kept: you can put it back exactly, from here or from the activity.',
  neededBy: 'Still refers to it',
  blocking: 'Made of it: these have to be deleted first',
  goes: 'Goes with it',
  loses: 'Loses it',
  typeName: (name: string): string => `Type ${name}`,
  typeHint: 'The name makes sure that it is meant.',
  typeWrong: (name: string): string => `This is not the name of the environment: ${name}.`,
  more: (count: number): string => `and ${plural(count, 'other', 'others')}`,
  hidden: 'not on the public site',
  inside: (where: string): string => `in ${where}`,
  keepTitle: (item: string, environment: string): string => `Keep ${item} on ${environment}`,
  keepLead: (environment: string): string =>
    `What is left of it on ${environment} stays, and nobody is reminded of it any more. You can take this back.`,
  why: 'Why',
  whyHint: 'Your colleagues read it here, e.g. “Old articles stay readable”.',
  whyNeeded: 'Please write why.',
  keepVerb: 'Keep it',
  goneAlready: (item: string, environment: string): string => `${item} is gone on ${environment} already.`,
  decided: (item: string, environment: string): string => `${item} was deleted on ${environment}.`,
  noted: (item: string, environment: string): string =>
    `Noted: ${item} is to be deleted in the site of ${environment}.`,
  kept: (item: string, environment: string): string => `${item} is kept on ${environment}.`,
  takenBack: (item: string, environment: string): string =>
    `The decision about ${item} on ${environment} was taken back.`,
  contentNote: 'Pages and media are not carried by a deployment.',
  contentNoteText:
    'A deployment brings what defines the site. What stands here is the same page in several environments, told by its number; write or upload it where it is missing.',
  noContent: 'No page or picture differs, as far as the databases are known.',
  unknownDatabase: (name: string): string => `Nothing is known of the database of ${name}`,
  unread: (name: string): string => `${name} cannot be read`,
  there: 'there',
  hiddenThere: 'there, not on the public site',
  trashed: 'in the bin',
  missing: 'missing',
  named: (name: string): string => `named “${name}”`,
  notKnown: 'not known',
  kindOf: { document: 'Page', media: 'Media' },
} as const;

/** Why there is no delete button in an environment; empty where there is one, or nothing to say. */
export function whyNot(act: DeletionAct, leftMost: string): string {
  switch (act) {
    case 'file-there':
      return `Its file is still here. Delete it on ${leftMost} and deploy; then finish here.`;
    case 'not-known':
      return 'Nothing is known of its database, so nobody can say what would go.';
    case 'delete':
    case 'delete-with-file':
    case 'to-do':
    case 'gone':
      return '';
  }
}
