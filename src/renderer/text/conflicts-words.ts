import { plural } from '../../shared/text/format';

export const conflictsText = {
  title: 'Decide what stays',
  lead: (way: string): string =>
    `${way}. Both sides changed the things below. Nothing has moved, and nothing does while you decide.`,
  loading: 'Looking at what both sides changed…',
  none: 'Nothing to decide',
  noneText: 'Both sides go together by themselves now.',
  open: 'Open',
  decided: (what: string): string => `Decided: ${what}`,
  choose: (name: string): string => `What stays of ${name}`,
  byPart: (done: number, all: number): string =>
    done ? `Decide part by part (${done} of ${all})` : 'Decide part by part',
  edit: 'Write it anew',
  editTitle: (name: string): string => `Write ${name} anew`,
  editHint: 'Both versions stand here, merged where they go together. Make of it what it shall be.',
  editLabel: 'Text',
  editSave: 'Take this text',
  see: 'See what each side did',
  hide: 'Hide what each side did',
  before: 'Before',
  notThere: 'not there',
  reopen: 'Take the decision back',
  part: (about: string): string => `What stays of: ${about}`,
  both: 'Both',
  all: (name: string): string => `Keep what ${name} has for all that is open`,
  allTitle: (name: string): string => `Keep what ${name} has?`,
  allLead: (count: number, name: string, other: string): string =>
    `${plural(count, 'thing stays', 'things stay')} as on ${name}. What ${other} made of ${count === 1 ? 'it' : 'them'} is not taken over:`,
  allGo: 'Keep them so',
  goOn: 'Look at the result',
  goOnWhy: (open: number): string => `${plural(open, 'thing is', 'things are')} still open.`,
  stop: 'Stop, leave everything as it was',
  stopTitle: 'Leave everything as it was?',
  stopText: (count: number): string =>
    `${plural(count, 'decision is', 'decisions are')} forgotten. Neither side has been changed, and neither will be.`,
  stopGo: 'Forget the decisions',
  recheck: 'With what is decided so far',
} as const;
