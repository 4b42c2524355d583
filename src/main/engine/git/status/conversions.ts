import type { Repository } from '../repository/repository';
import type { AttributeReader } from './attribute-source';
import { attributeSource } from './attribute-source';
import { attributesOf } from './attributes';
import { conversionOf, type Conversion } from './conversion';
import type { WorkSettings } from './work-settings';

/** How the file at a path is converted. */
export type Conversions = (path: string) => Conversion;

/** Conversions by attributes read through `read`; nothing is read before the first question. */
export function conversionsBy(
  repository: Repository,
  settings: WorkSettings,
  read: AttributeReader,
): Conversions {
  let source: ReturnType<typeof attributeSource> | undefined;
  return (path) => {
    source ??= attributeSource(repository, settings.ignoreCase, read);
    return conversionOf(attributesOf(source, path), settings.conversion);
  };
}
