// Windows of the double. They live as pages in the test's process; here is what main sees of them.
import { EventEmitter } from 'node:events';
import process from 'node:process';
import { preventable, strict } from './strict.mjs';

export const tell = (message) => process.send?.(message);

const windows = new Map();
export const windowById = (id) => windows.get(id);
/** Set by electron.mjs: app events that windows cause. */
export const hooks = { isReady: () => false, onContents: () => undefined, onAllClosed: () => undefined };

export class BrowserWindow extends EventEmitter {
  static #last = 0;
  static getAllWindows = () => [...windows.values()];
  static getFocusedWindow = () => null;
  id = ++BrowserWindow.#last;
  #destroyed = false;
  #bounds;
  openHandler = () => ({ action: 'deny' });

  constructor(options = {}) {
    super();
    if (!hooks.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, preload } = options.webPreferences ?? {};
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false || webviewTag !== false) {
      throw new Error('electron double: only sandboxed, isolated windows');
    }
    windows.set(this.id, this);
    const { width = 800, height = 600, x = 0, y = 0 } = options;
    this.#bounds = { x, y, width, height };
    this.webContents = strict('webContents', this.#makeContents());
    hooks.onContents(this.webContents);
    tell({ type: 'create', id: this.id, preload, width, height });
  }

  #makeContents() {
    const contents = Object.assign(new EventEmitter(), {
      id: this.id,
      mainFrame: { url: '', parent: null },
      isDestroyed: () => this.#destroyed,
      setWindowOpenHandler: (handler) => {
        this.openHandler = handler;
      },
      send: (channel, ...args) => tell({ type: 'send', id: this.id, channel, args: structuredClone(args) }),
    });
    return contents;
  }

  loadURL(url) {
    this.webContents.mainFrame.url = url;
    tell({ type: 'load', id: this.id, url });
    return new Promise((resolve) => {
      this.webContents.once('did-finish-load', () => {
        this.emit('ready-to-show');
        resolve();
      });
    });
  }

  #act(action) {
    tell({ type: 'window', id: this.id, action });
  }
  show() {
    this.#act('show');
  }
  hide() {
    this.#act('hide');
  }
  focus() {
    this.#act('focus');
  }
  restore() {
    this.#act('restore');
  }
  maximize() {
    this.#act('maximize');
  }
  isMinimized() {
    return false;
  }
  isMaximized() {
    return false;
  }
  getNormalBounds() {
    return this.#bounds;
  }
  isDestroyed() {
    return this.#destroyed;
  }
  /** Whether it closed: a listener may prevent it. */
  close() {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.#destroyed = true;
    windows.delete(this.id);
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (windows.size === 0) hooks.onAllClosed();
    return true;
  }
}
