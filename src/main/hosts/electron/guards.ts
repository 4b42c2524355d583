import { app, session, shell } from 'electron';
import { isOwnAddress, isWebAddress } from './addresses';

/**
 * Electron's security checklist for every page there will ever be: no permission is granted, no page leaves our own
 * address, no window or webview opens. A link to the web goes to the system's browser.
 */
export function guardEveryPage(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (isWebAddress(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}
