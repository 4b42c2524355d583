import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import { createClient } from '../../../shared/contract/client';
import { defaultDataFolder } from '../data-folder';
import { startEngine, type EngineProcess } from '../engine-client';
import { openSample } from '../open-sample';
import { parseStartOptions, type StartOptions } from '../options';
import { version } from '../version';
import { registerBundleScheme, serveBundle } from './bundle-protocol';
import { guardEveryPage } from './guards';
import { registerIpc } from './ipc';
import { openMainWindow, placeFileName, showWindow } from './main-window';
import { setApplicationMenu } from './menu';
import { createNativeActions } from './native-actions';
import { quitInOrder } from './quit';
import { createSealedSecrets } from './sealed-secrets';

/**
 * Runs Laneway in its own window.
 *
 * Nothing here may wait for `ready` while the main module is evaluated: Electron emits it only afterwards, so a
 * top-level `await app.whenReady()` would wait forever.
 * @param buildFolder absolute folder of the build (`out`)
 */
export function startElectron(buildFolder: string): void {
  const options = parseStartOptions(process.argv.slice(1), false);
  const dataFolder =
    options.dataFolder ??
    defaultDataFolder({ platform: process.platform, environment: process.env, home: homedir() });
  // Chromium's caches are no data of the person: a folder of their own. The single-instance lock lies there as well,
  // so that another data folder is another Laneway.
  const chromiumFolder = join(dataFolder, 'chromium');
  mkdirSync(chromiumFolder, { recursive: true });
  app.setPath('userData', chromiumFolder);
  app.setName('Laneway');
  // Windows shows notifications only for a program it knows by this name (electron-builder.yml, appId).
  if (process.platform === 'win32') app.setAppUserModelId('org.laneway.app');
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerBundleScheme();

  let window: BrowserWindow | null = null;
  const currentWindow = (): BrowserWindow | null => window;
  const open = (): void => {
    const opened = openMainWindow({
      placeFile: placeFileName(dataFolder),
      preload: join(buildFolder, 'preload', 'index.cjs'),
    });
    window = opened;
    opened.on('close', (event) => {
      // Where closing the window means quitting, the window stays until all is in order.
      if (process.platform === 'darwin' || quitting.isDone()) return;
      event.preventDefault();
      app.quit();
    });
    opened.once('closed', () => {
      if (window === opened) window = null;
    });
  };

  app.on('second-instance', () => {
    if (window) showWindow(window);
    else if (app.isReady()) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  const engine = startReadyEngine(dataFolder, options, currentWindow);
  const quitting = quitInOrder(engine, currentWindow);
  registerIpc({ window: currentWindow, engine });
  void app.whenReady().then(() => {
    guardEveryPage();
    serveBundle(join(buildFolder, 'renderer'));
    setApplicationMenu(process.platform);
    open();
    app.on('activate', () => {
      if (!window) open();
    });
  });
  void followEngine(engine, currentWindow);
}

async function startReadyEngine(
  dataFolder: string,
  options: StartOptions,
  window: () => BrowserWindow | null,
): Promise<EngineProcess> {
  const engine = await startEngine({
    dataFolder,
    host: 'electron',
    version,
    native: createNativeActions(window),
    secrets: createSealedSecrets(dataFolder),
    log: { info: () => undefined, warn: (message) => console.error(message) },
    environment: process.env,
  });
  if (options.sample) await openSample(engine);
  return engine;
}

/** Takes over the theme of the settings; an engine that cannot start, or dies, is said in a dialog before quitting. */
async function followEngine(
  starting: Promise<EngineProcess>,
  window: () => BrowserWindow | null,
): Promise<void> {
  let problem: string | null;
  try {
    const engine = await starting;
    await app.whenReady();
    const client = createClient(engine);
    const settings = await client.call('settings.get', {});
    if (settings.ok) nativeTheme.themeSource = settings.value.theme;
    client.on('settings.changed', ({ theme }) => {
      nativeTheme.themeSource = theme;
    });
    problem = await engine.ended;
  } catch (cause) {
    problem = cause instanceof Error ? cause.message : String(cause);
  }
  if (problem === null) return;
  await app.whenReady();
  const options: Electron.MessageBoxOptions = {
    type: 'error',
    message: 'Laneway has stopped working and must be started again.',
    detail: `Your sites are safe: what was half done is put right at the next start.\n\n${problem}`,
    buttons: ['Start again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  };
  const parent = window();
  const { response } = parent
    ? await dialog.showMessageBox(parent, options)
    : await dialog.showMessageBox(options);
  if (response === 0) app.relaunch();
  app.exit(1);
}
