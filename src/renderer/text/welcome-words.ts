import type { Overview } from '../../shared/domain/overview';
import { changesCount, plural } from '../../shared/text/format';

export const welcomeText = {
  title: 'Move changes, without fear',
  lead: 'Laneway carries what you made on one copy of your site to the next, and shows you first exactly what will happen.',
  addTitle: 'Add a site',
  sample: 'Try a sample site',
  sampleOpen: 'Open the sample site',
  sampleText: 'Three small environments in a new folder. Nothing of yours is touched.',
  sampleMaking: 'Making the sample site…',
  folders: 'Use folders I have',
  foldersText: 'You have copies of your site on this computer, one for each environment.',
  noAccount: 'No account, no server. Everything stays on this computer.',
  foldersTitle: 'Where are the copies of your site?',
  foldersLead: 'Choose the folder that holds them, or each copy. Laneway only looks.',
  pathLabel: 'Folder',
  pathPlaceholder: 'Type or paste a path',
  pathGo: 'Open',
  pickSystem: 'Choose a folder…',
  useThis: 'Look in this folder',
  addThis: 'Add this folder',
  needFolder: 'Add at least one folder.',
  chosen: 'Chosen folders',
  removeChosen: (name: string): string => `Do not look in ${name}`,
  propose: 'Look in these folders',
  looking: 'Looking for copies of a site…',
  up: 'One folder up',
  isClone: 'copy of a site',
  noFolders: 'There are no folders in here.',
  foldersOf: (path: string): string => `Folders in ${path}`,
  noneFound: 'No copy of a site in there',
  noneFoundText: 'A copy has a hidden folder “.git” in it. Laneway looked two levels deep.',
  reviewTitle: 'Are these your environments?',
  reviewLead: 'From left, where changes are made, to right, where visitors see them.',
  projectName: 'Name of the site',
  laneName: (at: number): string => `Name of environment ${at}`,
  roleOf: (name: string): string => `Role of ${name}`,
  roles: {
    development: 'Changes are made here',
    staging: 'Changes are looked at here',
    production: 'Live: visitors see this',
    flexible: 'On the side (flexible)',
  },
  moveUp: (name: string): string => `Move ${name} to the left`,
  moveDown: (name: string): string => `Move ${name} to the right`,
  take: (name: string): string => `Use ${name}`,
  use: 'Use',
  question: 'Who says yes for Live?',
  iDo: 'I do',
  iDoText: 'Whoever deploys sees the plan first and decides.',
  queueLater: 'That somebody else looks first comes in a later version.',
  create: 'Set up this site',
  creating: 'Setting up…',
  needTwo: 'Use at least two environments, so that something can move.',
  needName: 'Give the site a name.',
  needLaneNames: 'Give every environment its own name.',
  checkTitle: 'Laneway has looked at your site',
  checkOnly: 'Laneway has only looked. Nothing has been changed.',
  goOn: 'Go to the overview',
} as const;

interface CheckUpLine {
  readonly tone: 'calm' | 'ready' | 'warn';
  readonly strong: string;
  readonly text: string;
}

/** What a first look at the real site found, from its overview. Pure. */
export function checkUp(overview: Overview): readonly CheckUpLine[] {
  const all = [...overview.lanes, ...overview.flexible];
  const lines: CheckUpLine[] = [
    {
      tone: 'calm',
      strong: `${plural(all.length, 'environment', 'environments')}:`,
      text: all.map((lane) => lane.environment.name).join(', '),
    },
  ];
  for (const lane of overview.lanes) {
    if (!lane.next || !lane.pending) continue;
    lines.push({
      tone: lane.pending.count ? 'ready' : 'calm',
      strong: `${lane.environment.name} ${lane.pending.count ? changesCount(lane.pending.count) : 'no changes'} ahead`,
      text: lane.pending.count
        ? `that ${lane.next.name} does not have yet`
        : `${lane.next.name} has everything`,
    });
  }
  for (const lane of overview.lanes) {
    for (const flag of lane.flags) {
      if (flag.kind !== 'sync-needed') continue;
      const from = all.find((other) => other.environment.id === flag.from)?.environment.name ?? flag.from;
      lines.push({
        tone: 'warn',
        strong: `${from} ${changesCount(flag.count)}`,
        text: `that ${lane.environment.name} lacks`,
      });
    }
  }
  // What hangs on a lane is not on the way.
  const stops = overview.lanes.reduce(
    (sum, lane) => sum + (lane.problem ? 1 : 0) + (lane.pending ? lane.pending.blocking.length : 0),
    0,
  );
  lines.push({
    tone: stops ? 'warn' : 'calm',
    strong: plural(stops, 'thing', 'things'),
    text: 'that would stop a deployment',
  });
  return lines;
}
