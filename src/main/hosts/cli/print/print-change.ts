import { changeTitle, type Change, type ChangeKind } from '../../../../shared/domain/change';
import type { ChangeDetail, PropertyChange } from '../../../../shared/domain/proposal';
import {
  alsoFiles,
  changeKindWords,
  kindOf,
  noiseSentence,
  propertyKindWords,
  renamedFrom,
  sameItemSentence,
  sameTextSentence,
  whoAndWhen,
} from '../../../../shared/text/change-words';
import { size } from '../../../../shared/text/format';
import { printable, table } from '../layout';
import type { Look } from './look';

/** Changes as aligned rows: what happens, what it is, its name, who and when. Unimportant ones are counted only. */
export function changeRows(
  changes: readonly Change[],
  { now, paint }: Look,
  kinds: Readonly<Record<ChangeKind, string>> = changeKindWords,
): string[] {
  const counted = changes.filter(({ noise }) => !noise);
  const rows = counted.map((change) => [
    kinds[change.kind],
    kindOf(change),
    changeName(change),
    whoAndWhen(change, now),
  ]);
  const lines = table(rows, { indent: '  ', styles: { 0: paint.dim, 3: paint.dim } });
  const noise = changes.length - counted.length;
  return noise ? [...lines, paint.dim(`  ${noiseSentence(noise)}`)] : lines;
}

function changeName(change: Change): string {
  const was = change.kind === 'renamed' && change.from !== undefined ? ` (${renamedFrom(change.from)})` : '';
  const also = change.also.length ? ` ${alsoFiles(change.also.length)}` : '';
  return `${changeTitle(change)}${also}${was}`;
}

/** What one path was and is, in order, readable without colours. */
export function detailLines(detail: ChangeDetail, look: Look): string[] {
  const { paint } = look;
  const title = paint.strong(printable(detail.path));
  if (detail.properties) return [title, ...propertyLines(detail.properties, look)];
  switch (detail.kind) {
    case 'picture':
    case 'binary':
      return [title, `  Not text: ${sizes(detail)}.`];
    case 'too-large':
      return [title, `  Too large to show: ${sizes(detail)}.`];
    case 'text':
      if (!detail.hunks.length) return [title, `  ${sameTextSentence}`];
      return [
        title,
        ...detail.hunks.flatMap((hunk) => [
          paint.dim(`  line ${hunk.afterLine}`),
          ...hunk.lines.map(({ kind, text }) => {
            const line = printable(text);
            if (kind === 'gone') return paint.bad(`  - ${line}`);
            return kind === 'new' ? paint.good(`  + ${line}`) : `    ${line}`;
          }),
        ]),
      ];
  }
}

/** One thing about an item after the other: was, is. */
function propertyLines(rows: readonly PropertyChange[], { paint }: Look): string[] {
  if (rows.length === 0) return [`  ${sameItemSentence}`];
  return rows.flatMap(({ about, kind, was, is }) => [
    `  ${printable(about)}${kind === 'changed' ? '' : ` (${propertyKindWords[kind].toLowerCase()})`}`,
    ...(was === null ? [] : [paint.bad(`    was ${printable(was)}`)]),
    ...(is === null ? [] : [paint.good(`    is  ${printable(is)}`)]),
  ]);
}

const sizeOf = (bytes: number | null): string => (bytes === null ? 'not there' : size(bytes));
const sizes = ({ sizeBefore, sizeAfter }: ChangeDetail): string =>
  `${sizeOf(sizeBefore)} before, ${sizeOf(sizeAfter)} after`;
