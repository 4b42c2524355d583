import type { Finding } from '../../../shared/domain/plan';
import { plural } from '../../../shared/text/format';
import type { SiteItem } from '../artifacts/site-index';
import { addressesOf, contentUsing } from '../databases/ask-database';
import { findEntry } from '../git/merge/find-entry';
import type { CheckInput, CheckSide } from './check-input';
import { named } from './parties';

/** A template, or its view, that goes away blanks its pages for visitors as soon as it arrives (umbraco.md). */
export function blankPages(input: CheckInput): Finding[] {
  const sides = input.movesSource ? [input.to, input.from] : [input.to];
  return sides.flatMap((side) =>
    side.index.items
      .filter((item) => item.entityType === 'template' && goesBlank(input, side, item))
      .map((item) => finding(side, item)),
  );
}

function goesBlank({ store, result, resultTree }: CheckInput, side: CheckSide, item: SiteItem): boolean {
  const now = result.item(item.udi);
  const view = viewPath(side.index.base, item);
  if (view === null || !findEntry(store, side.tree, view)) return !now && view === null;
  const after = now && viewPath(result.base, now);
  return !now || (after !== null && after !== undefined && !findEntry(store, resultTree, after));
}

const viewPath = (base: string, { viewFile }: SiteItem): string | null =>
  viewFile === null || /(^|\/)\.\.?(\/|$)|^\//.test(viewFile) ? null : `${base}Views/${viewFile}`;

function finding(side: CheckSide, item: SiteItem): Finding {
  const { environmentId, name } = side;
  const use = contentUsing(side.database, item.udi);
  const pages = use.known ? use.nodes.filter(({ trashed }) => !trashed).length : null;
  const addresses = use.known ? addressesOf(use.nodes.filter(({ trashed }) => !trashed)) : [];
  const some = addresses.length
    ? ` (${addresses.slice(0, 5).join(', ')}${addresses.length > 5 ? ', …' : ''})`
    : '';
  const words =
    pages === null
      ? `Pages of ${name} that use it would show nothing to visitors as soon as this arrives; how many use it is not known.`
      : pages === 0
        ? `No page on ${name} uses it.`
        : `${plural(pages, 'page', 'pages')} of ${name} would show nothing to visitors as soon as this arrives${some}.`;
  return {
    code: 'pages-blank',
    level: pages === 0 ? 'notice' : 'warn',
    environmentId,
    path: item.path,
    pages,
    parties: [
      {
        udi: item.udi,
        item: { entityType: item.entityType, kind: item.kind, name: item.name, udi: item.udi },
        path: item.path,
        environmentId,
        by: [],
        at: null,
      },
    ],
    ...(pages === 0 ? {} : { yes: { key: `pages-blank ${environmentId} ${item.udi}`, needed: true } }),
    message: `${named(item)} goes away. ${words}`,
  };
}
