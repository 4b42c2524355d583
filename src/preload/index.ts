import { contextBridge, ipcRenderer } from 'electron';

const listeners = new Map<number, (payload: unknown) => void>();
let last = 0;

ipcRenderer.on('laneway:event', (_event, id: number, payload: unknown) => listeners.get(id)?.(payload));

/** What the page gets of Electron: commands and events, nothing else. */
contextBridge.exposeInMainWorld('laneway', {
  kind: 'electron',
  invoke: (command: string, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke('laneway:invoke', command, input),
  subscribe(event: string, listener: (payload: unknown) => void): () => void {
    const id = ++last;
    listeners.set(id, listener);
    ipcRenderer.send('laneway:subscribe', id, event);
    return () => {
      listeners.delete(id);
      ipcRenderer.send('laneway:unsubscribe', id);
    };
  },
});
