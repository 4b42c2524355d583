import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { windowAddress } from './addresses';
import { readWindowPlace, writeWindowPlace } from './window-place';

/** The page's own background (--ground in src/renderer/styles/tokens.css), so that nothing flashes before the first paint. */
const background = { light: '#f6f5f2', dark: '#141517' } as const;

const retryAfterMilliseconds = 10_000;

export interface MainWindowOptions {
  /** Absolute file in which the place of the window is remembered. */
  readonly placeFile: string;
  /** Absolute path of the built preload. */
  readonly preload: string;
}

/** The one window. It is shown with its first paint. */
export function openMainWindow({ placeFile, preload }: MainWindowOptions): BrowserWindow {
  const { isMaximized, x, y, width, height } = readWindowPlace(
    placeFile,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...(x === undefined || y === undefined ? {} : { x, y }),
    width,
    height,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Laneway',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false, // its dictionaries would be downloaded
    },
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    writeWindowPlace(placeFile, { ...window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  let crashedAt = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const now = Date.now();
    // A page that was killed (memory) comes back with everything; one that cannot even start is not tried for ever.
    if (reason !== 'clean-exit' && now - crashedAt > retryAfterMilliseconds) window.webContents.reload();
    crashedAt = now;
  });
  void window.loadURL(windowAddress);
  return window;
}

/** Brings a window to the front, wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** File name inside the data folder. */
export const placeFileName = (dataFolder: string): string => join(dataFolder, 'window.json');
