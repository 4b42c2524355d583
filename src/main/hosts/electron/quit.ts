import { app, dialog, type BrowserWindow } from 'electron';
import type { EngineProcess } from '../engine-client';
import { stoppableRuns, stopRuns } from '../stop-runs';

export interface Quitting {
  /** Whether everything is in order, so that windows may go. */
  isDone(): boolean;
}

/**
 * Quitting in order: a run that can still be stopped is asked about, one past its commit point is finished, then the
 * engine is closed and the app goes. The window stays until then: it shows what is waited for.
 */
export function quitInOrder(engine: Promise<EngineProcess>, window: () => BrowserWindow | null): Quitting {
  let state: 'running' | 'asking' | 'done' = 'running';

  const quit = async (): Promise<void> => {
    state = 'asking';
    const ready = await engine.catch(() => null);
    if (ready) {
      if (!(await mayStop(ready, window()))) {
        state = 'running';
        return;
      }
      await stopRuns(ready);
      await ready.close();
    }
    state = 'done';
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (state === 'done') return;
    event.preventDefault();
    if (state === 'running') void quit();
  });
  return { isDone: () => state === 'done' };
}

/** False when the person would rather wait for a run. */
async function mayStop(engine: EngineProcess, window: BrowserWindow | null): Promise<boolean> {
  const [run] = await stoppableRuns(engine);
  if (!run) return true;
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    message: `The run from ${run.from.name} to ${run.to.name} is still going on.`,
    detail: 'If Laneway quits now, the run is stopped and nothing of it arrives.',
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
