import type { Finding, Plan } from '../../../../shared/domain/plan';
import { partyLine, platformWords } from '../../../../shared/text/finding-words';
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
    ...platformWords(found).map((line) => paint.dim(printable(line))),
  ];
}
