import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseArtifactPath } from '../../../src/main/engine/artifacts/artifact-path';
import { companionOf } from '../../../src/main/engine/artifacts/companion';
import { isNoise } from '../../../src/main/engine/artifacts/noise';
import { itemNameOf, readItemName } from '../../../src/main/engine/artifacts/item-name';
import { readArtifact } from '../../../src/main/engine/artifacts/read-artifact';
import { looksSecret } from '../../../src/main/engine/profiles/looks-secret';
import { umbraco } from '../../../src/main/engine/profiles/umbraco';
import { inspectFolder } from '../../../src/main/engine/projects/inspect-folder';
import { propose } from '../../../src/main/engine/projects/propose';
import { createSample } from '../../../src/main/engine/sample/create-sample';
import { freeSampleFolder } from '../../../src/main/engine/sample/free-sample-folder';
import { northernLights } from '../../../src/main/engine/sample/sample-picture';
import { git, gitEnvironment, tryGit } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const now = Date.parse('2026-03-10T14:30:00Z');
const top = tempFolder();
const folder = join(top, 'Nordlys åbent');
const sample = createSample(folder, { now, environment: gitEnvironment });
const [dev = '', staging = '', live = ''] = sample.environments.map(({ path }) => path);
const lanes = [dev, staging, live];
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const names = (from: string, to: string): string[] =>
  lines(git(dev, 'diff', '--name-status', '-M', from, to));

// All three in one place, to compare them.
git(dev, 'fetch', '-q', live, 'main:refs/test/live');
git(dev, 'fetch', '-q', staging, 'main:refs/test/staging');

describe('the sample site', () => {
  it('is three clones, in lanes, and one beside them', () => {
    expect(sample).toEqual({
      name: 'Nordlys Travel',
      environments: [
        { name: 'Dev', role: 'development', path: join(folder, 'dev'), branch: 'main' },
        { name: 'Staging', role: 'staging', path: join(folder, 'staging'), branch: 'main' },
        { name: 'Live', role: 'production', path: join(folder, 'live'), branch: 'main' },
        {
          ...{ name: 'Campaign', role: 'flexible', attachedTo: 'Dev' },
          ...{ path: join(folder, 'campaign'), branch: 'main' },
        },
      ],
    });
  });

  it.each(lanes)('is sound to git: %s', (clone) => {
    const check = tryGit(clone, ['fsck', '--full', '--strict', '--no-dangling']);
    expect({ status: check.status, said: check.stderr }).toEqual({ status: 0, said: '' });
    expect(git(clone, 'write-tree')).toBe(git(clone, 'rev-parse', 'HEAD^{tree}'));
    expect(git(clone, 'reflog', 'show', 'main').split('\n')).toHaveLength(1);
    expect(git(clone, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
  });

  it('has uncommitted work on Dev only', () => {
    expect(git(staging, 'status', '--porcelain')).toBe('');
    expect(git(live, 'status', '--porcelain')).toBe('');
    const status = lines(git(dev, 'status', '--porcelain', '-uall'));
    expect(status[0]).toBe(' M wwwroot/css/site.css');
    const added = status[1]?.slice(3) ?? '';
    expect(status).toHaveLength(2);
    expect(readItemName(added, readFileSync(join(dev, added)))).toMatchObject({
      kind: 'Dictionary Item',
      name: 'Newsletter.Title',
    });
  });

  it('can be worked on with git', () => {
    const copy = join(top, 'copy');
    git(top, 'clone', '-q', live, copy);
    writeFileSync(join(copy, 'README.md'), 'edited\n');
    git(copy, 'commit', '-qam', 'edit');
    git(copy, 'gc', '-q');
    expect(git(copy, 'status', '--porcelain')).toBe('');
  });

  it('has people and dates of the last weeks, in order', () => {
    for (const clone of lanes) {
      const log = lines(git(clone, 'log', '--format=%an <%ae> %cn|%at|%ct'));
      const times = log.map((line) => Number(line.split('|')[1]) * 1000);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
      expect(Math.max(...times)).toBeLessThan(now);
      expect(Math.min(...times)).toBeGreaterThan(now - 45 * 86_400_000);
      for (const line of log) expect(line).toMatch(/^(Ana|Eva|Jonas) <(ana|eva|jonas)@nordlys\.example> /);
    }
    const people = lines(git(dev, 'log', '--format=%an'));
    expect(new Set(people)).toEqual(new Set(['Ana', 'Eva', 'Jonas']));
  });

  it('has Staging two changes ahead of what it shares with Live', () => {
    const shared = git(dev, 'merge-base', 'refs/test/staging', 'refs/test/live');
    expect(names(shared, 'refs/test/staging')).toHaveLength(2);
    expect(lines(git(dev, 'log', '--format=%an: %s', `${shared}..refs/test/live`))).toEqual([
      'Jonas: Say what happens after sending the contact form',
    ]);
  });

  it('has every kind of change between Dev and Staging, one of them noise', () => {
    expect(git(dev, 'merge-base', 'main', 'refs/test/staging')).toBe(git(staging, 'rev-parse', 'main'));
    const rows = names('refs/test/staging', 'main').map((line) => {
      const [kind = '', path = ''] = line.split('\t');
      const side = kind === 'D' ? 'refs/test/staging' : 'main';
      const bytes = tryGit(dev, ['show', `${side}:${path}`]).stdout;
      const before = kind === 'M' ? tryGit(dev, ['show', `refs/test/staging:${path}`]).stdout : null;
      const noise = before !== null && umbraco.isNoise(path, before, bytes) ? ' (noise)' : '';
      const item = umbraco.item(path, bytes);
      return `${kind} ${item ? `${item.kind} ${item.name}` : path}${noise}`;
    });
    expect(rows.sort()).toEqual([
      'A Language Dansk',
      'A Template Newsletter',
      'A Views/newsletter.cshtml',
      'D Document Type News archive',
      'M Document Type Blog post',
      'M Media Type Route map (noise)',
      'M Views/blogPost.cshtml',
    ]);
  });

  it('merges without a conflict', () => {
    for (const side of ['refs/test/staging', 'main'])
      expect(tryGit(dev, ['merge-tree', '--write-tree', side, 'refs/test/live']).status).toBe(0);
  });

  it('holds about forty artifacts that agree with their names and point at what is there', () => {
    for (const clone of lanes) {
      const paths = lines(git(clone, '-c', 'core.quotePath=false', 'ls-files')).filter((path) =>
        path.endsWith('.uda'),
      );
      expect(paths.length).toBeGreaterThanOrEqual(38);
      const content = paths.map((path) => ({
        path,
        ...readArtifact(path, readFileSync(join(clone, path))),
      }));
      const udis = new Set(content.map(({ artifact }) => artifact?.udi));
      expect(udis.size).toBe(paths.length);
      const keys = content.map(
        ({ artifact }) => `${artifact?.entityType} ${artifact?.alias ?? artifact?.name}`,
      );
      expect(new Set(keys).size).toBe(paths.length);
      for (const { path, artifact, content: document } of content) {
        const place = parseArtifactPath(path);
        if (!artifact || !place) throw new Error(`${path} is no artifact`);
        expect(artifact.udi).toBe(`umb://${place.entityType}/${place.id}`);
        const text = JSON.stringify(document);
        for (const [udi] of text.matchAll(/umb:\/\/[a-z-]+\/[\w.-]+/g))
          if (udi.startsWith('umb://template-file/'))
            expect(existsSync(join(clone, 'Views', udi.slice(20)))).toBe(true);
          else expect(udis, `${path} points at ${udi}`).toContain(udi);
        const view = companionOf(path, itemNameOf(artifact));
        if (view !== null) expect(existsSync(join(clone, view))).toBe(true);
      }
    }
  });

  it('can be added to a project, and is what is proposed', () => {
    const [first, ...others] = sample.environments;
    for (const { path, role } of others)
      expect(
        inspectFolder(path, { environment: gitEnvironment, role, others: first ? [first] : [] }),
      ).toMatchObject({ profile: 'umbraco', branch: 'main', upstream: null });
    const lanesOnly = sample.environments.filter(({ role }) => role !== 'flexible');
    const proposal = propose(
      lanesOnly.map(({ path }) => path),
      gitEnvironment,
    );
    expect(proposal.candidates.map(({ name, role }) => [name, role])).toEqual(
      lanesOnly.map(({ name, role }) => [name, role]),
    );
  });

  it('holds nothing that would be asked about', () => {
    for (const path of lines(git(dev, 'ls-files', '-co', '--exclude-standard')).filter(
      (name) => name !== '.gitignore',
    )) {
      expect(umbraco.isKnownNewFile(path), path).toBe(true);
      expect(looksSecret(path, readFileSync(join(dev, path))), path).toBe(false);
    }
  });
});

describe('making it', () => {
  it('is the same each time', () => {
    const again = createSample(join(top, 'again'), { now, environment: gitEnvironment });
    for (const [i, { path }] of again.environments.entries())
      expect(git(path, 'rev-parse', 'HEAD')).toBe(
        git(sample.environments[i]?.path ?? '', 'rev-parse', 'HEAD'),
      );
  });

  it('takes an empty folder, and no other', () => {
    const empty = join(top, 'empty');
    mkdirSync(empty);
    expect(createSample(empty, { now }).environments).toHaveLength(4);
    expect(() => createSample(empty, { now })).toThrow('is not empty');
    expect(git(join(empty, 'dev'), 'rev-parse', 'HEAD')).toBe(git(dev, 'rev-parse', 'HEAD'));
    const file = join(top, 'file');
    writeFileSync(file, 'kept');
    expect(() => createSample(file, { now })).toThrow('is not empty');
    expect(() => createSample(join(file, 'below'), { now })).toThrow('is not empty');
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('leaves nothing when it fails', () => {
    const target = join(top, 'failing');
    const broken = join(top, 'broken-config');
    writeFileSync(broken, '[core');
    const environment = { GIT_CONFIG_GLOBAL: broken, GIT_CONFIG_NOSYSTEM: '1' };
    expect(() => createSample(target, { now, environment })).toThrow();
    expect(existsSync(target)).toBe(false);
  });

  it('can be filled up for measuring', () => {
    const big = createSample(join(top, 'big'), { now, extraFiles: 1500 });
    for (const { path } of big.environments) {
      expect(lines(git(path, 'ls-files', 'wwwroot/pages'))).toHaveLength(1500);
      expect(readdirSync(join(path, 'wwwroot/pages'))).toHaveLength(15);
    }
    expect(git(big.environments[2]?.path ?? '', 'status', '--porcelain')).toBe('');
    expect(tryGit(big.environments[0]?.path ?? '', ['fsck', '--full', '--strict']).status).toBe(0);
  });

  it('finds a place of its own', () => {
    const first = freeSampleFolder(top);
    expect(existsSync(first)).toBe(false);
    mkdirSync(first, { recursive: true });
    expect(freeSampleFolder(top)).toBe(`${first}-2`);
  });
});

it('draws a picture that is a PNG', () => {
  const picture = Buffer.from(northernLights(20, 10));
  expect(picture.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([20, 10]);
  const at = picture.indexOf('IDAT');
  const pixels = inflateSync(picture.subarray(at + 4, at + 4 + picture.readUInt32BE(at - 4)));
  expect(pixels).toHaveLength(10 * (1 + 20 * 3));
  expect(isNoise('a.png', picture, Buffer.concat([picture, Buffer.from('\r\n')]))).toBe(false);
});
