import { type ContentNode, type ContentVersion, type ItemRow } from '../../../shared/domain/database';
import { udiOf } from '../artifacts/udi';
import { addressBelow } from '../databases/content-edits';
import type { DatabaseRows } from '../databases/database';
import { idOf } from './sample-artifacts';

/** Pages and media of the sample: what it is, its name, and what lies below. */
interface SampleContent {
  readonly type: string;
  readonly name: string;
  /** Aliases of fields that are empty. */
  readonly empty?: readonly string[];
  /** Not published yet. */
  readonly draft?: true;
  readonly below?: readonly SampleContent[];
}

const offers = [
  'Lofoten in seven days',
  'Northern lights from Tromsø',
  'By boat to Svalbard',
  'Finnmark by dog sled',
];
const posts = [
  'The first snow',
  'What to pack',
  'A night in a lavvo',
  'The last bus',
  'Reindeer on the road',
  'New year in the north',
];

const pages: readonly SampleContent[] = [
  {
    type: 'home',
    name: 'Nordlys Travel',
    below: [
      {
        type: 'textPage',
        name: 'About us',
        below: [
          { type: 'textPage', name: 'How we travel' },
          { type: 'textPage', name: 'Who we are', empty: ['searchText'] },
        ],
      },
      {
        type: 'travelOverview',
        name: 'Travel offers',
        below: offers.map((name, i) => ({ type: 'travelOffer', name, ...(i === 3 ? { draft: true } : {}) })),
      },
      {
        type: 'blog',
        name: 'Blog',
        below: posts.map((name, i) => ({
          type: 'blogPost',
          name,
          ...(i % 2 === 1 ? { empty: ['categories'] } : {}),
        })),
      },
      { type: 'contactPage', name: 'Contact' },
    ],
  },
  { type: 'newsArchive', name: 'News archive', draft: true },
];
const media: readonly SampleContent[] = [
  { type: 'brochure', name: 'Summer brochure' },
  { type: 'brochure', name: 'Winter brochure' },
  { type: 'routeMap', name: 'Lofoten, day by day' },
];

/** Gives the rows of a sample environment the content that its editors have made. Pure. */
export function withSampleContent(rows: DatabaseRows, now: number): DatabaseRows {
  const content = new Map(rows.content);
  const put = (
    kind: 'document' | 'media',
    list: readonly SampleContent[],
    above: ContentNode | null,
  ): void => {
    for (const sample of list) {
      const type = rows.items.get(udiOf(`${kind}-type`, idOf(`${kind}-type`, sample.type)));
      if (!type) continue;
      const node = nodeOf(rows, kind, sample, type, above, now);
      content.set(node.udi, node);
      put(kind, sample.below ?? [], node);
    }
  };
  put('document', pages, null);
  put('media', media, null);
  return { ...rows, content };
}

function nodeOf(
  rows: DatabaseRows,
  kind: 'document' | 'media',
  { name, type: alias, empty = [], draft }: SampleContent,
  type: ItemRow,
  above: ContentNode | null,
  now: number,
): ContentNode {
  const types = [type, ...type.compositions.flatMap((udi) => rows.items.get(udi) ?? [])];
  const filled = types
    .flatMap(({ properties }) => properties)
    .filter((property) => !empty.includes(property.alias))
    .map(({ id }) => id);
  const version: ContentVersion = { template: type.templates[0] ?? null, filled };
  return {
    udi: udiOf(kind, idOf(kind, `${alias}/${name}`)),
    kind,
    type: type.udi,
    name,
    parent: above?.udi ?? null,
    path: above ? [...above.path, above.name] : [],
    address: kind === 'media' ? null : addressBelow(above, name),
    cultures: [],
    draft: version,
    published: draft ? null : version,
    trashed: false,
    updated: now,
  };
}
