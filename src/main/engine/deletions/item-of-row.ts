import type { ItemName } from '../../../shared/domain/change';
import type { ItemRow } from '../../../shared/domain/database';
import { kindInWords } from '../artifacts/entity-types';

/** How lists name an item that is known from a database only. */
export const itemOfRow = ({ udi, entityType, name, alias }: ItemRow): ItemName => ({
  entityType,
  kind: kindInWords(entityType),
  name,
  ...(alias === null ? {} : { alias }),
  udi,
});
