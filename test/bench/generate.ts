import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { git, gitEnvironment } from '../fixtures/git-oracle';
import { randomFrom } from '../fixtures/random-site';

const perFolder = 30;

/** Path of the i-th file: content, views and styles in folders of 30, as a site has them. */
export function pathOf(i: number): string {
  const leaf = Math.floor(i / perFolder);
  const kind = leaf % 20;
  const group = String(Math.floor(leaf / 20)).padStart(3, '0');
  if (kind < 12) return `content/section-${kind}/group-${group}/item-${i}.json`;
  return kind < 17
    ? `views/area-${kind}/group-${group}/view-${i}.html`
    : `css/theme-${kind}/part-${group}/style-${i}.css`;
}

/** A repository with `count` files and some history, packed, on branch main. */
export function generateRepository(folder: string, count: number, commits = 100): void {
  const random = randomFrom(count);
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  const lines: string[] = [];
  const file = (i: number, revision: number): void => {
    const length = 20 + Math.floor(random() * 60);
    const body = Array.from(
      { length },
      (_, n) => `line ${n} ${Math.floor(random() * 1e9).toString(36)}`,
    ).join('\n');
    const text = `revision ${revision}\n${body}\n`;
    lines.push(`M 100644 inline ${pathOf(i)}`, `data ${Buffer.byteLength(text)}`, text);
  };
  for (let commit = 0; commit < commits; commit++) {
    lines.push(
      'commit refs/heads/main',
      `committer Ana <ana@example.org> ${1_700_000_000 + commit * 3600} +0000`,
    );
    const message = `change ${commit}`;
    lines.push(`data ${message.length}`, message);
    for (let n = 0; n < (commit === 0 ? count : 20); n++)
      file(commit === 0 ? n : Math.floor(random() * count), commit);
  }
  const run = spawnSync('git', ['-C', folder, 'fast-import', '--quiet'], {
    input: `${lines.join('\n')}\n`,
    env: gitEnvironment,
    maxBuffer: 1 << 30,
  });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  git(folder, 'config', 'gc.auto', '0');
  git(folder, 'config', 'user.name', 'Ana');
  git(folder, 'config', 'user.email', 'ana@example.org');
  git(folder, 'config', 'receive.denyCurrentBranch', 'ignore');
  git(folder, 'reset', '-q', '--hard', 'main');
  git(folder, 'gc', '-q');
}
