import { extractionSentence } from '../../../../shared/text/database-words';
import { printable } from '../layout';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';

/** `laneway extract ENV`. */
export async function extract(session: Session): Promise<Result> {
  const project = await findProject(session);
  const { id, name } = findEnvironment(project, word(session, 0));
  const value = await call(session, 'environment.extract', { projectId: project.id, environmentId: id });
  return { value, lines: [printable(extractionSentence(value, name))] };
}
