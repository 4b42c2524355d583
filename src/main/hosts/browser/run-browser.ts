import { homedir } from 'node:os';
import { join } from 'node:path';
import type { NativeActions } from '../../engine/ports';
import { defaultDataFolder } from '../data-folder';
import { startEngine } from '../engine-client';
import { openSample } from '../open-sample';
import { parseStartOptions } from '../options';
import { createSecretFile, openSeal, secretFileName } from '../secret-file';
import { stopRuns } from '../stop-runs';
import { version } from '../version';
import { startBrowserHost } from './browser-host';
import { browserProgram, hasDisplay, startDetached, systemOpener, thisDesktop } from './open-address';

/**
 * Runs Laneway in the installed browser until it is told to stop (SIGINT, SIGTERM).
 * @param buildFolder absolute folder of the build (`out`)
 */
export async function runBrowser(args: readonly string[], buildFolder: string): Promise<void> {
  const options = parseStartOptions(args);
  const desktop = thisDesktop();
  const canShow = hasDisplay(desktop);
  const native: NativeActions = {
    capabilities: canShow ? ['open-folder'] : [],
    chooseFolder: () =>
      Promise.reject(new Error('a browser has no folder dialog; the page shows folders itself')),
    openFolder: (path) => startDetached(systemOpener(desktop.platform, path)),
    notify: () => undefined,
  };
  const dataFolder =
    options.dataFolder ??
    defaultDataFolder({ platform: process.platform, environment: process.env, home: homedir() });
  const engine = await startEngine({
    dataFolder,
    host: 'browser',
    version,
    native,
    secrets: createSecretFile(join(dataFolder, secretFileName), () => openSeal),
    log: { info: () => undefined, warn: (message) => console.error(message) },
    environment: process.env,
  });
  if (options.sample) await openSample(engine);
  const host = await startBrowserHost({
    rendererFolder: join(buildFolder, 'renderer'),
    engine,
    port: options.port,
  });

  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stopRuns(engine);
    await host.close();
    await engine.close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  void engine.ended.then((reason) => (reason === null ? undefined : stop(1)));

  console.log(`Laneway is open at ${host.address()}`);
  if (options.open && canShow) {
    await startDetached(browserProgram(desktop, host.address())).catch((cause: unknown) =>
      console.error(`No browser could be started (${String(cause)}). Open the address above yourself.`),
    );
  }
}
