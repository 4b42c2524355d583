import type { SitePrograms } from '../../../../shared/contract/answers';
import { missingWords, programSentence, programsText } from '../../../../shared/text/program-words';
import { printable } from '../layout';
import { call, findProject, type Result, type Session } from '../session';
import { words } from '../text';

/** `laneway trust [PROJECT] [--off]`. */
export async function trust(session: Session): Promise<Result> {
  const { flags, io } = session;
  const { id } = await findProject(session, session.words[0] ?? flags.text('project'));
  const ids = { projectId: id };
  const before = await call(session, 'project.programs', ids);
  if (flags.has('off')) await call(session, 'project.trust', { ...ids, commands: [] });
  else if (before.programs.some(({ trusted }) => !trusted)) {
    const lines = programLines(before);
    const asked = !flags.has('yes') && !flags.has('json') && io.canAsk;
    if (asked) io.err.write(`${lines.join('\n')}\n`);
    if (!flags.has('yes') && !(asked && (await io.ask(words.allowPrograms))))
      return { value: before, lines: asked ? [] : lines };
    const commands = before.programs.map(({ command }) => command);
    await call(session, 'project.trust', { ...ids, commands });
  }
  const value = await call(session, 'project.programs', ids);
  return { value, lines: programLines(value) };
}

function programLines(site: SitePrograms): string[] {
  const missing = missingWords(site);
  return [
    ...(site.programs.length ? [] : [programsText.none]),
    ...site.programs.flatMap((program) => [
      printable(program.command),
      `  ${printable(programSentence(program))}.`,
    ]),
    ...(site.programs.length && missing ? [printable(missing)] : []),
  ];
}
