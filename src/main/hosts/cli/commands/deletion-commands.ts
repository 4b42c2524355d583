import type { DeletionDecision } from '../../../../shared/domain/deletion';
import type { Environment } from '../../../../shared/domain/project';
import { deletionSentence, goneAlready } from '../../../../shared/text/deletion-words';
import { findItem } from '../find-item';
import { printable } from '../layout';
import { matrixLines } from '../print/print-deletions';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';
import { words } from '../text';

/** `laneway deletions`. */
export async function deletions(session: Session): Promise<Result> {
  const { id: projectId } = await findProject(session);
  const matrix = await call(session, 'deletion.matrix', { projectId });
  const { decisions, damaged } = await call(session, 'deletion.list', { projectId });
  return {
    value: { ...matrix, decisions, damaged },
    lines: matrixLines(matrix, { decisions, damaged }, session.look),
  };
}

/** `laneway deletions decide ITEM ENV [--confirm NAME]`. */
export async function decideDeletion(session: Session): Promise<Result> {
  const { ids, environment, name } = await what(session);
  const { seen } = await call(session, 'deletion.impact', ids);
  const confirm = session.flags.text('confirm');
  const value = await call(session, 'deletion.decide', {
    ...ids,
    seen,
    ...(confirm === undefined ? {} : { confirm }),
  });
  return { value, lines: decisionLines(value.decision, name, environment) };
}

/** `laneway deletions keep ITEM ENV --why TEXT`. */
export async function keepItem(session: Session): Promise<Result> {
  const { ids, environment, name } = await what(session);
  const value = await call(session, 'deletion.keep', { ...ids, why: session.flags.text('why') ?? '' });
  return { value, lines: decisionLines(value.decision, name, environment) };
}

/** `laneway deletions undo ID`. */
export async function undoDeletion(session: Session): Promise<Result> {
  const { id: projectId } = await findProject(session);
  const value = await call(session, 'deletion.undo', { projectId, id: word(session, 0) });
  const { decision, notes } = value;
  const said = deletionSentence({ act: 'undo', item: decision.item, toDo: false }, decision.environment);
  return { value, lines: [said, ...notes.map((note) => `  ${note}`)].map(printable) };
}

interface What {
  readonly ids: { readonly projectId: string; readonly environmentId: string; readonly udi: string };
  readonly environment: Environment;
  readonly name: string;
}

/** An address is taken as it is; a name is looked up in what the review shows. */
async function what(session: Session): Promise<What> {
  const project = await findProject(session);
  const environment = findEnvironment(project, word(session, 1));
  const wanted = word(session, 0);
  const ids = { projectId: project.id, environmentId: environment.id };
  if (wanted.startsWith('umb://')) return { ids: { ...ids, udi: wanted }, environment, name: wanted };
  const { rows } = await call(session, 'deletion.matrix', { projectId: project.id });
  const { udi, name } = findItem(
    rows.map((row) => ({ ...row.item, udi: row.udi })),
    wanted,
  );
  return { ids: { ...ids, udi }, environment, name };
}

function decisionLines(decision: DeletionDecision | null, name: string, environment: Environment): string[] {
  if (!decision) return [printable(goneAlready(name, environment.name))];
  const { id, kind, item, place } = decision;
  const said = deletionSentence({ act: kind, item, toDo: place.length > 0 }, environment.name);
  const where = place.length > 0 ? [`  ${place.join(' > ')}`] : [];
  return [said, ...where, words.takeBack(id)].map(printable);
}
