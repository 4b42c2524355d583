import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createJournal, findJournals, type JournalHeader } from '../../../src/main/engine/deploy/journal';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import { tempFolder } from '../../fixtures/temp';

const record = { id: '20261121-090000-aaaaaa', format: 1 } as ActivityRecord;
const header = { format: 1, run: record.id } as JournalHeader;

describe('a journal', () => {
  test('is found with its lines, and gone when it is removed', () => {
    const home = tempFolder();
    const journal = createJournal(home, record);
    journal.append({ step: 'begin', header });
    journal.append({ step: 'commit' });
    const [found] = findJournals(home);
    expect(found?.record).toEqual(record);
    expect(found?.header).toEqual(header);
    expect(found?.lines.map(({ step }) => step)).toEqual(['accepted', 'begin', 'commit']);
    found?.journal.remove();
    expect(findJournals(home)).toEqual([]);
  });

  test('is read up to the line that the crash tore, wherever it tore it', () => {
    const home = tempFolder();
    const journal = createJournal(home, record);
    const first = readFileSync(journal.path, 'utf8').length;
    journal.append({ step: 'begin', header });
    const whole = readFileSync(journal.path, 'utf8');
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(journal.path, whole.slice(0, length));
      const [found] = findJournals(home);
      // A line without its line end is whole as well: nothing of it is missing.
      expect(found?.record ?? null, `${length} bytes`).toEqual(length >= first - 1 ? record : null);
      expect(found?.header ?? null, `${length} bytes`).toEqual(length >= whole.length - 1 ? header : null);
    }
  });

  test('keeps the order of runs', () => {
    const home = tempFolder();
    for (const id of ['20261121-090002-b', '20261121-090001-c', '20261121-090003-a'])
      createJournal(home, { ...record, id });
    expect(findJournals(home).map((found) => found.record?.id)).toEqual([
      '20261121-090001-c',
      '20261121-090002-b',
      '20261121-090003-a',
    ]);
    appendFileSync(join(home, 'runs', 'note.txt'), 'not a journal');
    expect(findJournals(home)).toHaveLength(3);
    expect(existsSync(join(home, 'runs', 'note.txt'))).toBe(true);
  });
});
