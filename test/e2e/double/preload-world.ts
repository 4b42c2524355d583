/** A function of the page's side, as the double puts it there before anything else runs. */
interface DoublePage {
  __invoke(channel: string, args: unknown[]): Promise<unknown>;
  __post(channel: string, args: unknown[]): Promise<void>;
  __deliver(channel: string, args: unknown[]): void;
}

/** Runs in the page before the app: what a sandboxed preload sees of Electron, and the preload itself. */
function preloadWorld(run: (require: (id: string) => unknown) => void): void {
  const page = window as unknown as DoublePage;
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  const electron = {
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) => page.__invoke(channel, structuredClone(args)),
      send: (channel: string, ...args: unknown[]) => void page.__post(channel, structuredClone(args)),
      on: (channel: string, listener: (...args: unknown[]) => void) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
    },
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) =>
        Object.defineProperty(window, name, { value: Object.freeze(api) }),
    },
  };
  page.__deliver = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };
  run((id) => {
    if (id === 'electron') return electron;
    throw new Error(`module not found: ${id} (a sandboxed preload has no Node modules)`);
  });
}

/** The script that runs a built preload (CommonJS) in a page, in the main frame only. */
export const preloadScript = (source: string): string =>
  `if (window === window.top) (${preloadWorld.toString()})((require) => {
    const module = { exports: {} };
    ((require, module, exports) => {${source}\n})(require, module, module.exports);
  });`;
