import type { DeletionDecision, DeletionRecord } from '../../../shared/domain/deletion';
import type { Project } from '../../../shared/domain/project';
import type { ActivityRecord, Outcome } from '../../../shared/domain/run';

export interface RecordInput {
  readonly project: Pick<Project, 'id' | 'name'>;
  readonly decision: DeletionDecision;
  /** Of the record; for the decision itself, its own id. */
  readonly id: string;
  readonly act: DeletionRecord['act'];
  readonly who: string;
  readonly host: string;
  readonly at: number;
  readonly notes: readonly string[];
}

/** What the activity keeps of a decision. It moves no files between environments, so it has no phases and no commits. */
export function decisionRecord(input: RecordInput): ActivityRecord {
  const { project, decision, id, act, who, host, at, notes } = input;
  const end = { environmentId: decision.environmentId, name: decision.environment };
  return {
    format: 1,
    id,
    projectId: project.id,
    projectName: project.name,
    kind: 'deletion',
    from: end,
    to: end,
    who,
    host,
    message: decision.why,
    startedAt: Math.round(at),
    finishedAt: Math.round(at),
    phases: [],
    outcome: 'succeeded',
    error: null,
    planHash: '',
    commits: { sourceHead: null, targetBefore: null, result: null, resultTree: null },
    changes: [],
    comesBack: [],
    removals: [],
    findings: [],
    deletion: {
      act,
      decision: decision.id,
      udi: decision.udi,
      item: decision.item,
      why: decision.why,
      toDo: decision.place.length > 0,
      deletedContent: decision.deletedContent,
      changedContent: decision.changedContent,
      files: decision.files,
      notes,
    },
  };
}

export const withOutcome = (record: ActivityRecord, outcome: Outcome): ActivityRecord => ({
  ...record,
  outcome,
});

/** The same record with what came out differently. */
export const withNotes = (record: ActivityRecord, notes: readonly string[]): ActivityRecord =>
  record.deletion && notes.length > 0
    ? { ...record, deletion: { ...record.deletion, notes: [...record.deletion.notes, ...notes] } }
    : record;
