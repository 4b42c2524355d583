import { serverFindings, type ServerPart } from '../plan/server-findings';
import type { PlanSide } from '../plan/plan-input';
import type { ServerState } from './server-state';

/** A side of a plan with what its server means for it. */
export function withServer(side: PlanSide, server: ServerState | null, as: ServerPart): PlanSide {
  if (!server) return side;
  const { host, head } = server;
  return {
    ...side,
    end: { ...side.end, server: { host, head } },
    findings: [...side.findings, ...serverFindings(server, side.end, as)],
  };
}
