import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliSecrets, withoutCredentials } from '../../src/main/hosts/cli/cli-secrets';
import {
  createSecretFile,
  createSessionSecrets,
  openSeal,
  type SecretSeal,
} from '../../src/main/hosts/secret-file';
import { tempFolder } from '../fixtures/temp';

const folder = tempFolder('secrets');

test('secrets are kept in one file for its owner only, until they are forgotten', async () => {
  const path = join(folder, 'new/secrets.json');
  const secrets = createSecretFile(path, () => openSeal);
  expect(await secrets.get('a')).toBe(null);
  await secrets.delete('a');
  expect(existsSync(path)).toBe(false);
  expect(await secrets.set('a', 'one')).toBe('file');
  await secrets.set('b', 'two');
  await secrets.set('a', 'three');
  const again = createSecretFile(path, () => openSeal);
  expect([await again.get('a'), await again.get('b')]).toEqual(['three', 'two']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  await secrets.delete('a');
  expect(await again.get('a')).toBe(null);
  expect(readFileSync(path, 'utf8')).not.toContain('three');
});

test('a file that cannot be understood costs to sign in again, nothing else', async () => {
  const path = join(folder, 'damaged.json');
  for (const content of ['', '{', '[]', '{"secrets":[1]}', '{"secrets":{"a":1}}']) {
    writeFileSync(path, content);
    const secrets = createSecretFile(path, () => openSeal);
    expect(await secrets.get('a')).toBe(null);
    await secrets.set('a', 'one');
    expect(await secrets.get('a')).toBe('one');
  }
});

test('what is sealed stands in the file sealed only, and what cannot be opened is not there', async () => {
  const path = join(folder, 'sealed.json');
  const seal: SecretSeal = {
    seal: (secret) => [...secret].reverse().join(''),
    open: (sealed) => (sealed === 'broken' ? null : [...sealed].reverse().join('')),
    place: 'sealed',
  };
  const secrets = createSecretFile(path, () => seal);
  expect(await secrets.set('a', 'horse')).toBe('sealed');
  expect(readFileSync(path, 'utf8')).not.toContain('horse');
  expect(await secrets.get('a')).toBe('horse');
  writeFileSync(path, JSON.stringify({ format: 1, secrets: { a: 'broken' } }));
  expect(await secrets.get('a')).toBe(null);
});

test('without a keyring they last as long as the program', async () => {
  const secrets = createSessionSecrets();
  expect(await secrets.set('a', 'one')).toBe('session');
  expect(await secrets.get('a')).toBe('one');
  await secrets.delete('a');
  expect(await secrets.get('a')).toBe(null);
});

test('the variables of the command line come first, and go no further', async () => {
  const environment = { LANEWAY_USERNAME: 'ana', LANEWAY_PASSWORD: 'horse', HOME: '/home/ana' };
  const secrets = cliSecrets(join(folder, 'cli'), { environment });
  expect(JSON.parse((await secrets.get('server https://x')) ?? '')).toEqual({
    username: 'ana',
    password: 'horse',
  });
  expect(withoutCredentials(environment)).toEqual({ HOME: '/home/ana' });
  const half = cliSecrets(join(folder, 'cli'), { environment: { LANEWAY_USERNAME: 'ana' } });
  expect(await half.get('server https://x')).toBe(null);
});
