import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const page = 'docs/performance.md';

/** Puts what was measured between the marks of its section; the words around it are written by hand. */
export async function writeSection(name: string, markdown: string): Promise<void> {
  const [begin, end] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`];
  const before = readFileSync(page, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no section "${name}"`);
  const after = `${before.slice(0, from)}${begin}\n\n${markdown}\n\n${before.slice(to)}`;
  const options = (await resolveConfig(page)) ?? {};
  writeFileSync(page, await format(after, { ...options, parser: 'markdown' }));
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
