import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, readBundleFile } from '../../src/main/hosts/static-files';
import { tempFolder } from '../fixtures/temp';

const base = tempFolder('static');
const root = join(base, 'renderer');
mkdirSync(join(root, 'assets'), { recursive: true });
mkdirSync(join(base, 'renderer-secret'));
writeFileSync(join(root, 'index.html'), '<p>page</p>');
writeFileSync(join(root, 'assets', 'a b.js'), 'code');
writeFileSync(join(root, 'index.js.map'), 'map');
writeFileSync(join(base, 'secret.html'), 'secret');
writeFileSync(join(base, 'renderer-secret', 'x.html'), 'secret');

test('the page and its files come with their type and the policy', async () => {
  const page = await readBundleFile(root, '/');
  expect(page?.body.toString()).toBe('<p>page</p>');
  expect(page?.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page?.headers['content-security-policy']).toBe(contentSecurityPolicy());
  expect((await readBundleFile(root, '/assets/a%20b.js'))?.headers['content-type']).toContain('javascript');
});

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/assets/../../secret.html',
  '/..%5csecret.html',
  '/../renderer-secret/x.html',
  '/index.html%00.png',
  '/%E0%A4%A',
  '/index.js.map',
  '/assets',
  '/none.html',
  '',
])('%j gives nothing', async (pathname) => {
  expect(await readBundleFile(root, pathname)).toBeNull();
});

test('the policy forbids everything but the bundle itself', () => {
  expect(contentSecurityPolicy()).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(contentSecurityPolicy()).not.toMatch(/unsafe/);
  expect(contentSecurityPolicy('ws://127.0.0.1:4')).toContain("connect-src 'self' ws://127.0.0.1:4;");
});
