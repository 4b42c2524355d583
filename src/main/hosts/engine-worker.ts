import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine/create-engine';
import { serveEngine } from './serve-engine';
import type { WorkerStart } from './worker-messages';

if (!parentPort) throw new Error('engine-worker runs in a worker thread only');
const port = parentPort;
serveEngine(port, workerData as WorkerStart, createEngine, () => port.close());
