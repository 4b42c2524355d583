import type { Finding } from '../../../shared/domain/plan';
import type { SiteItem } from '../artifacts/site-index';
import { siteOfTree, type SiteTree } from '../profiles/site-tree';
import type { CheckInput } from './check-input';
import { fileParty, named } from './parties';

/** Views above this are not looked into: 1 MB. */
const limitBytes = 1 << 20;

/** Views that still name a property by the alias that it had before (umbraco.md): it shows nothing there. */
export function viewsWithOldNames(input: CheckInput): Finding[] {
  const renamed = renamedProperties(input);
  if (renamed.length === 0) return [];
  const texts = viewTexts(siteOfTree(input.store, input.resultTree), `${input.result.base}Views`);
  return renamed.flatMap(({ item, before, after }): Finding[] => {
    const name = new RegExp(`["'.]${escaped(before)}\\b`, 'i');
    const paths = texts.filter(({ text }) => name.test(text)).map(({ path }) => path);
    if (paths.length === 0) return [];
    return [
      {
        code: 'view-names-property',
        level: 'warn',
        environmentId: input.to.environmentId,
        path: paths[0] ?? '',
        paths,
        parties: [fileParty(input, item)],
        message: `${named(item)}: property "${before}" is called "${after}" from now on, and views still use the old name: ${paths.slice(0, 5).join(', ')}. They show nothing there until they are changed.`,
      },
    ];
  });
}

interface Renamed {
  readonly item: SiteItem;
  readonly before: string;
  readonly after: string;
}

/** Aliases that no property of the result has any more: another type may go on using the old one. */
function renamedProperties({ result, to }: CheckInput): Renamed[] {
  const found = to.index.items.flatMap((old) => {
    const item = result.item(old.udi);
    if (!item || item.blob === old.blob || old.properties.length === 0) return [];
    return old.properties.flatMap(({ identity, alias }) => {
      const now = item.properties.find((property) => property.identity === identity);
      return now && now.alias.toLowerCase() !== alias.toLowerCase()
        ? [{ item, before: alias, after: now.alias }]
        : [];
    });
  });
  if (found.length === 0) return [];
  const used = new Set(
    result.items.flatMap(({ properties }) => properties.map(({ alias }) => alias.toLowerCase())),
  );
  return found.filter(({ before }) => !used.has(before.toLowerCase()));
}

function viewTexts(site: SiteTree, folder: string): { path: string; text: string }[] {
  return site.list(folder).flatMap(({ name, isFolder }) => {
    const path = `${folder}/${name}`;
    if (isFolder) return viewTexts(site, path);
    if (!/\.cshtml$/i.test(name)) return [];
    const bytes = site.read(path);
    return bytes && bytes.length <= limitBytes ? [{ path, text: bytes.toString('utf8') }] : [];
  });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
