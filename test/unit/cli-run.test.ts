import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/shared/contract/errors';
import type { Plan } from '../../src/shared/domain/plan';
import type { Project } from '../../src/shared/domain/project';
import type { ActivityRecord, Run } from '../../src/shared/domain/run';
import { toErrorAnswer, EngineError } from '../../src/main/engine/errors';
import type { EngineProcess } from '../../src/main/hosts/engine-client';
import type { CliIo } from '../../src/main/hosts/cli/io';
import { runCli } from '../../src/main/hosts/cli/run-cli';

const hash = 'a'.repeat(64);
const environment = (name: string, role: Project['environments'][number]['role']) => ({
  id: `${name}-id`,
  name,
  role,
  path: `/${name}`,
  branch: 'main',
});
const site: Project = {
  id: 'site-id',
  name: 'Site',
  flow: 'direct',
  profile: 'plain',
  environments: [
    environment('Dev', 'development'),
    environment('Staging', 'staging'),
    environment('Live', 'production'),
  ],
  createdAt: 0,
  sample: false,
};
const end = (name: string) => ({
  environmentId: `${name}-id`,
  name,
  role: 'staging' as const,
  branch: 'main',
  head: 'h',
  tree: 't',
  uncommitted: 0,
});
const plan: Plan = {
  format: 1,
  kind: 'deploy',
  hash,
  projectId: 'site-id',
  from: end('Dev'),
  to: end('Staging'),
  base: 'h',
  bases: ['h'],
  resultTree: 't',
  resultCommit: { id: null, parents: [] },
  changes: [],
  comesBack: [],
  removals: [],
  conflicts: [],
  decided: [],
  findings: [],
  leftHere: [],
  blocked: false,
  empty: false,
  mergesBackInto: null,
};
const going: Run = {
  id: 'run-1',
  seq: 1,
  projectId: 'site-id',
  kind: 'deploy',
  from: { environmentId: 'Dev-id', name: 'Dev' },
  to: { environmentId: 'Staging-id', name: 'Staging' },
  who: 'Ana',
  message: '',
  startedAt: 1000,
  finishedAt: null,
  phases: [{ id: 'push', status: 'success', milliseconds: 5 }],
  progress: 0.5,
  title: 'Handing over',
  detail: '',
  cancellable: true,
  stopping: false,
  waitsFor: [],
  unread: [],
  outcome: null,
  error: null,
  changes: [],
  server: null,
  logLines: 0,
};
const record: ActivityRecord = {
  ...going,
  format: 1,
  projectName: 'Site',
  host: 'here',
  finishedAt: 2000,
  outcome: 'succeeded',
  planHash: hash,
  commits: { sourceHead: 's', targetBefore: 'b', result: 'commit-1', resultTree: 'tree-1' },
  comesBack: [],
  removals: [],
  findings: [],
};

type Replies = Record<string, (input: Record<string, unknown>) => unknown>;

/** An engine whose answers the test writes; `emit` is its voice. */
function fakeEngine(replies: Replies) {
  const listeners: { event: string; listener: (payload: unknown) => void }[] = [];
  const asked: { command: string; input: Record<string, unknown> }[] = [];
  let isClosed = false;
  const engine: EngineProcess = {
    async invoke(command, input): Promise<Answer<unknown>> {
      asked.push({ command, input: input as Record<string, unknown> });
      try {
        const reply = replies[command];
        if (!reply) throw new Error(`unexpected ${command}`);
        return { ok: true, value: await reply(input as Record<string, unknown>) };
      } catch (cause) {
        return { ok: false, error: toErrorAnswer(cause) };
      }
    },
    subscribe(event, listener) {
      const entry = { event, listener };
      listeners.push(entry);
      return () => void listeners.splice(listeners.indexOf(entry), 1);
    },
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
    ended: new Promise(() => undefined),
  };
  const emit = (event: string, payload: unknown): void => {
    for (const entry of [...listeners]) if (entry.event === event) entry.listener(payload);
  };
  return { engine, emit, asked, isClosed: () => isClosed };
}

interface Terminal {
  readonly canAsk?: boolean;
  readonly says?: boolean;
  readonly isTerminal?: boolean;
}

async function run(
  args: readonly string[],
  replies: Replies,
  { canAsk = false, says = false, isTerminal = false }: Terminal = {},
  during: (fake: ReturnType<typeof fakeEngine>, interrupt: () => void) => void = () => undefined,
) {
  const out: string[] = [];
  const err: string[] = [];
  const questions: string[] = [];
  let interrupt: () => void = () => undefined;
  const io: CliIo = {
    cwd: '/home/ana',
    environment: {},
    platform: 'linux',
    home: '/home/ana',
    out: { isTerminal: false, write: (text) => void out.push(text) },
    err: { isTerminal, write: (text) => void err.push(text) },
    canAsk,
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(says);
    },
    askText: (question) => {
      questions.push(question);
      return Promise.resolve(null);
    },
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => (interrupt = () => undefined);
    },
    now: () => 5000,
  };
  const fake = fakeEngine({ 'project.list': () => ({ projects: [site], damaged: [] }), ...replies });
  during(fake, () => interrupt());
  const code = await runCli(args, io, {
    startEngine: () => Promise.resolve(fake.engine),
    open: () => Promise.resolve(0),
  });
  return { code, out: out.join(''), err: err.join(''), questions, ...fake };
}

/** A run that goes on for a moment and ends as said. */
const deploying = (fake: () => ReturnType<typeof fakeEngine>, last: Partial<Run> = {}): Replies => ({
  'plan.create': () => plan,
  'deploy.start': () => {
    setTimeout(() => {
      fake().emit('deploy.progress', going);
      fake().emit('deploy.progress', {
        ...going,
        outcome: 'succeeded',
        progress: 1,
        finishedAt: 2000,
        ...last,
      });
    }, 5);
    return { runId: 'run-1' };
  },
  'activity.get': () => ({ record, log: [] }),
});

async function deployRun(
  args: readonly string[],
  terminal: Terminal = {},
  last: Partial<Run> = {},
  more: Replies = {},
) {
  let fake: ReturnType<typeof fakeEngine> | undefined;
  const replies = deploying(() => {
    if (!fake) throw new Error('no engine yet');
    return fake;
  }, last);
  return run(
    ['deploy', 'dev', 'STAGING', ...args],
    { ...replies, ...more },
    terminal,
    (made) => (fake = made),
  );
}
const parsed = (text: string): unknown => JSON.parse(text);

describe('deploy', () => {
  it('answers with what is on the target now', async () => {
    const { code, out, asked, isClosed } = await deployRun(['-m', 'Summer', '--yes', '--json']);
    expect(code).toBe(0);
    expect(parsed(out)).toMatchObject({
      ok: true,
      value: {
        id: 'run-1',
        outcome: 'succeeded',
        targetCommit: 'commit-1',
        targetTree: 'tree-1',
        mergeBack: null,
      },
    });
    expect(asked.find(({ command }) => command === 'deploy.start')?.input).toEqual({
      projectId: 'site-id',
      kind: 'deploy',
      from: 'Dev-id',
      to: 'Staging-id',
      message: 'Summer',
      planHash: hash,
    });
    expect(isClosed()).toBe(true);
  });

  it('runs exactly the plan that was said, without looking again', async () => {
    const other = 'b'.repeat(64);
    const { code, asked } = await deployRun(['--plan', other, '--yes']);
    expect(code).toBe(0);
    expect(asked.map(({ command }) => command)).not.toContain('plan.create');
    expect(asked.find(({ command }) => command === 'deploy.start')?.input['planHash']).toBe(other);
  });

  it('refuses where nobody can be asked, and never starts', async () => {
    for (const [args, terminal] of [
      [['--json'], { canAsk: true, says: true }],
      [['--json'], {}],
      [[], {}],
    ] as const) {
      const { code, out, err, asked, questions } = await deployRun(args, terminal);
      expect(code).toBe(1);
      expect(asked.map(({ command }) => command)).not.toContain('deploy.start');
      expect(questions).toEqual([]);
      if (args.length)
        expect(parsed(out)).toMatchObject({
          ok: false,
          error: { code: 'needs-confirmation', data: { planHash: hash } },
        });
      else expect(err).toContain('Run it again with --yes.');
    }
  });

  it('shows the plan and asks', async () => {
    const yes = await deployRun([], { canAsk: true, says: true });
    expect(yes.code).toBe(0);
    expect(yes.out).toContain(`Plan ${hash}`);
    expect(yes.questions).toEqual(['Deploy from Dev to Staging? [y/N] ']);
    const no = await deployRun([], { canAsk: true, says: false });
    expect(no.code).toBe(1);
    expect(no.asked.map(({ command }) => command)).not.toContain('deploy.start');
    expect(no.err).toContain('Nothing was changed.');
  });

  it.each([
    [{ hash: 'c'.repeat(64) }, ['--plan', hash], 'plan-stale'],
    [
      { blocked: true, findings: [{ code: 'conflict', level: 'block', message: 'Both.' }] },
      [],
      'plan-blocked',
    ],
    [{ empty: true }, [], 'nothing-to-deploy'],
  ])('does not ask when it cannot start: %j', async (difference, args, code) => {
    const refused = await deployRun(
      [...args, '--json'],
      {},
      {},
      { 'plan.create': () => ({ ...plan, ...difference }) },
    );
    expect(parsed(refused.out)).toMatchObject({ ok: false, error: { code } });
    expect(refused.code).toBe(1);
  });

  it('tells how a run failed, with its number', async () => {
    const error = toErrorAnswer(new EngineError('disk-full', { path: '/Staging' }));
    const failed = { outcome: 'failed', error } as const;
    const { code, out } = await deployRun(['--yes', '--json'], {}, failed);
    expect(code).toBe(1);
    expect(parsed(out)).toMatchObject({
      ok: false,
      error: { code: 'run-failed', data: { id: 'run-1', outcome: 'failed', cause: { code: 'disk-full' } } },
    });
    const human = await deployRun(['--yes'], {}, failed);
    expect(human.err).toContain('The disk is full');
    expect(human.err).toContain('laneway activity run-1');
  });

  it('shows progress on a terminal only', async () => {
    expect((await deployRun(['--yes'], { isTerminal: true })).err).toContain('\r\u001b[K 50 %  Handing over');
    expect((await deployRun(['--yes'])).err).toBe('');
  });

  it('asks every run to stop on Ctrl+C, and says when it is too late', async () => {
    let isTooLate = false;
    const interrupted = () =>
      run(
        ['deploy', 'Dev', 'Staging', '--yes', '--json'],
        {
          'plan.create': () => plan,
          'run.list': () => [going],
          'activity.get': () => ({ record, log: [] }),
        },
        {},
        (fake, interrupt) => {
          const replies = fake.engine.invoke.bind(fake.engine);
          Object.assign(fake.engine, {
            invoke: async (command: string, input: unknown): Promise<Answer<unknown>> => {
              if (command === 'deploy.start') {
                setTimeout(interrupt, 1);
                return { ok: true, value: { runId: 'run-1' } };
              }
              if (command !== 'deploy.cancel') return replies(command, input);
              const outcome = isTooLate ? 'succeeded' : 'cancelled';
              fake.emit('deploy.progress', { ...going, outcome });
              return isTooLate
                ? { ok: false, error: toErrorAnswer(new EngineError('too-late-to-cancel', { run: 'run-1' })) }
                : { ok: true, value: going };
            },
          });
        },
      );
    const stopped = await interrupted();
    expect(stopped.code).toBe(1);
    expect(parsed(stopped.out)).toMatchObject({
      error: { code: 'run-failed', data: { outcome: 'cancelled' } },
    });
    isTooLate = true;
    const tooLate = await interrupted();
    expect(tooLate.code).toBe(0);
    expect(tooLate.err).toContain('It cannot be stopped any more');
  });

  it('stays for the run that follows a deployment to Live', async () => {
    const live = { environmentId: 'Live-id', name: 'Live' };
    const back: Run = {
      ...going,
      id: 'run-2',
      kind: 'merge-back',
      from: live,
      to: going.from,
      startedAt: 1500,
    };
    let isBack = false;
    const { code, out, isClosed } = await run(
      ['deploy', 'Staging', 'Live', '--yes', '--json'],
      {
        'plan.create': () => plan,
        'run.list': () => [going, { ...back, outcome: isBack ? 'succeeded' : null }],
        'activity.get': () => ({ record, log: [] }),
      },
      {},
      (fake) => {
        const replies = fake.engine.invoke.bind(fake.engine);
        Object.assign(fake.engine, {
          invoke: (command: string, input: unknown): Promise<Answer<unknown>> => {
            if (command !== 'deploy.start') return replies(command, input);
            setTimeout(() => fake.emit('deploy.progress', { ...going, to: live, outcome: 'succeeded' }), 1);
            setTimeout(() => {
              expect(fake.isClosed()).toBe(false);
              isBack = true;
              fake.emit('environment.changed', { projectId: 'site-id', environmentId: 'Dev-id' });
            }, 30);
            return Promise.resolve({ ok: true, value: { runId: 'run-1' } });
          },
        });
      },
    );
    expect(code).toBe(0);
    expect(isClosed()).toBe(true);
    expect(parsed(out)).toMatchObject({
      value: { mergeBack: { id: 'run-2', name: 'Dev', outcome: 'succeeded' } },
    });
  });
});

describe('which project and environment', () => {
  const two = {
    'project.list': () => ({ projects: [site, { ...site, id: 'shop-id', name: 'Shop' }], damaged: [] }),
  };
  const looked = { 'plan.create': () => plan, ...two };

  it('takes names in any case, and ids', async () => {
    const { code, asked } = await run(['plan', 'dev', 'Staging-id', '--project', 'SHOP', '--json'], looked);
    expect(code).toBe(0);
    expect(asked.at(-1)?.input).toEqual({
      ...{ projectId: 'shop-id', kind: 'deploy', from: 'Dev-id', to: 'Staging-id' },
    });
  });

  it.each([
    [['plan', 'Dev', 'Staging'], 'project-ambiguous', { known: ['Site', 'Shop'] }],
    [
      ['plan', 'Dev', 'Staging', '--project', 'x'],
      'project-not-found',
      { project: 'x', known: ['Site', 'Shop'] },
    ],
    [
      ['plan', 'Dev', 'x', '--project', 'site'],
      'environment-not-found',
      { environment: 'x', known: ['Dev', 'Staging', 'Live'] },
    ],
  ])('refuses %j', async (args, code, data) => {
    const refused = await run([...args, '--json'], looked);
    expect(refused.code).toBe(1);
    expect(parsed(refused.out)).toMatchObject({ ok: false, error: { code, data } });
  });

  it('says what to do when there is none', async () => {
    const { code, err } = await run(['status'], { 'project.list': () => ({ projects: [], damaged: [] }) });
    expect([code, err]).toEqual([1, 'There is no project yet. Create one first.\n']);
  });
});

describe('what was not understood', () => {
  it('has exit code 2, as words and as JSON', async () => {
    const words = await run(['deplyo'], {});
    expect([words.code, words.out]).toEqual([2, '']);
    expect(words.err).toBe('There is no command "deplyo". Did you mean "deploy"?\nSee "laneway --help".\n');
    const json = await run(['plan', 'A', '--json'], {});
    expect(json.code).toBe(2);
    expect(parsed(json.out)).toMatchObject({
      ok: false,
      error: { code: 'invalid-request', data: { command: 'plan' } },
    });
    expect(json.asked).toEqual([]);
  });

  it('includes what only the engine can tell to be wrong', async () => {
    const issues = ['planHash: is not a plan hash'];
    const { code } = await deployRun(
      ['--plan', 'x', '--yes'],
      {},
      {},
      {
        'deploy.start': () => {
          throw new EngineError('invalid-request', { command: 'deploy.start', issues });
        },
      },
    );
    expect(code).toBe(2);
  });
});

describe('new files of a folder', () => {
  const leftHere = [
    { environmentId: 'Dev-id', folder: 'docs', paths: ['docs/a'], reason: 'looks-secret', decision: null },
    { environmentId: 'Dev-id', folder: 'docs', paths: ['docs/b'], reason: 'unknown-kind', decision: null },
    { environmentId: 'Dev-id', folder: '', paths: ['x'], reason: 'large-file', decision: null },
  ];
  const replies = {
    'changes.get': () => ({ changes: [], leftHere }),
    'environment.decideNewFiles': () => null,
  };

  it('answers the one question there is', async () => {
    const { code, asked } = await run(['environment', 'include', 'Dev', '.'], replies);
    expect(code).toBe(0);
    expect(asked.at(-1)?.input).toMatchObject({ folder: '', reason: 'large-file', decision: 'include' });
  });

  it('never answers two questions with one word', async () => {
    const both = await run(['environment', 'include', 'Dev', 'docs/'], replies);
    expect(both.code).toBe(2);
    expect(both.err).toContain('--reason: looks-secret or unknown-kind');
    const one = await run(['environment', 'leave', 'Dev', './docs', '--reason', 'looks-secret'], replies);
    expect(one.asked.at(-1)?.input).toMatchObject({
      folder: 'docs',
      reason: 'looks-secret',
      decision: 'leave',
    });
  });
});
