import type { DeletionSeen } from '../../../shared/domain/deletion';
import { countTouched, type WhatGoes } from './what-goes';

/** What somebody sees of an item before they decide. */
export const seenOf = (goes: WhatGoes | null): DeletionSeen => ({
  row: goes?.row?.hash ?? null,
  content: goes ? countTouched(goes) : null,
});

export const sameSeen = (a: DeletionSeen, b: DeletionSeen): boolean =>
  a.row === b.row && a.content === b.content;
