// A stand-in for the module `electron` in the main process. See README.md for what it shows and what it cannot.
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { takeInstanceLock } from './single-instance.mjs';
import { preventable, strict } from './strict.mjs';
import { BrowserWindow, hooks, tell, windowById } from './window.mjs';

export { BrowserWindow };

let isReady = false;
let settleReady;
const ready = new Promise((resolve) => {
  settleReady = resolve;
});
const paths = new Map();
let told = Promise.resolve();
let quitting = false;

async function quit() {
  if (quitting) return;
  const event = preventable();
  app.emit('before-quit', event);
  if (event.defaultPrevented) return;
  quitting = true;
  if (!BrowserWindow.getAllWindows().every((window) => window.close())) {
    quitting = false;
    return;
  }
  app.emit('will-quit', preventable());
  app.emit('quit');
  await told;
  process.exit(0);
}

export const app = strict(
  'app',
  Object.assign(new EventEmitter(), {
    whenReady: () => ready,
    isReady: () => isReady,
    setName() {},
    setPath(name, path) {
      if (!existsSync(path)) throw new Error(`Path does not exist: ${path}`);
      paths.set(name, path);
    },
    enableSandbox() {
      if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    },
    requestSingleInstanceLock() {
      const folder = paths.get('userData');
      if (!folder) throw new Error('electron double: the lock needs a userData folder');
      const lock = takeInstanceLock(folder, (argv) => app.emit('second-instance', {}, argv));
      told = lock.told;
      return lock.isFirst;
    },
    relaunch() {},
    exit: (code) => process.exit(code),
    quit: () => void quit(),
  }),
);

hooks.isReady = () => isReady;
hooks.onContents = (contents) => app.emit('web-contents-created', {}, contents);
hooks.onAllClosed = () => {
  if (!quitting) app.emit('window-all-closed');
};

const handlers = new Map();
export const ipcMain = strict(
  'ipcMain',
  Object.assign(new EventEmitter(), {
    handle(channel, handler) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
      handlers.set(channel, handler);
    },
  }),
);

/** Tests queue answers for dialogs: a dialog nobody expects is a defect. */
const answers = [];
const answerDialog = async (kind) => {
  if (answers.length === 0) throw new Error(`electron double: nobody expected ${kind}`);
  tell({ type: 'dialog', kind });
  return answers.shift();
};
export const dialog = strict('dialog', {
  showOpenDialog: () => answerDialog('showOpenDialog'),
  showMessageBox: () => answerDialog('showMessageBox'),
});

const schemes = new Map();
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged() {
    if (isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  },
  handle(scheme, handler) {
    if (!isReady) throw new Error('protocol.handle can only be called when app is ready');
    schemes.set(scheme, handler);
  },
});

const permissions = { request: null, check: null };
export const session = strict('session', {
  get defaultSession() {
    if (!isReady) throw new Error('session.defaultSession can only be used when app is ready');
    return strict('defaultSession', {
      setPermissionRequestHandler: (handler) => (permissions.request = handler),
      setPermissionCheckHandler: (handler) => (permissions.check = handler),
    });
  },
});
export const shell = strict('shell', {
  openExternal: async (url) => tell({ type: 'openExternal', url }),
  openPath: async (path) => {
    tell({ type: 'openPath', path });
    return '';
  },
});
export const Menu = strict('Menu', {
  setApplicationMenu: (menu) => tell({ type: 'menu', roles: JSON.stringify(menu.template) }),
  buildFromTemplate: (template) => ({ template }),
});
export const nativeTheme = strict('nativeTheme', { shouldUseDarkColors: false, themeSource: 'system' });
/** As on a Linux without a keyring: nothing can be sealed. */
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable() {
    if (!isReady) throw new Error('safeStorage cannot be used before app is ready');
    return false;
  },
});
export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
});
export class Notification extends EventEmitter {
  static isSupported = () => true;
  constructor(options) {
    super();
    this.options = options;
  }
  show() {
    tell({ type: 'notification', ...this.options });
  }
}

/** Lets `ready` happen. */
export function markReady() {
  isReady = true;
  settleReady();
  app.emit('ready');
}

async function fetchOfPage(address) {
  const url = new URL(address);
  const handler = schemes.get(url.protocol.slice(0, -1));
  const response = handler ? await handler(new Request(url)) : new Response('no handler', { status: 501 });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

/** A message of the main frame, of another address in it, or of a frame inside the page. */
const ipcEvent = ({ webContents }, frame = {}) => ({
  sender: webContents,
  senderFrame: {
    url: frame.url ?? webContents.mainFrame.url,
    parent: frame.isInside ? webContents.mainFrame : null,
  },
});

async function invokeOfPage({ id, channel, args, frame }) {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  return structuredClone(await handler(ipcEvent(windowById(id), frame), ...args));
}

function navigationOfPage({ id, url, isFirst }) {
  const { webContents } = windowById(id);
  const event = preventable({ url, isMainFrame: true, isSameDocument: false });
  if (!isFirst) webContents.emit('will-navigate', event);
  if (!event.defaultPrevented) webContents.emit('did-start-navigation', event);
  return !event.defaultPrevented;
}

function newWindowOfPage({ id, url }) {
  const { action } = windowById(id).openHandler({ url });
  if (action !== 'deny') throw new Error('electron double: a new window was allowed');
  return null;
}

const questions = {
  fetch: ({ url }) => fetchOfPage(url),
  invoke: invokeOfPage,
  navigate: navigationOfPage,
  newWindow: newWindowOfPage,
  permission: ({ permission }) =>
    new Promise((resolve) => {
      if (!permissions.request) resolve(true);
      else permissions.request(null, permission, resolve);
    }),
};

async function answerQuestion(message) {
  try {
    tell({ type: 'reply', seq: message.seq, ok: true, value: await questions[message.type](message) });
  } catch (error) {
    tell({
      type: 'reply',
      seq: message.seq,
      ok: false,
      message: `Error invoking remote method '${message.channel ?? message.type}': ${error}`,
    });
  }
}

process.on('message', (message) => {
  switch (message.type) {
    case 'answer-dialog':
      answers.push(message.value);
      return;
    case 'loaded':
      windowById(message.id)?.webContents.emit('did-finish-load');
      return;
    case 'post':
      ipcMain.emit(message.channel, ipcEvent(windowById(message.id)), ...message.args);
      return;
    case 'close-window':
      windowById(message.id)?.close();
      return;
    case 'quit':
      app.quit();
      return;
    default:
      void answerQuestion(message);
  }
});
process.on('disconnect', () => process.exit(0));
