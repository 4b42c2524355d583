import { resolve } from 'node:path';
import { extractionSentence, importSentence } from '../../../../shared/text/database-words';
import { printable } from '../layout';
import { databaseLines } from '../print/print-database';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';
import { UsageError } from '../parse-command';

interface Chosen {
  readonly ids: { readonly projectId: string; readonly environmentId: string };
  readonly name: string;
}

async function chosen(session: Session): Promise<Chosen> {
  const project = await findProject(session);
  const { id, name } = findEnvironment(project, word(session, 0));
  return { ids: { projectId: project.id, environmentId: id }, name };
}

/** `laneway extract ENV`. */
export async function extract(session: Session): Promise<Result> {
  const { ids, name } = await chosen(session);
  const value = await call(session, 'environment.extract', ids);
  return { value, lines: [printable(extractionSentence(value, name))] };
}

/** `laneway database ENV [--kind K] [--search S]`. */
export async function database(session: Session): Promise<Result> {
  const { ids, name } = await chosen(session);
  const [kind, search] = [session.flags.text('kind'), session.flags.text('search')];
  const value = await call(session, 'database.get', {
    ...ids,
    ...(kind === undefined ? {} : { kind }),
    ...(search === undefined ? {} : { search }),
    count: 5000,
  });
  if (kind !== undefined && value.kind !== 'none' && !value.problem && !isKind(kind, value.groups))
    throw new UsageError(
      `There is no kind "${kind}" on ${name}. There are: items, content, ${value.groups.map((group) => group.kind).join(', ')}.`,
      'database',
    );
  return { value, lines: databaseLines(value, name, session.look) };
}

const isKind = (kind: string, groups: readonly { readonly kind: string }[]): boolean =>
  ['items', 'content', 'without-file', 'document', 'media', 'member'].includes(kind) ||
  groups.some((group) => group.kind === kind);

/** `laneway database add ENV TYPE NAME`. */
export async function addContent(session: Session): Promise<Result> {
  const { ids, name } = await chosen(session);
  const { flags } = session;
  const below = flags.text('below');
  const filled = flags.list('fill');
  const value = await call(session, 'database.addContent', {
    ...ids,
    type: word(session, 1),
    name: word(session, 2),
    ...(below === undefined ? {} : { parent: below }),
    ...(filled.length > 0 ? { filled: [...filled] } : {}),
    ...(flags.has('draft') ? { published: false } : {}),
  });
  return { value, lines: [printable(`"${value.name}" is in the database of ${name}: ${value.udi}`)] };
}

/** `laneway database remove ENV CONTENT`. */
export async function removeContent(session: Session): Promise<Result> {
  const { ids, name } = await chosen(session);
  const value = await call(session, 'database.removeContent', { ...ids, udi: word(session, 1) });
  const [top, ...rest] = value.removed;
  const below = rest.length === 0 ? '' : `, with ${rest.length} below it`;
  return { value, lines: [printable(`"${top?.name ?? ''}" is gone from the database of ${name}${below}.`)] };
}

/** `laneway database import ENV PATH`. */
export async function importContent(session: Session): Promise<Result> {
  const { ids, name } = await chosen(session);
  const path = resolve(session.io.cwd, word(session, 1));
  const value = await call(session, 'database.import', { ...ids, path });
  return { value, lines: [printable(importSentence(value, name))] };
}
