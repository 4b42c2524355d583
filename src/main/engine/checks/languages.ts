import type { Finding } from '../../../shared/domain/plan';
import type { SiteIndex } from '../artifacts/site-index';
import type { CheckInput } from './check-input';
import { fileParty, named } from './parties';

/** Translations for a language that will not be there (umbraco.md, "Collisions"): the platform refuses them. */
export function missingLanguages(input: CheckInput): Finding[] {
  const { result, to } = input;
  const there = languagesOf(result);
  const inDatabase = to.database.known
    ? new Set(
        [...to.database.items.values()]
          .filter(({ entityType }) => entityType === 'language')
          .map(({ naturalKey }) => naturalKey ?? ''),
      )
    : null;
  const wanted = new Map<string, SiteIndex['items'][number][]>();
  for (const item of result.items)
    for (const code of item.languages) {
      if (there.has(code.toLowerCase()) || inDatabase?.has(code.toLowerCase())) continue;
      wanted.set(code, [...(wanted.get(code) ?? []), item]);
    }
  // A site that carries no language at all keeps them elsewhere: nobody can know which there are.
  const certain = there.size > 0;
  return [...wanted].map(([code, items]): Finding => {
    const known =
      items.every((item) => to.index.at(item.path)?.blob === item.blob) && !losesLanguage(input, code);
    const some = items.slice(0, 3).map(named).join(', ');
    const more = items.length > 3 ? ` and ${items.length - 3} more` : '';
    return {
      code: 'missing-language',
      level: certain && !known ? 'block' : 'warn',
      environmentId: to.environmentId,
      path: items[0]?.path ?? '',
      paths: items.map(({ path }) => path),
      parties: items.map((item) => fileParty(input, item)),
      message: `${some}${more} ${items.length === 1 ? 'has' : 'have'} a translation for "${code}", but ${to.name} will not have that language. Add the language on ${input.from.name} and deploy it along, or remove the translation.`,
    };
  });
}

const languagesOf = (index: SiteIndex): Set<string> =>
  new Set(
    index.items
      .filter(({ entityType }) => entityType === 'language')
      .map(({ naturalKey, id }) => naturalKey?.folded ?? id.toLowerCase()),
  );

const losesLanguage = ({ to }: CheckInput, code: string): boolean =>
  languagesOf(to.index).has(code.toLowerCase());
