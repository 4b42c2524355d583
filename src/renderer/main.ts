import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shapes.css';
import { mount } from 'svelte';
import { createClient } from '../shared/contract/client';
import AppWindow from './App.svelte';
import { App } from './state/app.svelte';
import { createSafeClient } from './state/safe-client';
import { createTransport } from './transport';

const transport = createTransport();
const app = new App(createSafeClient(createClient(transport)));
transport.onState((state) => {
  const wasLost = app.connection === 'lost';
  app.connection = state;
  if (wasLost && state === 'connected') app.reconnected();
});

const target = document.getElementById('app');
if (target) mount(AppWindow, { target, props: { app } });
