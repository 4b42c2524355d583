import type { NewEnvironment } from '../../shared/contract/command-inputs';
import type { ErrorAnswer } from '../../shared/contract/errors';
import type { Candidate } from '../../shared/domain/proposal';
import type { Role } from '../../shared/domain/project';
import { welcomeText } from '../text/welcome-words';
import type { App } from './app.svelte';

type WelcomeStep = 'doors' | 'folders' | 'review' | 'check-up';

/** A proposed environment as the reader shapes it. */
export interface DraftLane {
  readonly candidate: Candidate;
  readonly name: string;
  readonly role: Role;
  readonly used: boolean;
}

/** From "where are your folders?" to a project that has been looked at. */
export class Welcome {
  step: WelcomeStep = $state('doors');
  busy: 'sample' | 'propose' | 'create' | null = $state(null);
  error: ErrorAnswer | null = $state.raw(null);
  folders: readonly string[] = $state.raw([]);
  projectName = $state('');
  /** The last look found no copy of a site. */
  noneFound = $state(false);
  lanes: readonly DraftLane[] = $state.raw([]);
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Why it cannot be set up as it is; null when it can. */
  readonly why: string | null = $derived.by(() => {
    const used = this.lanes.filter((lane) => lane.used);
    if (!this.projectName.trim()) return welcomeText.needName;
    const names = used.map((lane) => lane.name.trim().toLowerCase());
    if (names.some((name, at) => name === '' || names.indexOf(name) !== at)) return welcomeText.needLaneNames;
    return used.filter((lane) => lane.role !== 'flexible').length < 2 ? welcomeText.needTwo : null;
  });

  go(step: WelcomeStep): void {
    this.error = null;
    this.step = step;
  }

  addFolder(path: string): void {
    if (!this.folders.includes(path)) this.folders = [...this.folders, path];
  }

  removeFolder(path: string): void {
    this.folders = this.folders.filter((folder) => folder !== path);
  }

  /** Makes the sample site; where there is one already, opens it. */
  async sample(): Promise<void> {
    const there = this.#app.projects.find((project) => project.sample);
    if (there) {
      this.#app.switchTo(there.id);
      return;
    }
    this.busy = 'sample';
    const answer = await this.#app.client.call('sample.create', {});
    if (answer.ok) await this.#app.adopt(answer.value);
    this.busy = null;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) this.step = 'check-up';
  }

  async propose(): Promise<void> {
    this.busy = 'propose';
    const answer = await this.#app.client.call('project.propose', { paths: [...this.folders] });
    this.busy = null;
    this.error = answer.ok ? null : answer.error;
    this.noneFound = answer.ok && answer.value.candidates.length === 0;
    if (!answer.ok || this.noneFound) return;
    this.projectName = answer.value.projectName;
    this.lanes = answer.value.candidates.map((candidate) => ({
      candidate,
      name: candidate.name,
      role: candidate.role,
      used: candidate.problem === null,
    }));
    this.step = 'review';
  }

  change(path: string, change: Partial<Pick<DraftLane, 'name' | 'role' | 'used'>>): void {
    this.lanes = this.lanes.map((lane) => (lane.candidate.path === path ? { ...lane, ...change } : lane));
  }

  move(path: string, by: -1 | 1): void {
    const lanes = [...this.lanes];
    const from = lanes.findIndex((lane) => lane.candidate.path === path);
    const lane = lanes[from];
    const other = lanes[from + by];
    if (!lane || !other) return;
    lanes[from] = other;
    lanes[from + by] = lane;
    this.lanes = lanes;
  }

  async create(): Promise<void> {
    this.busy = 'create';
    const environments: NewEnvironment[] = this.lanes
      .filter((lane) => lane.used)
      .map(({ candidate, name, role }) => ({
        name: name.trim(),
        path: candidate.path,
        role,
        branch: candidate.branch,
      }));
    const answer = await this.#app.client.call('project.create', {
      name: this.projectName.trim(),
      environments,
      flow: 'direct',
    });
    if (answer.ok) await this.#app.adopt(answer.value);
    this.busy = null;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) this.step = 'check-up';
  }
}
