import { describe, expect, it } from 'vitest';
import { looksSecret } from '../../../src/main/engine/profiles/looks-secret';
import { newFileConcern } from '../../../src/main/engine/profiles/new-file-concern';
import type { NewFile } from '../../../src/main/engine/profiles/new-file-concern';
import { plain } from '../../../src/main/engine/profiles/plain';

const file = (more: Partial<NewFile>): NewFile => ({
  path: 'css/site.css',
  sizeBytes: 100,
  sample: Buffer.from('body { margin: 0 }'),
  filesInFolder: 1,
  ...more,
});
const megabyte = 1024 * 1024;

describe('why a new file is asked about', () => {
  it.each<[string, Partial<NewFile>, ReturnType<typeof newFileConcern>]>([
    ['a style', {}, null],
    ['exactly 10 MB', { sizeBytes: 10 * megabyte }, null],
    ['a little more', { sizeBytes: 10 * megabyte + 1 }, 'large-file'],
    ['500 in one folder', { filesInFolder: 500 }, null],
    ['501 in one folder', { filesInFolder: 501 }, 'many-new-files'],
    ['a kind that is not known', { path: 'a.xyz' }, 'unknown-kind'],
    ['a repository of its own', { path: 'theme/', isNestedRepository: true }, 'nested-repository'],
    ['a secret name', { path: '.env' }, 'looks-secret'],
    ['a secret content', { path: 'a.json', sample: Buffer.from('{"ApiKey":"a8f3k2j9s"}') }, 'looks-secret'],
    [
      'the gravest reason first',
      { path: '.env', sizeBytes: 20 * megabyte, filesInFolder: 900 },
      'looks-secret',
    ],
    ['large before unknown', { path: 'a.xyz', sizeBytes: 20 * megabyte }, 'large-file'],
  ])('%s', (_, more, expected) => {
    expect(newFileConcern(plain, file(more))).toBe(expected);
  });
});

const token = ['gh', 'p_', 'a1B2'.repeat(9)].join('');
const privateKey = ['-----BEGIN', 'OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk'].join(' ');

describe('what looks like a secret', () => {
  it.each([
    '.env',
    'deep/.env.production',
    'server.PEM',
    'keys/id_rsa',
    'id_ed25519',
    'credentials',
    'aws/credentials.json',
    'Secrets.yml',
    '.npmrc',
    'auth.json',
    'service-account-live.json',
    'umbraco-cloud.json',
    'passwords.kdbx',
  ])('the name %s', (path) => {
    expect(looksSecret(path, Buffer.from(''))).toBe(true);
  });

  it.each([
    '.env.example',
    'id_rsa.pub',
    'secrets.css',
    'credentials.html',
    'environment.js',
    'monkey.js',
    'keys.js',
    'keyboard.png',
  ])('not the name %s', (path) => {
    expect(looksSecret(path, Buffer.from(''))).toBe(false);
  });

  it.each([
    privateKey,
    'DB_PASSWORD=s3cr3t-pass',
    'export API_KEY=abcd1234efgh',
    'password: hunter2hunter2',
    '{ "ApiKey": "0f8fad5b-d9cb-469f-a165-70867728950e" }',
    '{ "Umbraco": { "ClientSecret" : "q7X9_bbb222" } }',
    `define('DB_PASSWORD', 'x'); $db['password'] = 'geheim99';`,
    "'password' => 'geheim99',",
    '"Password": "Ab$c(1)%d["',
    'Server=db;Password=$ecret12;',
    "define( 'DB_PASSWORD', 'geheim99' );",
    '{"umbracoDbDSN": "Server=tcp:db.example.org;Database=x;User ID=sa;Password=Pa55word;"}',
    '<add connectionString="Data Source=db;Password=Pa55word;" />',
    'DefaultEndpointsProtocol=https;AccountName=nordlys;AccountKey=abc/def==',
    'url: https://ana:geheim99@scm.example.org/site.git',
    'aws_access_key_id = AKIA' + 'ABCDEFGH12345678',
    `const t = '${token}'`,
  ])('the content %s', (text) => {
    expect(looksSecret('file.txt', Buffer.from(text))).toBe(true);
  });

  it.each([
    '<input type="password" name="password" id="password">',
    '<label for="password">Password</label>',
    '{ "password": "Password", "forgot": "Forgot your password?" }',
    '{ "passwordLabel": "Enter your password" }',
    'interface Login { password: string; token: string }',
    'const password = form.password;',
    'const token = process.env.TOKEN;',
    'apiKey: "${API_KEY}",',
    '"ApiKey": "<your key>"',
    '"ApiKey": "%API_KEY%"',
    'password = "$PASSWORD"',
    'Server=db;Password=${DB_PASSWORD};',
    'https://ana:${TOKEN}@scm.example.org/',
    '"ApiKey": "your-api-key-here"',
    '"ClientSecret": ""',
    '"password": "********"',
    "define('AUTH_KEY', 'put your unique phrase here');",
    'input[type="password"] { border: 1px solid }',
    'See https://example.org/keys: the token is secret.',
    '@import "tokens.css"; --token-color: #aabbcc;',
    '{"Alias":"passwordField","Name":"Password"}',
  ])('not the content %s', (text) => {
    expect(looksSecret('file.txt', Buffer.from(text))).toBe(false);
  });

  it('is quick with content made to be slow', () => {
    const started = performance.now();
    for (const part of ['password', 'a', '"', 'server=', 'a:', ';password=x', '-----BEGIN A', ' ', 'a://a:'])
      looksSecret('file.txt', Buffer.from(part.repeat(65536 / part.length)));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
