import type { SentTo } from '../../../shared/domain/run';
import type { JournalHeader } from './journal';

/** The server that has the result because the run was decided there. */
export const sentTo = ({ server, to }: JournalHeader): SentTo[] =>
  server ? [{ environmentId: to.environmentId, host: server.upstream.host }] : [];
