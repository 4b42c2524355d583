import type { EnvironmentHome } from '../environments/identity';
import type { PlanSide } from '../plan/plan-input';
import { findJournals, type FoundJournal, type JournalLine } from './journal';

/** Whether a run had begun to send, and what is known of it. */
type Sending =
  | { readonly state: 'none' }
  | { readonly state: 'sent' }
  | { readonly state: 'open'; readonly since: number };

/** What the journal of a run says of its server; the last word counts. */
export function sendingOf(lines: readonly JournalLine[]): Sending {
  let sending: Sending = { state: 'none' };
  for (const line of lines) {
    if (line.step === 'push') sending = { state: 'open', since: line.at };
    if (line.step === 'sent') sending = { state: 'sent' };
    if (line.step === 'not-sent') sending = { state: 'none' };
  }
  return sending;
}

export interface Waiting {
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** The server whose answer a run into this environment waits for; null when none does. */
export function waitingFor({ folder }: Pick<EnvironmentHome, 'folder'>): Waiting | null {
  for (const { header, lines } of findJournals(folder)) {
    const waiting = waitingIn({ header, lines });
    if (waiting) return waiting;
  }
  return null;
}

function waitingIn({ header, lines }: Pick<FoundJournal, 'header' | 'lines'>): Waiting | null {
  const sending = sendingOf(lines);
  return header?.server && sending.state === 'open'
    ? { host: header.server.upstream.host, since: sending.since }
    : null;
}

/** A side of a plan that is closed until a server has answered. */
export function withWaiting(side: PlanSide, home: Pick<EnvironmentHome, 'folder'>): PlanSide {
  const waiting = waitingFor(home);
  if (!waiting) return side;
  const { environmentId, name } = side.end;
  const message = `${waiting.host} has not said whether it took what was sent to ${name}. Nothing moves there until it answers.`;
  const finding = { code: 'waiting-for-server', level: 'block', environmentId, message } as const;
  return { ...side, findings: [...side.findings, finding] };
}
