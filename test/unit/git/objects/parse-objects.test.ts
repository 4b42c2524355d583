import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommit } from '../../../../src/main/engine/git/objects/parse-commit';
import { parseTree } from '../../../../src/main/engine/git/objects/parse-tree';
import { commitBody } from '../../../../src/main/engine/git/objects/serialize-commit';
import { serializeTree } from '../../../../src/main/engine/git/objects/serialize-tree';
import { formatSignature, parseSignature } from '../../../../src/main/engine/git/objects/signature';
import { git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { madeUpId, testFormat } from '../../../fixtures/object-format';

const root = tempFolder('parse');
const folder = makeRepository(join(root, 'site'));
const tree = git(folder, 'rev-parse', 'HEAD^{tree}');
const id = madeUpId('1');
const parse = (text: string | Buffer) => parseCommit(Buffer.from(text), id, 'a test');
const who = 'Ana <ana@example.org> 1700000000 +0100';

describe('commits', () => {
  it('are read as git shows them, with odd names, times, headers and encodings', () => {
    const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
    const bodies: readonly Buffer[] = [
      Buffer.from(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nplain\n`),
      Buffer.from(
        `tree ${tree}\nparent ${git(folder, 'rev-parse', 'HEAD')}\nauthor ${who}\ncommitter Ben <> 5 -0330\n\n\nempty first line`,
      ),
      Buffer.from(
        `tree ${tree}\nauthor ${who}\ncommitter ${who}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n parent ${id}\n abc\n -----END PGP SIGNATURE-----\n\nsigned\n`,
      ),
      Buffer.from(
        `tree ${tree}\nauthor ${who}\ncommitter ${who}\nmergetag object ${id}\n type commit\n tagger ${who}\n \n text\nHG:extra x\n\nwith a tag\n`,
      ),
      Buffer.concat([
        latin1(
          `tree ${tree}\nauthor J\xf6rg <j@example.org> 1 +0000\ncommitter ${who}\nencoding ISO-8859-1\n\nGr\xfc\xdfe\n`,
        ),
      ]),
      Buffer.from(`tree ${tree}\nauthor Żaneta ä <z@example.org> 1 +0000\ncommitter ${who}\n\nzażółć 😀\n`),
      Buffer.from(`tree ${tree}\nauthor A B  <a b@c> 12345 +1245\ncommitter ${who}\n\nblanks in the mail\n`),
    ];
    for (const body of bodies) {
      const hash = tryGit(folder, ['hash-object', '-t', 'commit', '--literally', '-w', '--stdin'], body)
        .stdout.toString()
        .trim();
      const commit = parseCommit(body, hash, 'a test');
      const shown = git(
        folder,
        'log',
        '-1',
        '--format=%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct',
        hash,
      ).split('\0');
      expect([
        commit.tree,
        commit.parents.join(' '),
        commit.author.name,
        commit.author.email,
        String(commit.author.seconds),
        commit.committer.name,
        commit.committer.email,
        String(commit.committer.seconds),
      ]).toEqual(shown);
      expect(commit.message.trim()).toBe(git(folder, 'log', '-1', '--format=%B', hash).trim());
      const zone = git(folder, 'log', '-1', '--format=%ad', '--date=raw', hash).split(' ')[1];
      expect(formatSignature(commit.author).endsWith(` ${zone}`)).toBe(true);
    }
  });

  it('with anything odd but tree and parents never fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), (author, message) => {
        const line = author.replaceAll('\n', '');
        const body = Buffer.concat([
          Buffer.from(`tree ${tree}\nauthor ${line}\ncommitter ${line}\n\n`),
          message,
        ]);
        const commit = parseCommit(body, id, 'a test');
        expect(commit.tree).toBe(tree);
        expect(Number.isSafeInteger(commit.author.seconds)).toBe(true);
      }),
    );
    expect(parse(`tree ${tree}`)).toMatchObject({
      parents: [],
      message: '',
      author: { name: '', seconds: 0 },
    });
    expect(parse(`tree ${tree}\nauthor A <a@b> 99999999999999999999 +0000\n\nx`).author.seconds).toBe(0);
    expect(parse(`tree ${tree}\nencoding no-such\n\nä`).message).toBe('ä');
    expect(parse(Buffer.concat([Buffer.from(`tree ${tree}\n\n`), Buffer.of(0xe4)])).message).toBe('ä');
    expect(() => parse('tree x\n\n')).toThrow(/damaged/);
    expect(() => parse(`tree ${tree}\nparent 123\n\n`)).toThrow(/damaged/);
    expect(() => parse('')).toThrow(/damaged/);
  });

  it('that we make are taken by git fsck and read back as they were', () => {
    const people = fc.record({
      name: fc.string({ unit: 'grapheme', maxLength: 12 }),
      email: fc.string({ maxLength: 12 }),
      seconds: fc.integer({ min: 0, max: 2 ** 33 }),
      offsetMinutes: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    });
    const ids: string[] = [];
    fc.assert(
      fc.property(people, people, fc.string({ unit: 'grapheme' }), (author, committer, message) => {
        const body = commitBody({ tree, parents: [], author, committer, message });
        const commit = parseCommit(body, id, 'a test');
        expect(commit.author).toMatchObject({ seconds: author.seconds, offsetMinutes: author.offsetMinutes });
        expect(commit.message.replace(/\n$/, '')).toBe(message.replaceAll('\0', '').replace(/\n$/, ''));
        expect(parseSignature(formatSignature(commit.author))).toEqual(commit.author);
        if (ids.length < 40)
          ids.push(
            tryGit(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], body).stdout.toString().trim(),
          );
      }),
    );
    expect(ids.every((made) => made.length === testFormat.idDigits)).toBe(true);
    const said = tryGit(folder, ['fsck', '--strict', '--no-progress', '--no-dangling', ...ids]);
    expect(said.stderr).toBe('');
    expect(said.status).toBe(0);
    const commit = { tree, parents: [id, id], author: parseSignature(who), committer: parseSignature(who) };
    expect(commitBody({ ...commit, message: '' }).toString()).toBe(
      `tree ${tree}\nparent ${id}\nparent ${id}\nauthor ${who}\ncommitter ${who}\n\n`,
    );
  });
});

describe('trees', () => {
  it('are written in the order of git', () => {
    const names = ['a', 'a.b', 'a-b', 'a0', 'ab', 'b', 'ä', '\u{1f600}', '\uffee', 'Z', '.x'];
    const blob = tryGit(folder, ['hash-object', '-w', '--stdin'], 'x').stdout.toString().trim();
    const entries = names.map(
      (name, i) => [name, i % 3 === 0 ? { mode: 0o040000, id: tree } : { mode: 0o100644, id: blob }] as const,
    );
    const input = entries.map(
      ([name, { mode, id: entry }]) =>
        `${mode.toString(8)} ${mode === 0o040000 ? 'tree' : 'blob'} ${entry}\t${name}\0`,
    );
    const made = tryGit(folder, ['mktree', '-z'], input.join('')).stdout.toString().trim();
    const body = tryGit(folder, ['cat-file', 'tree', made]).stdout;
    expect(serializeTree([...entries].reverse()).equals(body)).toBe(true);
    expect(serializeTree(parseTree(body, made, 'a test')).equals(body)).toBe(true);
    expect([...parseTree(body, made, 'a test').entries()].sort()).toEqual([...entries].sort());
  });

  it('that are damaged are reported, never misread', () => {
    const entry = (mode: string, name: string, hash = 'x'.repeat(testFormat.idBytes)): string =>
      `${mode} ${name}\0${hash}`;
    const bad = [
      '100644',
      '100644 a',
      entry('100644', 'a', 'short'),
      entry('100944', 'a'),
      entry('', 'a'),
      entry('100644', ''),
      entry('100644', 'a/b'),
      entry('100644', 'a') + entry('100644', 'a'),
      entry('1006440000', 'a'),
      ` a\0${'x'.repeat(testFormat.idBytes)}`,
    ];
    for (const text of bad)
      expect(() => parseTree(Buffer.from(text, 'latin1'), id, 'a test'), text).toThrow(/damaged/);
    expect(parseTree(Buffer.from(entry('040000', 'a'), 'latin1'), id, 'a test').get('a')?.mode).toBe(
      0o040000,
    );
  });
});
