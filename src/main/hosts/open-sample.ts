import type { Output } from '../../shared/contract/commands';
import { createClient } from '../../shared/contract/client';
import type { Answer } from '../../shared/contract/errors';
import type { EngineProcess } from './engine-client';

/** Makes the sample project, or finds the one there is, and remembers it as the one to open. */
export async function openSample(engine: EngineProcess): Promise<void> {
  const client = createClient(engine);
  const { projects } = valueOf(await client.call('project.list', {}));
  const sample: Output<'project.get'> =
    projects.find((project) => project.sample) ?? valueOf(await client.call('sample.create', {}));
  valueOf(await client.call('settings.update', { lastProject: sample.id }));
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}
