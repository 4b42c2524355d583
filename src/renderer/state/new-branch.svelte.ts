import type { ErrorAnswer } from '../../shared/contract/errors';
import { branchFolder, type BranchList } from '../../shared/domain/branch';
import { laneOf, type Environment, type Project } from '../../shared/domain/project';
import type { App } from './app.svelte';
import { Resource } from './resource.svelte';

/** A branch that can be chosen: one of the clone, or one of its server that is made here first. */
export interface BranchRow {
  readonly key: string;
  readonly branch: string;
  /** Its name on the server, where it is only there. */
  readonly remote: string | null;
  readonly openIn: string | null;
  /** Name of the environment that it is. */
  readonly environment: string | null;
  readonly isMissing: boolean;
}

/** A branch of an environment's clone that becomes an environment, in a folder of its own. */
export class NewBranch {
  readonly branches = new Resource<BranchList>();
  error: ErrorAnswer | null = $state.raw(null);
  mode: 'existing' | 'new' = $state('existing');
  chosen: string | null = $state(null);
  newName = $state('');
  search = $state('');
  of: string;
  attachedTo: string;
  startsAt: string;
  busy = $state(false);
  #name: string | null = $state(null);
  #folder: string | null = $state(null);
  readonly #app: App;
  readonly #project: Project;

  constructor(app: App, project: Project) {
    this.#app = app;
    this.#project = project;
    const first = project.environments[0]?.id ?? '';
    this.of = $state(first);
    this.attachedTo = $state(first);
    this.startsAt = $state(first);
  }

  get environments(): readonly Environment[] {
    return this.#project.environments;
  }

  /** Another environment's clone. */
  async choose(of: string): Promise<void> {
    this.of = of;
    this.chosen = null;
    this.#folder = null;
    this.error = null;
    const environment = this.environments.find(({ id }) => id === of);
    const lane = environment?.role === 'flexible' ? laneOf(this.#project, environment) : environment;
    this.attachedTo = this.startsAt = lane?.id ?? '';
    await this.load();
  }

  async load(): Promise<void> {
    const ids = { projectId: this.#project.id, environmentId: this.of };
    await this.branches.load(() => this.#app.client.call('environment.branches', ids));
  }

  /** All that can be looked for, those that can be opened first. */
  readonly rows: readonly BranchRow[] = $derived.by(() => {
    const { local = [], remote = [] } = this.branches.value ?? {};
    const rows: BranchRow[] = [
      ...local.map(({ name, usedIn }) => ({
        key: `local ${name}`,
        branch: name,
        remote: null,
        openIn: usedIn?.path ?? null,
        environment: usedIn?.environment ?? null,
        isMissing: usedIn?.isMissing ?? false,
      })),
      ...remote
        .filter(({ branch }) => !local.some(({ name }) => name === branch))
        .map(({ name, branch }) => ({
          ...{ key: `remote ${name}`, branch, remote: name },
          ...{ openIn: null, environment: null, isMissing: false },
        })),
    ];
    const rank = (row: BranchRow): number => (isTaken(row) ? 1 : 0);
    return rows.sort((a, b) => rank(a) - rank(b));
  });

  readonly shown = $derived(
    this.rows.filter(({ branch }) => branch.toLowerCase().includes(this.search.trim().toLowerCase())),
  );

  readonly row = $derived(this.rows.find(({ key }) => key === this.chosen) ?? null);

  get branch(): string {
    return this.mode === 'new' ? this.newName.trim() : (this.row?.branch ?? '');
  }

  /** The folder that has it already; that one is added then. */
  get openIn(): string | null {
    return this.mode === 'existing' ? (this.row?.openIn ?? null) : null;
  }

  /** Proposed after the branch, until somebody says otherwise. */
  get name(): string {
    return this.#name ?? this.branch.split('/').at(-1)?.slice(0, 80) ?? '';
  }
  set name(typed: string) {
    this.#name = typed;
  }

  get folder(): string {
    const clone = this.branches.value?.clone;
    return this.#folder ?? (clone && this.branch ? branchFolder(clone, this.branch) : '');
  }
  set folder(typed: string) {
    this.#folder = typed;
  }

  get ready(): boolean {
    return this.branch !== '' && this.name.trim() !== '' && !this.busy;
  }

  /** @returns whether it is in the project now */
  async add(): Promise<boolean> {
    if (!this.ready) return false;
    this.busy = true;
    const answer = await this.#app.client.call('environment.addBranch', {
      projectId: this.#project.id,
      environmentId: this.of,
      added: {
        name: this.name.trim(),
        branch: this.branch,
        attachedTo: this.attachedTo,
        ...this.#start(),
        ...this.#path(),
      },
    });
    this.busy = false;
    this.error = answer.ok ? null : answer.error;
    return answer.ok;
  }

  #start(): { start?: { kind: 'environment'; environmentId: string } | { kind: 'remote'; branch: string } } {
    if (this.mode === 'new') return { start: { kind: 'environment', environmentId: this.startsAt } };
    const remote = this.row?.remote;
    return remote ? { start: { kind: 'remote', branch: remote } } : {};
  }

  #path(): { path?: string } {
    const path = this.openIn ?? this.folder.trim();
    return path ? { path } : {};
  }
}

/** It is an environment already, or its folder is not there. */
export const isTaken = ({ environment, isMissing }: BranchRow): boolean => environment !== null || isMissing;
