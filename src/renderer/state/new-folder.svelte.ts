import type { ErrorAnswer } from '../../shared/contract/errors';
import type { Candidate } from '../../shared/domain/proposal';
import type { Role } from '../../shared/domain/project';
import type { App } from './app.svelte';

/** A folder that becomes an environment: looked at first, then named and placed. */
export class NewFolder {
  candidate: Candidate | null = $state.raw(null);
  error: ErrorAnswer | null = $state.raw(null);
  name = $state('');
  role: Role = $state('flexible');
  /** Where it would stand among the lanes; the end by default. */
  at: number;
  readonly #app: App;
  readonly #projectId: string;

  constructor(app: App, projectId: string, laneCount: number) {
    this.#app = app;
    this.#projectId = projectId;
    this.at = $state(laneCount);
  }

  get ready(): boolean {
    return this.candidate !== null;
  }

  async look(path: string): Promise<void> {
    const answer = await this.#app.client.call('project.propose', { paths: [path] });
    this.error = answer.ok ? null : answer.error;
    const found = answer.ok ? answer.value.candidates[0] : undefined;
    if (!found) {
      if (answer.ok) this.error = { code: 'not-a-clone', message: path, data: { path } };
      return;
    }
    this.candidate = found;
    this.name = found.name;
    this.error = found.problem;
  }

  /** @returns whether it is in the project now */
  async add(): Promise<boolean> {
    const { candidate, role, at } = this;
    const name = this.name.trim();
    if (!candidate || !name) return false;
    const answer = await this.#app.client.call('environment.add', {
      projectId: this.#projectId,
      environment: { name, path: candidate.path, role, branch: candidate.branch },
      ...(role === 'flexible' ? {} : { at }),
    });
    this.error = answer.ok ? null : answer.error;
    return answer.ok;
  }
}
