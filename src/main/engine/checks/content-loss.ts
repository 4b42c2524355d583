import type { ContentUse } from '../../../shared/domain/database';
import { propertyId } from '../../../shared/domain/database';
import type { Finding } from '../../../shared/domain/plan';
import { plural } from '../../../shared/text/format';
import type { SiteItem } from '../artifacts/site-index';
import { contentFilling, contentOfType } from '../databases/ask-database';
import type { CheckInput, CheckSide } from './check-input';
import { fileParty, named } from './parties';
import { typeChanges, type TypeChange } from './type-changes';

/**
 * Changes of types that take editors' text with them where they arrive, and that putting it back does not bring back
 * (umbraco.md, "A changed item can lose content too"). Each needs a yes, unless a database says that no page has any.
 */
export function contentLosses(input: CheckInput): Finding[] {
  const sides = input.movesSource ? [input.to, input.from] : [input.to];
  return sides.flatMap((side) =>
    typeChanges(input, side).flatMap((change) => lossFinding(input, side, change)),
  );
}

function lossFinding(input: CheckInput, side: CheckSide, change: TypeChange): Finding {
  const use = useOf(side, change);
  const pages = use.known ? use.count : null;
  return {
    code: 'field-loss',
    level: pages === 0 ? 'notice' : 'warn',
    environmentId: side.environmentId,
    path: change.after.path,
    parties: [fileParty(input, change.after)],
    pages,
    ...(pages === 0 ? {} : { yes: { key: keyOf(side, change), needed: true } }),
    message: `${named(change.after)}: ${change.what}. ${sentence(use, side)}`,
  };
}

const keyOf = ({ environmentId }: CheckSide, { after, subject }: TypeChange): string =>
  `field-loss ${environmentId} ${after.udi} ${subject}`;

/** Text in the property, or, where the change is of the whole type, its content. */
function useOf({ database }: CheckSide, { after, properties }: TypeChange): ContentUse {
  return properties === null
    ? contentOfType(database, after.udi)
    : contentFilling(
        database,
        after.udi,
        properties.map(({ identity, alias }) => idOfProperty(identity, alias)),
      );
}

/** As databases name properties: by their GUID, else by their alias. */
const idOfProperty = (identity: string, alias: string): string =>
  propertyId(/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(identity) ? identity : null, alias);

function sentence(use: ContentUse, { name }: CheckSide): string {
  if (!use.known)
    return `Text that pages on ${name} have there would be lost; how many have any is not known.`;
  if (use.count === 0) return `No page on ${name} has text there.`;
  const shown = use.published
    ? `, ${use.published === use.count ? 'all of them' : plural(use.published, 'of them', 'of them')} public`
    : '';
  return `Text on ${plural(use.count, 'page', 'pages')} of ${name} would be lost${shown}.`;
}

/** New mandatory properties that existing pages do not fill: they cannot be saved any more without them. */
export function mandatoryUnfilled(input: CheckInput): Finding[] {
  const { result, to } = input;
  return result.items.flatMap((item) => {
    const before = to.index.item(item.udi);
    if (!before || before.blob === item.blob) return [];
    return newlyMandatory(before, item).flatMap((property) => {
      const all = contentOfType(to.database, item.udi);
      const filled = contentFilling(to.database, item.udi, [idOfProperty(property.identity, property.alias)]);
      const pages = all.known && filled.known ? all.count - filled.count : null;
      if (pages === 0) return [];
      const whose =
        pages === null
          ? 'Pages that do not fill it'
          : `${plural(pages, 'page', 'pages')} that do not fill it`;
      return [
        {
          code: 'mandatory-unfilled',
          level: 'warn',
          environmentId: to.environmentId,
          path: item.path,
          parties: [fileParty(input, item)],
          pages,
          message: `${named(item)}: "${property.name}" must be filled from now on. ${whose} on ${to.name} cannot be saved until somebody fills it.`,
        } satisfies Finding,
      ];
    });
  });
}

const newlyMandatory = (before: SiteItem, after: SiteItem): SiteItem['properties'] => {
  const was = new Set(before.properties.filter(({ mandatory }) => mandatory).map(({ identity }) => identity));
  return after.properties.filter(({ mandatory, identity }) => mandatory && !was.has(identity));
};
