import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandIds, commandSpecs, usageLine } from '../../src/main/hosts/cli/command-specs';
import { commandTable } from '../../src/main/hosts/cli/commands/command-table';
import { environmentsOf, parseEnvironment } from '../../src/main/hosts/cli/environment-words';
import { flagNames } from '../../src/main/hosts/cli/flags';
import { helpLines } from '../../src/main/hosts/cli/help';
import { parseCommand, UsageError } from '../../src/main/hosts/cli/parse-command';
import { editDistance, suggest } from '../../src/main/hosts/cli/suggest';

const command = (...args: string[]) => {
  const invocation = parseCommand(args);
  if (invocation.kind !== 'command') throw new Error(`not a command: ${invocation.kind}`);
  return invocation;
};
const refusal = (...args: string[]): string => {
  try {
    parseCommand(args);
  } catch (cause) {
    if (cause instanceof UsageError) return cause.message;
    throw cause;
  }
  throw new Error('was not refused');
};

describe('parseCommand', () => {
  it('reads a command with words and flags in any order', () => {
    const { id, words, flags } = command('--data', 'd', 'deploy', 'Dev', '-m', 'Summer', 'Staging', '--yes');
    expect(id).toBe('deploy');
    expect(words).toEqual(['Dev', 'Staging']);
    expect(flags.text('data')).toBe('d');
    expect(flags.text('message')).toBe('Summer');
    expect(flags.has('yes')).toBe(true);
    expect(flags.has('json')).toBe(false);
  });

  it('reads commands of two words and repeated flags', () => {
    const { id, words, flags } = command('project', 'create', 'Site', '--env', 'A=a', '--env=B=b:staging');
    expect(id).toBe('project create');
    expect(words).toEqual(['Site']);
    expect(flags.list('env')).toEqual(['A=a', 'B=b:staging']);
  });

  it('knows other names of a command', () => {
    expect(command('merge-back', 'Live', 'Dev').id).toBe('bring-over');
    expect(command('overview').id).toBe('status');
  });

  it('takes words that look like flags after --, and messages that only begin with a dash', () => {
    expect(command('changes', '--', '--odd').words).toEqual(['--odd']);
    expect(command('deploy', 'A', 'B', '-m', '- first point').flags.text('message')).toBe('- first point');
    expect(command('deploy', 'A', 'B', '--message=--yes').flags.text('message')).toBe('--yes');
    expect(command('deploy', 'A', 'B', '-m', '').flags.text('message')).toBe('');
  });

  it.each([
    [['deplyo', 'A', 'B'], 'There is no command "deplyo". Did you mean "deploy"?'],
    [['projekt', 'list'], 'There is no command "projekt". Did you mean "project"?'],
    [['project', 'crate', 'X'], 'There is no command "project crate". Did you mean "project create"?'],
    [['frobnicate'], 'There is no command "frobnicate".'],
    [['plan', 'A', 'B', '--jsn'], 'plan knows no --jsn. Did you mean "--json"?'],
    [['plan', 'A', 'B', '--yes'], 'plan knows no --yes.'],
    [['plan', 'A'], 'TO is missing: laneway plan FROM TO.'],
    [['plan', 'A', 'B', 'C'], '"C" is one word too many: laneway plan FROM TO.'],
    [['plan', 'A', ''], 'TO is empty.'],
    [['project', 'create', 'X'], 'project create needs --env NAME=PATH[:ROLE].'],
    [['environment', 'take-over', 'X'], 'environment take-over needs --yes.'],
    [['deploy', 'A', 'B', '-m'], '-m needs a value: -m TEXT.'],
    [
      ['deploy', 'A', 'B', '--plan', '--yes'],
      '--plan needs a value: --plan HASH. If it is "--yes", write --plan=--yes.',
    ],
    [['status', '--json=no'], '--json takes no value.'],
    [['status', '--project', 'a', '--project', 'b'], '--project was given twice.'],
    [[], 'Say what to do.'],
  ])('refuses %j', (args, message) => {
    expect(refusal(...args)).toBe(message);
  });

  it('says what there is when a group stands alone', () => {
    expect(refusal('environment')).toContain('take-over');
    expect(refusal('project', 'xyzzy')).toContain('There are: create, propose, list');
  });

  it('asks for help and version', () => {
    expect(parseCommand(['--help'])).toEqual({ kind: 'help', about: null });
    expect(parseCommand(['help', 'plan'])).toEqual({ kind: 'help', about: 'plan' });
    expect(parseCommand(['project', '--help'])).toEqual({ kind: 'help', about: 'project' });
    expect(parseCommand(['project', 'create', '-h'])).toEqual({ kind: 'help', about: 'project create' });
    expect(parseCommand(['--version']).kind).toBe('version');
    expect(refusal('help', 'plann')).toContain('Did you mean "plan"?');
  });

  it('never does anything else than understand or refuse', () => {
    const anyWord = fc.oneof(
      fc.string(),
      fc.constantFrom('deploy', 'project', 'create', '--json', '--env', '-m', '--', '-', '--plan=x', '-ym'),
    );
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 6 }), (args) => {
        try {
          expect(['command', 'help', 'version']).toContain(parseCommand(args).kind);
        } catch (cause) {
          expect(cause).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('help', () => {
  it('has a page for every command, with its examples', () => {
    for (const id of commandIds) {
      const text = helpLines(id).join('\n');
      expect(text).toContain(`Usage: laneway ${id}`);
      for (const example of commandSpecs[id].examples) expect(text).toContain(example);
    }
  });

  it('has examples that are understood', () => {
    for (const id of commandIds) {
      for (const example of commandSpecs[id].examples) {
        const args = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(
          ([, quoted, plain]) => quoted ?? plain ?? '',
        );
        expect(command(...args.slice(1)).id, example).toBe(id);
      }
    }
  });

  it('is told in docs/cli.md, every command and every flag', () => {
    const page = readFileSync(resolve('docs/cli.md'), 'utf8');
    for (const id of commandIds) expect(page).toContain(`\`${usageLine(id)}`);
    for (const name of flagNames) expect(page).toMatch(new RegExp(`--${name}\\b`));
  });

  it('lists every command, and every command does something', () => {
    const text = helpLines(null).join('\n');
    for (const id of commandIds) expect(text).toContain(`  ${id}`);
    expect([...Object.keys(commandTable), 'open'].sort()).toEqual([...commandIds].sort());
  });
});

describe('environments as they are typed', () => {
  it.each([
    ['Dev=sites/dev', { name: 'Dev', path: 'sites/dev' }],
    ['Dev=/a=b/c:d', { name: 'Dev', path: '/a=b/c:d' }],
    ['Live=C:\\sites\\live:production', { name: 'Live', path: 'C:\\sites\\live', role: 'production' }],
    ['Dev=/x:staging:', { name: 'Dev', path: '/x:staging:' }],
    ['QA 2 = /x/y:staging', { name: 'QA 2', path: ' /x/y', role: 'staging' }],
  ])('reads %s', (text, expected) => {
    expect(parseEnvironment(text)).toEqual(expected);
  });

  it.each(['', '=', 'Dev', 'Dev=', '=path', 'Dev=:staging'])('refuses "%s"', (text) => {
    expect(() => parseEnvironment(text)).toThrow(UsageError);
  });

  const roles = (...typed: string[]): string[] => environmentsOf(typed, [], '/home').map(({ role }) => role);
  it('gives roles by place', () => {
    expect(roles('A=a')).toEqual(['development']);
    expect(roles('A=a', 'B=b')).toEqual(['development', 'production']);
    expect(roles('A=a', 'B=b', 'C=c', 'D=d')).toEqual(['development', 'staging', 'staging', 'production']);
    expect(roles('A=a', 'B=b:staging')).toEqual(['development', 'staging']);
    expect(roles('A=a', 'F=f:flexible', 'B=b')).toEqual(['development', 'flexible', 'production']);
  });

  it('makes paths absolute and flexible ones flexible', () => {
    expect(environmentsOf(['A=a'], ['F=../f'], '/home/ana')).toEqual([
      { name: 'A', path: '/home/ana/a', role: 'development' },
      { name: 'F', path: '/home/f', role: 'flexible' },
    ]);
    expect(() => environmentsOf(['A=a'], ['F=f:staging'], '/')).toThrow('F cannot be flexible and staging');
  });
});

describe('suggestions', () => {
  it('measures typing slips', () => {
    expect(editDistance('deploy', 'deploy')).toBe(0);
    expect(editDistance('deplyo', 'deploy')).toBe(1);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('suggests what is near only', () => {
    expect(suggest('stat', ['status', 'plan'])).toBe('status');
    expect(suggest('zzz', ['status', 'plan'])).toBeUndefined();
  });
});
