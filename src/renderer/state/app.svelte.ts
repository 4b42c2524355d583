import { SvelteSet } from 'svelte/reactivity';
import type { Client } from '../../shared/contract/client';
import type { AppInfo } from '../../shared/contract/answers';
import type { ErrorAnswer } from '../../shared/contract/errors';
import type { Lane, Overview } from '../../shared/domain/overview';
import type { Project } from '../../shared/domain/project';
import type { ActivitySummary } from '../../shared/domain/run';
import type { Settings } from '../../shared/domain/settings';
import { commonText } from '../text/common';
import { outcomeTone } from '../../shared/text/run-words';
import { Announcer } from './announcer.svelte';
import { Clock } from './clock.svelte';
import { Navigation } from './navigation.svelte';
import { createRefresher } from './refresher';
import { Resource } from './resource.svelte';
import { Runs } from './runs.svelte';

/** All that the window knows. One per window; views get it from the context. */
export class App {
  readonly client: Client;
  readonly navigation = new Navigation();
  readonly announcer = new Announcer();
  readonly clock = new Clock();
  readonly runs = new Runs(this.announcer);
  readonly overview = new Resource<Overview>();

  info: AppInfo | null = $state.raw(null);
  settings: Settings = $state.raw({
    name: '',
    email: '',
    theme: 'system',
    siteWaitSeconds: 300,
    lastProject: null,
  });
  projects: readonly Project[] = $state.raw([]);
  damaged: readonly ErrorAnswer[] = $state.raw([]);
  /** Why the window could not start. */
  startError: ErrorAnswer | null = $state.raw(null);
  started = $state(false);
  /** Items of the current project that wait for a decision. */
  leftovers = $state(0);
  projectId: string | null = $state(null);
  connection: 'connected' | 'lost' = $state('connected');
  /** Environments whose servers are being asked just now. */
  readonly asking = new SvelteSet<string>();
  /** Counts up when somebody has signed in to a server. */
  signIns = $state(0);
  /** The environment whose server one is signing in to. */
  signingIn: string | null = $state(null);
  /** Counts up with every hint that something of the current project may look different. */
  changed = $state(0);

  readonly project: Project | null = $derived(
    this.overview.value?.project ?? this.projects.find((project) => project.id === this.projectId) ?? null,
  );
  readonly lanes: readonly Lane[] = $derived(
    this.overview.value ? [...this.overview.value.lanes, ...this.overview.value.flexible] : [],
  );

  readonly #refreshOverview: () => void;

  constructor(client: Client) {
    this.client = client;
    this.#refreshOverview = createRefresher(() => this.loadOverview());
  }

  can(capability: string): boolean {
    return this.info?.capabilities.includes(capability) ?? false;
  }

  lane(environmentId: string): Lane | undefined {
    return this.lanes.find((lane) => lane.environment.id === environmentId);
  }

  /** The latest run from or to an environment that did not end well, if it is among the recent ones. */
  lastStopOf(environmentId: string): ActivitySummary | null {
    const stopped = this.overview.value?.recent.find(
      (record) =>
        outcomeTone(record.outcome) !== 'good' &&
        [record.from.environmentId, record.to.environmentId].includes(environmentId),
    );
    return stopped ?? null;
  }

  /** The name of an environment that is given by id or by name. */
  nameOf(environment: string): string {
    return this.lane(environment)?.environment.name ?? environment;
  }

  /** Subscribes and asks for what the first screen needs. Returns how to stop listening. */
  start(): () => void {
    const stops = [
      this.clock.start(),
      this.#followVisibility(),
      this.client.on('deploy.progress', (run) => {
        const wasOver = this.runs.byId[run.id]?.finishedAt !== null;
        this.runs.take(run);
        if (run.finishedAt !== null || wasOver) this.hint(run.projectId);
      }),
      this.client.on('deploy.log', (event) => this.runs.heard(event.runId)),
      this.client.on('environment.changed', (event) => this.hint(event.projectId)),
      this.client.on('activity.added', (record) => this.hint(record.projectId)),
      this.client.on('project.changed', () => void this.loadProjects()),
      this.client.on('settings.changed', (settings) => (this.settings = settings)),
    ];
    void this.open();
    return () => stops.forEach((stop) => stop());
  }

  /** Whether somebody can see the window: folders that cannot be watched are swept only then. */
  #sayVisible(): void {
    void this.client.call('app.visible', { visible: !document.hidden });
  }

  #followVisibility(): () => void {
    const say = (): void => this.#sayVisible();
    say();
    document.addEventListener('visibilitychange', say);
    return () => document.removeEventListener('visibilitychange', say);
  }

  async open(): Promise<void> {
    const [info, settings, projects] = await Promise.all([
      this.client.call('app.info', {}),
      this.client.call('settings.get', {}),
      this.client.call('project.list', {}),
    ]);
    const failed = [info, settings, projects].find((answer) => !answer.ok);
    if (!info.ok || !settings.ok || !projects.ok) {
      this.startError = failed && !failed.ok ? failed.error : null;
      return;
    }
    this.startError = null;
    this.info = info.value;
    this.settings = settings.value;
    this.projects = projects.value.projects;
    this.damaged = projects.value.damaged;
    const last = this.projects.find((project) => project.id === settings.value.lastProject);
    const first = last ?? this.projects[0];
    if (first) this.#show(first.id);
    else this.navigation.startAt({ view: 'welcome' });
    this.started = true;
  }

  /** After a lost connection: everything may have changed meanwhile. */
  reconnected(): void {
    this.announcer.say(commonText.connectionBack);
    this.#sayVisible();
    if (this.started) void this.loadProjects();
    else void this.open();
  }

  /** Something of a project may look different now. */
  hint(projectId: string): void {
    if (projectId !== this.projectId) return;
    this.changed++;
    this.#refreshOverview();
  }

  hintCurrent(): void {
    if (this.projectId) this.hint(this.projectId);
  }

  /** Asks an environment's server what it has; what came of it shows on the card. */
  lookAtServer(environmentId: string): Promise<void> {
    return this.#ask('environment.lookAtServer', environmentId);
  }

  /** Asks again whether a server took what was sent; what came of it shows on the card. */
  askAgain(environmentId: string): Promise<void> {
    return this.#ask('environment.recover', environmentId);
  }

  /** What was typed is kept: the server is asked again, and whatever waits for it looks again. */
  async signedIn(environmentId: string): Promise<void> {
    this.signingIn = null;
    const lane = this.lane(environmentId);
    await (lane?.state === 'waiting-for-server'
      ? this.askAgain(environmentId)
      : this.lookAtServer(environmentId));
    this.signIns++;
  }

  async #ask(
    command: 'environment.lookAtServer' | 'environment.recover',
    environmentId: string,
  ): Promise<void> {
    const projectId = this.projectId;
    if (!projectId || this.asking.has(environmentId)) return;
    this.asking.add(environmentId);
    const answer = await this.client.call(command, { projectId, environmentId });
    this.asking.delete(environmentId);
    if (!answer.ok) this.announcer.alert(answer.error.message);
    this.hint(projectId);
  }

  async loadOverview(): Promise<void> {
    const projectId = this.projectId;
    if (!projectId) return;
    await this.overview.load(() => this.client.call('overview.get', { projectId }));
    await this.#countLeftovers(projectId);
  }

  /** After the overview, so that what is looked at first comes first. */
  async #countLeftovers(projectId: string): Promise<void> {
    if (this.project?.profile !== 'umbraco') this.leftovers = 0;
    else {
      const answer = await this.client.call('deletion.count', { projectId });
      if (answer.ok && projectId === this.projectId) this.leftovers = answer.value.open;
    }
  }

  async loadProjects(): Promise<void> {
    const answer = await this.client.call('project.list', {});
    if (!answer.ok) return;
    this.projects = answer.value.projects;
    this.damaged = answer.value.damaged;
    if (this.projectId && !this.projects.some((project) => project.id === this.projectId)) {
      const first = this.projects[0];
      if (first) this.switchTo(first.id);
      else this.#leave();
    } else {
      this.hintCurrent();
    }
  }

  switchTo(projectId: string): void {
    this.#show(projectId);
    void this.client.call('settings.update', { lastProject: projectId });
  }

  /** A project that was just made or opened becomes the current one, wherever the reader is. */
  async adopt(project: Project): Promise<void> {
    this.projectId = project.id;
    this.overview.clear();
    await this.loadProjects();
    await this.loadOverview();
    void this.client.call('settings.update', { lastProject: project.id });
  }

  #show(projectId: string): void {
    this.projectId = projectId;
    this.overview.clear();
    this.navigation.startAt({ view: 'overview' });
    void this.loadOverview();
  }

  #leave(): void {
    this.projectId = null;
    this.overview.clear();
    this.navigation.startAt({ view: 'welcome' });
  }
}
