import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskSecrets } from '../../src/main/engine/secrets/mask-secrets';
import { mask } from '../../src/main/engine/secrets/secret-key';

const keys = ['Password', 'ClientSecret', 'ApiKey', 'api_key', 'accessToken', 'smtp.password', 'DB_PASSWORD'];
const key = fc.constantFrom(...keys);
/** Distinct from every word of the files around it. */
const secret = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9!$%^*()_+=,.~-]{7,30}[0-9]$/);
/** Texts that need to be escaped in JSON. */
const rough = fc.stringMatching(/^Q[A-Za-z0-9"\\/ é{}:,]{8,20}[0-9]$/);

const ways: readonly [string, string, (key: string, value: string) => string][] = [
  ['JSON', 'appsettings.json', (k, v) => JSON.stringify({ a: { [k]: v, b: 1 }, c: [v] }, null, 2)],
  ['JSON on one line', 'a.json', (k, v) => JSON.stringify({ a: 1, [k]: v, b: 2 })],
  ['JSON below a secret', 'a.json', (k, v) => JSON.stringify({ [k]: { first: v, list: [v, 'x'] }, b: 2 })],
  ['broken JSON', 'a.json', (k, v) => `{"a": 1 "${k}": ${JSON.stringify(v)}, `],
  [
    'connection strings',
    'a.json',
    (_, v) => JSON.stringify({ ConnectionStrings: { site: `Server=x;Pwd=${v};` } }),
  ],
  ['an environment file', '.env', (k, v) => `A=1\nexport ${k.replaceAll('.', '_')}=${v}\nB=2\n`],
  ['YAML', 'a.yaml', (k, v) => `a: 1\n${k}: ${v}\nb:\n  - ${k}: ${v}\n`],
  ['quoted YAML', 'a.yaml', (k, v) => `a: 1\n${k}: "${v}"\nb: 2\n`],
  ['a block of YAML', 'a.yaml', (k, v) => `a: 1\n${k}: |\n  ${v}\n  ${v}x\nb: 2\n`],
  ['keys of YAML below a secret', 'a.yaml', (k, v) => `${k}:\n  one: ${v}\n  two: ${v}\nb: 2\n`],
  ['XML text', 'web.config', (k, v) => `<a>\n  <${k}>${v}</${k}>\n</a>\n`],
  ['XML attributes', 'web.config', (k, v) => `<smtp host="x" ${k}="${v}" />\n`],
  ['settings of .NET', 'web.config', (k, v) => `<add key="${k}" value="${v}" />\n`],
  ['the other way round', 'web.config', (k, v) => `<add value="${v}" key="${k}" />\n`],
  [
    'settings with a value inside',
    'app.config',
    (k, v) => `<setting name="${k}">\n<value>${v}</value></setting>`,
  ],
  [
    'a connection string',
    'web.config',
    (_, v) => `<add name="db" connectionString="Server=x;Password=${v}" />`,
  ],
  ['PHP', 'env.php', (k, v) => `<?php return ['${k}' => '${v}', 'x' => 1];`],
  ['a constant of PHP', 'wp-config.php', (k, v) => `define('${k}', '${v}');`],
  ['an address', 'a.txt', (_, v) => `get https://ana:${v.replace(/[^A-Za-z0-9]/g, 'x')}@example.org/`],
];

it.each(ways)('hides secrets in %s', (_, path, write) => {
  fc.assert(
    fc.property(key, secret, (k, v) => {
      const text = write(k, v);
      const masked = maskSecrets(path, text);
      expect(masked).not.toContain(v);
      expect(masked).toContain(mask);
      expect(masked.split('\n')).toHaveLength(text.split('\n').length);
    }),
  );
});

it('hides texts that are spelled with escapes', () => {
  fc.assert(
    fc.property(key, rough, (k, v) => {
      const spelled = JSON.stringify(v).slice(1, -1);
      const masked = maskSecrets('a.json', JSON.stringify({ a: 1, [k]: v, b: [1] }));
      expect(masked).not.toContain(spelled);
      expect(JSON.parse(masked)).toEqual({ a: 1, [k]: mask, b: [1] });
    }),
  );
});

it('hides keys and secrets of umbraco-cloud.json, and leaves the rest', () => {
  const file = (apiKey: string, clientSecret: string): string =>
    JSON.stringify(
      {
        Identity: { ClientId: 'public', ClientSecret: clientSecret, EnvironmentId: 'e' },
        Deploy: { ApiKey: apiKey, Project: { Workspaces: [{ Id: '1', Name: 'Live' }] } },
      },
      null,
      2,
    );
  expect(maskSecrets('umbraco-cloud.json', file('A1b2C3d4E5', 'F6g7H8i9J0'))).toBe(file(mask, mask));
});

it.each([
  ['a.cshtml', '<label for="password">Your password</label>\n<input type="password" name="password" />\n'],
  ['a.css', '.token { color: red; }\n#password { margin: 0 }\n'],
  ['a.md', 'Ask Ana for the password.\n'],
  ['a.json', '{"requirePassword": true, "PasswordLength": 12, "secret": null}'],
  ['a.uda', '{"Name": "Login", "MandatoryMessage": "Please type", "Alias": "passwordHint"}'],
])('leaves %s as it is: %s', (path, text) => {
  expect(maskSecrets(path, text)).toBe(text);
});

it('hides a private key line by line', () => {
  const text =
    'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIEabc123\nDEFghi456==\n-----END RSA PRIVATE KEY-----\nb\n';
  expect(maskSecrets('k.txt', text)).toBe(
    `a\n-----BEGIN RSA PRIVATE KEY-----\n${mask}\n${mask}\n-----END RSA PRIVATE KEY-----\nb\n`,
  );
});

it('takes its time only from the length of a file', () => {
  const start = process.cpuUsage().user;
  for (const part of ['password', 'key="', '"token": ', '<a name="x" ', 'a: \n ', '://a:'])
    maskSecrets('a.json', part.repeat(200_000 / part.length));
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(20_000);
});
