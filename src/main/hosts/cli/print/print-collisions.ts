import type { Finding, Plan } from '../../../../shared/domain/plan';
import { partyLine } from '../../../../shared/text/finding-words';
import { plural } from '../../../../shared/text/format';
import { printable } from '../layout';
import type { Look } from './look';

/** Findings about the items of a site, by which one item stands in another's way. */
export const collisionsOf = ({ findings }: Plan): readonly Finding[] =>
  findings.filter(({ code }) => code === 'collision' || code === 'duplicate-udi' || code === 'alias-reused');

/** Every collision with all who take part, then the same as the platform's own log says it. */
export function collisionLines(plan: Plan, { now, paint }: Look): string[] {
  const found = collisionsOf(plan);
  if (found.length === 0)
    return [paint.good(printable(`No items of ${plan.from.name} and ${plan.to.name} collide.`))];
  const nameOf = (id: string): string => (id === plan.to.environmentId ? plan.to.name : plan.from.name);
  return [
    paint.strong(plural(found.length, 'collision', 'collisions')),
    ...found.flatMap(({ message, parties = [] }) => [
      `  ${printable(message)}`,
      ...parties.map((party) =>
        paint.dim(`    ${printable(partyLine(party, nameOf(party.environmentId), now))}`),
      ),
    ]),
    '',
    ...platformLines(found).map((line) => paint.dim(printable(line))),
  ];
}

/** The platform's wording, so that it can be searched for (umbraco.md, "Collisions"). */
function platformLines(found: readonly Finding[]): string[] {
  const lines = found
    .filter(({ code }) => code === 'collision')
    .flatMap(({ parties = [] }) => [
      `Collisions for entity type "${parties[0]?.item.entityType ?? ''}":`,
      ...parties.map(({ path, item, udi }) =>
        path === null ? `  {${item.kind.replaceAll(' ', '')} ${udi}}` : `  UdaFile: ${path}`,
      ),
    ]);
  return lines.length ? ['Some artifacts collide on unique identifiers.', ...lines] : [];
}
