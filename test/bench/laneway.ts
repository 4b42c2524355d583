import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { createSessionSecrets } from '../../src/main/hosts/secret-file';
import { startEngine, type EngineProcess } from '../../src/main/hosts/engine-client';
import { createClient, type Client } from '../../src/shared/contract/client';
import type { Project } from '../../src/shared/domain/project';
import { gitEnvironment } from '../fixtures/git-oracle';

/** Laneway as a host runs it: the built engine in a thread of its own. */
export interface Laneway {
  readonly engine: EngineProcess;
  readonly client: Client;
}

export async function startLaneway(dataFolder: string): Promise<Laneway> {
  const engine = await startEngine({
    dataFolder,
    host: 'bench',
    version: '0',
    secrets: createSessionSecrets(),
    native: {
      capabilities: [],
      chooseFolder: () => Promise.resolve(null),
      openFolder: () => Promise.resolve(),
      notify: () => undefined,
    },
    log: { info: () => undefined, warn: (message) => console.error(message) },
    environment: gitEnvironment,
    workerFile: pathToFileURL(resolve('out/main/engine-worker.js')),
  });
  return { engine, client: createClient(engine) };
}

export interface Ends {
  readonly projectId: string;
  readonly from: string;
  readonly to: string;
}

export async function makeProject(client: Client, source: string, target: string): Promise<Ends> {
  const project: Project = unwrap(
    await client.call('project.create', {
      name: 'Bench',
      environments: [
        { name: 'Source', path: source, role: 'development' },
        { name: 'Target', path: target, role: 'production' },
      ],
    }),
  );
  const [from, to] = project.environments;
  if (!from || !to) throw new Error('two environments are needed');
  return { projectId: project.id, from: from.id, to: to.id };
}

export const planHash = async (client: Client, ends: Ends): Promise<string> =>
  unwrap(await client.call('plan.create', ends)).hash;

export interface LanewayTimes {
  /** Until the run is over and its record is written, and the next one may begin. */
  readonly milliseconds: number;
  readonly phases: Readonly<Record<string, number>>;
}

export async function deployWithLaneway(client: Client, ends: Ends, hash: string): Promise<LanewayTimes> {
  let stop: () => void = () => undefined;
  const recorded = new Promise<string>((settle) => {
    stop = client.on('activity.added', ({ outcome }) => settle(outcome));
  });
  const start = performance.now();
  const { runId } = unwrap(await client.call('deploy.start', { ...ends, message: '', planHash: hash }));
  const outcome = await recorded;
  const milliseconds = performance.now() - start;
  stop();
  const run = unwrap(await client.call('run.get', { runId }));
  if (outcome !== 'succeeded') throw new Error(`${outcome}: ${run.error?.message ?? ''}`);
  return {
    milliseconds,
    phases: Object.fromEntries(run.phases.map((phase) => [phase.id, phase.milliseconds])),
  };
}

function unwrap<T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

export const dataFolderOf = (folder: string): string => join(folder, 'data');
