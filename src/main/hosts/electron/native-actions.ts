import { BrowserWindow, dialog, Notification, shell } from 'electron';
import type { NativeActions } from '../../engine/ports';
import { showWindow } from './main-window';

/** What the engine may ask of the desktop, done by Electron. */
export function createNativeActions(window: () => BrowserWindow | null): NativeActions {
  return {
    capabilities: ['choose-folder', 'open-folder', 'notify'],
    async chooseFolder(title) {
      const options: Electron.OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] };
      const parent = window();
      const picked = parent
        ? await dialog.showOpenDialog(parent, options)
        : await dialog.showOpenDialog(options);
      return picked.canceled ? null : (picked.filePaths[0] ?? null);
    },
    async openFolder(path) {
      const problem = await shell.openPath(path);
      if (problem) throw new Error(problem);
    },
    notify(title, body) {
      // Who looks at the window sees it there.
      if (BrowserWindow.getFocusedWindow() || !Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', () => {
        const shown = window();
        if (shown) showWindow(shown);
      });
      notification.show();
    },
  };
}
