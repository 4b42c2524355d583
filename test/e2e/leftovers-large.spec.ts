import type { DeletionCell, DeletionMatrix } from '../../src/shared/domain/deletion';
import { expect, test } from './app';
import { goTo } from './screens';

test.use({ args: ['--sample'] });

/** 5,000 items in four environments, every second one left over somewhere. */
function largeMatrix(): DeletionMatrix {
  const names = ['Dev', 'Test', 'Staging', 'Live'];
  const cell = (row: number, at: number): DeletionCell => {
    const gone = (row + at) % 2 === 0;
    return {
      file: !gone,
      deleted: gone ? { by: { name: 'Ana', email: 'ana@example.org' }, at: 1_700_000_000_000 + row } : null,
      row: gone ? 'without-file' : 'yes',
      content: row % 7,
      act: gone ? 'delete' : 'file-there',
      kept: null,
      toDo: null,
    };
  };
  return {
    columns: names.map((name, at) => ({
      environmentId: `environment-${at}`,
      name,
      role: at === 0 ? 'development' : at === 3 ? 'production' : 'staging',
      database: 'embedded',
      problem: null,
    })),
    rows: Array.from({ length: 5000 }, (_, row) => ({
      udi: `umb://document-type/${String(row).padStart(32, '0')}`,
      item: {
        entityType: 'document-type',
        kind: 'Document Type',
        name: `Type number ${row}`,
        alias: `type${row}`,
        udi: `umb://document-type/${String(row).padStart(32, '0')}`,
      },
      state: 'decide',
      cells: names.map((_, at) => cell(row, at)),
    })),
    open: 5000,
  };
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly url: string; readonly functionName: string };
  }[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

/** Milliseconds that the window's own script took, not what the test itself does in the page, nor waiting. */
function ownTime({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const own = new Set(
    nodes
      .filter(
        ({ callFrame: { url, functionName } }) =>
          url.includes('/assets/') || functionName === '(garbage collector)',
      )
      .map(({ id }) => id),
  );
  return samples.reduce((sum, id, at) => sum + (own.has(id) ? (timeDeltas[at] ?? 0) : 0), 0) / 1000;
}

test('5,000 items in four environments open without holding up the window', async ({ app }, info) => {
  const { page } = app;
  const large = largeMatrix();
  const asked = new Set<number>();
  await page.routeWebSocket(/\/rpc/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const { id, command } = JSON.parse(String(message)) as { id?: number; command?: string };
      if (command === 'deletion.matrix' && id !== undefined) asked.add(id);
      server.send(message);
    });
    server.onMessage((message) => {
      const { id } = JSON.parse(String(message)) as { id?: number };
      const replaced = id !== undefined && asked.has(id);
      socket.send(replaced ? JSON.stringify({ id, answer: { ok: true, value: large } }) : message);
    });
  });
  await page.reload();
  await expect(page.getByRole('navigation')).toBeVisible();
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await page.waitForTimeout(2000);
  await session.send('Profiler.start');
  await goTo(page, 'Leftovers');
  await expect(page.getByRole('grid').getByText('Type number 0', { exact: true })).toBeVisible({
    timeout: 30_000,
  });
  const { profile } = await session.send('Profiler.stop');
  const milliseconds = Math.round(ownTime(profile));
  info.annotations.push({ type: 'main thread', description: `${milliseconds} ms` });
  // The aim is 200 ms; the limit only finds what is wrong by far, on a busy machine too.
  expect(milliseconds).toBeLessThan(1500);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '5000');
  expect(await page.getByRole('row').count()).toBeLessThan(60);
});
