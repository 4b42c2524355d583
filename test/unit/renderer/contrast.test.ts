import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = 'src/renderer';
const tokens = readFileSync(join(renderer, 'styles/tokens.css'), 'utf8');

/** Token name -> its colour in the light and in the dark look, as #rrggbb. */
const colours = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(a: string, b: string, look: 'light' | 'dark'): number {
  const [one, two] = [a, b].map((name) => {
    const colour = colours.get(name);
    if (!colour) throw new Error(`there is no token --${name}`);
    return luminance(colour[look]);
  });
  const [high, low] = [Math.max(one ?? 0, two ?? 0), Math.min(one ?? 0, two ?? 0)];
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'sunken', 'hover'];
const softGrounds = ['accent-soft', 'good-soft', 'warn-soft', 'bad-soft'];

/** Every pair of text and what it stands on. */
const textPairs: readonly (readonly [string, string])[] = [
  ...[...grounds, ...softGrounds].flatMap((on) => [['ink', on] as const, ['ink-2', on] as const]),
  ...[...grounds, 'accent-soft'].map((on) => ['ink-3', on] as const),
  ...grounds.map((on) => ['accent', on] as const),
  ...['good', 'warn', 'bad'].flatMap((tone) => [
    [tone, `${tone}-soft`] as const,
    ...['ground', 'surface', 'sunken'].map((on) => [tone, on] as const),
  ]),
  ['accent-strong', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['accent', 'warn-soft'],
  ['accent', 'good-soft'],
  ['accent', 'bad-soft'],
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-strong'],
  ['surface', 'good'],
  ['surface', 'bad'],
];

/** Outlines of what can be used, marks that mean something, and the focus ring. */
const shapePairs: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((on) => [['line-strong', on] as const, ['accent', on] as const]),
  ...['good', 'warn', 'bad'].map((tone) => [tone, 'sunken'] as const),
];

const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|css)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8') }));

describe.each(['light', 'dark'] as const)('the %s look', (look) => {
  it.each(textPairs)('%s can be read on %s', (text, on) => {
    expect(ratio(text, on, look)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(shapePairs)('%s is seen against %s', (shape, on) => {
    expect(ratio(shape, on, look)).toBeGreaterThanOrEqual(3);
  });
});

describe('what the components use', () => {
  const used = (pattern: RegExp): Set<string> =>
    new Set(files.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name)));

  it('colours of text are among the computed pairs', () => {
    const known = new Set([...textPairs.map(([text]) => text), 'line-strong']);
    expect([...used(/[^-]color: var\(--([\w-]+)\)/g)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('grounds are among the computed pairs', () => {
    const known = new Set([...textPairs, ...shapePairs].flat().concat(['line', 'scrim']));
    expect([...used(/background: var\(--([\w-]+)\)/g)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('no colour stands outside the tokens', () => {
    const loose = files
      .filter(({ name }) => !name.endsWith('tokens.css'))
      .filter(({ text }) =>
        /:[^;{}]*(#[0-9a-f]{3,8}\b|rgb\()[^;{}]*;/i.test(text.split('<style>').at(-1) ?? ''),
      );
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('no text is smaller than 13 px', () => {
    const small = files.flatMap(({ name, text }) =>
      [...text.matchAll(/font-size: ([\d.]+)rem/g)]
        .filter(([, size = '']) => Number(size) < 0.8125)
        .map(([found]) => `${name}: ${found}`),
    );
    expect(small).toEqual([]);
    expect(tokens).toContain('--text-small: 0.8125rem');
  });
});
