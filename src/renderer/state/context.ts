import { createContext } from 'svelte';
import type { App } from './app.svelte';

/** The one App of the window, for every view. */
export const [getApp, setApp] = createContext<App>();
