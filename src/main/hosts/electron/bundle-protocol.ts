import { protocol } from 'electron';
import { readBundleFile } from '../static-files';
import { isOwnAddress } from './addresses';

/** Must run before `ready`: the window gets a real, secure origin of its own. */
export function registerBundleScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Answers `app://laneway/...` with the files of the built renderer and nothing else. */
export function serveBundle(rendererFolder: string): void {
  protocol.handle('app', async (request) => {
    const file = isOwnAddress(request.url)
      ? await readBundleFile(rendererFolder, new URL(request.url).pathname)
      : null;
    return file
      ? new Response(file.body, { headers: file.headers })
      : new Response('There is nothing here.', { status: 404 });
  });
}
