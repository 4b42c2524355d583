import {
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type WebContents,
} from 'electron';
import type { EngineProcess } from '../engine-client';
import { isOwnAddress } from './addresses';

interface IpcOptions {
  /** Our window, or null while there is none. */
  readonly window: () => BrowserWindow | null;
  /** The engine, which may still be starting. */
  readonly engine: Promise<EngineProcess>;
}

/**
 * The messages of the preload: `laneway:invoke`, `laneway:subscribe`, `laneway:unsubscribe`, and back `laneway:event`.
 * Each is taken from the main frame of our own window on our own address only.
 */
export function registerIpc({ window, engine }: IpcOptions): void {
  const subscriptions = new Map<WebContents, Map<number, () => void>>();

  const isOurs = ({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean =>
    sender === window()?.webContents &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    isOwnAddress(senderFrame.url);

  /** The subscriptions of a page. A new page in the same window (a reload, a crash) starts without any. */
  const subscriptionsOf = (contents: WebContents): Map<number, () => void> => {
    const known = subscriptions.get(contents);
    if (known) return known;
    const own = new Map<number, () => void>();
    const forgetAll = (): void => {
      for (const stop of own.values()) stop();
      own.clear();
    };
    contents.on('did-start-navigation', (event) => {
      if (event.isMainFrame && !event.isSameDocument) forgetAll();
    });
    contents.on('render-process-gone', forgetAll);
    contents.on('destroyed', () => {
      forgetAll();
      subscriptions.delete(contents);
    });
    subscriptions.set(contents, own);
    return own;
  };

  ipcMain.handle('laneway:invoke', async (event, command: unknown, input: unknown) => {
    if (!isOurs(event)) throw new Error('This page may not ask.');
    return (await engine).invoke(String(command), input);
  });

  ipcMain.on('laneway:subscribe', (event, id: unknown, name: unknown) => {
    if (!isOurs(event) || typeof id !== 'number' || typeof name !== 'string') return;
    const { sender } = event;
    const own = subscriptionsOf(sender);
    if (own.has(id)) return;
    own.set(id, () => undefined); // taken back before the engine was there: see below
    void engine.then((ready) => {
      if (!own.has(id)) return;
      own.set(
        id,
        ready.subscribe(name, (payload) => {
          if (!sender.isDestroyed()) sender.send('laneway:event', id, payload);
        }),
      );
    });
  });

  ipcMain.on('laneway:unsubscribe', (event, id: unknown) => {
    if (!isOurs(event) || typeof id !== 'number') return;
    const own = subscriptionsOf(event.sender);
    own.get(id)?.();
    own.delete(id);
  });
}
