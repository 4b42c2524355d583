import { app, dialog, type BrowserWindow } from 'electron';
import { createClient } from '../../../shared/contract/client';
import type { EngineProcess } from '../engine-client';

/**
 * Quitting in order: a run that can still be stopped is asked about, one past its commit point is finished, then the
 * engine is closed and the app goes.
 */
export function quitInOrder(engine: Promise<EngineProcess>, window: () => BrowserWindow | null): void {
  let state: 'running' | 'asking' | 'closing' | 'closed' = 'running';

  const quit = async (): Promise<void> => {
    state = 'asking';
    const ready = await engine.catch(() => null);
    if (ready && !(await maybeStopRuns(ready, window()))) {
      state = 'running';
      return;
    }
    state = 'closing';
    window()?.hide();
    await ready?.close();
    state = 'closed';
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'running') void quit();
  });
}

/** False when the person would rather wait. */
async function maybeStopRuns(engine: EngineProcess, window: BrowserWindow | null): Promise<boolean> {
  const runs = await createClient(engine).call('run.list', {});
  const stoppable = runs.ok
    ? runs.value.filter((run) => run.finishedAt === null && run.cancellable && !run.stopping)
    : [];
  const first = stoppable[0];
  if (!first) return true;
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    message: `${first.from.name} is being deployed to ${first.to.name}.`,
    detail: 'If Laneway quits now, the deployment is stopped and nothing of it arrives.',
    buttons: ['Keep Laneway open', 'Stop it and quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = window
    ? await dialog.showMessageBox(window, options)
    : await dialog.showMessageBox(options);
  return response === 1;
}
