import { madeUpId } from '../../../fixtures/object-format';

/** A whole number from 0 up to but without `below`. */
export type Random = (below: number) => number;

/** One file of a version; of a submodule the content is the id it points to. */
interface SiteFile {
  readonly mode: string;
  readonly content: Buffer;
}

/** Path -> file. */
export type Site = Map<string, SiteFile>;

/** Never touched by a random change, so that both sides and native git's working tree say the same. */
export const attributesPath = '.gitattributes';

const folders = ['', 'a/', 'b/', 'a/c/', 'd/e/f/', 'g/'];
const names = ['one.txt', 'two.txt', 'three', 'x.uda', 'y.cshtml', 'n'];

const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)] as T;
const newPath = (random: Random): string => pick(random, folders) + pick(random, names);

export function startSite(random: Random): Site {
  const site: Site = new Map();
  const count = 4 + random(14);
  for (let i = 0; i < count; i++) put(site, newPath(random), newFile(random));
  return site;
}

/** Many files that are not alike, in nested folders: whole folders stay unread, tables grow. */
export function bigSite(random: Random): Site {
  const site = startSite(random);
  const count = 50 + random(150);
  for (let i = 0; i < count; i++) {
    const lines = Array.from({ length: 3 + random(10) }, (_, line) => `file ${i} line ${line}\n`);
    const path = `${pick(random, folders)}p${random(9)}/${pick(random, ['', 'q/', `r${random(9)}/`])}f${random(40)}.txt`;
    put(site, path, { mode: '100644', content: Buffer.from(lines.join('')) });
  }
  return site;
}

/** As somebody might have resolved a merge: of each path one of the two versions. */
export function mix(a: Site, b: Site, random: Random): Site {
  const site: Site = new Map();
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    const file = random(2) ? (a.get(path) ?? (random(3) ? b.get(path) : undefined)) : b.get(path);
    if (file) put(site, path, file);
  }
  return site;
}

function newFile(random: Random): SiteFile {
  const kind = random(26);
  if (kind === 0) return { mode: '120000', content: Buffer.from(`to${random(3)}`) };
  if (kind === 1) return { mode: '160000', content: Buffer.from(madeUpId(`${random(4) + 1}`)) };
  if (kind === 2) return { mode: '100644', content: Buffer.alloc(0) };
  const mode = random(10) ? '100644' : '100755';
  if (kind === 3) return { mode, content: Buffer.from([0, 1, random(3), 255, 10, 7, 10, random(3)]) };
  if (kind < 6) return { mode, content: utf16(text(random).toString('latin1')) };
  return { mode, content: text(random) };
}

/** Lines out of a few families, so that files are alike by chance. */
function text(random: Random): Buffer {
  const family = random(4);
  const end = random(8) ? '\n' : '\r\n';
  const lines = Array.from(
    { length: 1 + random(12) },
    (_, i) => `family ${family} line ${i + (random(9) ? 0 : 3)}`,
  );
  const last = random(10) ? end : '';
  return Buffer.from(lines.join(end) + (random(6) ? '' : ' caf\xe9') + last, 'latin1');
}

/** As Windows programs save "Unicode": a mark of the byte order, two bytes for each character. */
const utf16 = (content: string): Buffer => Buffer.from(`\ufeff${content}`, 'utf16le');
export const isUtf16 = (content: Buffer): boolean => content[0] === 0xff && content[1] === 0xfe;

function edit(content: Buffer, random: Random): Buffer {
  if (isUtf16(content)) return utf16(editLines(content.toString('utf16le').slice(1), random));
  return Buffer.from(editLines(content.toString('latin1'), random), 'latin1');
}

function editLines(content: string, random: Random): string {
  const lines = content.split('\n');
  const times = 1 + random(3);
  for (let i = 0; i < times; i++) {
    const at = random(lines.length);
    const how = random(3);
    const line = `edit ${random(4)}`;
    if (how === 0) lines[at] = line;
    else if (how === 1) lines.splice(at, 0, line);
    else lines.splice(at, 1);
  }
  return lines.join('\n');
}

/** An editor that saves with the other line ends. */
function turnLineEnds(content: Buffer): Buffer {
  const all = content.toString('latin1');
  return Buffer.from(
    all.includes('\r\n') ? all.replaceAll('\r\n', '\n') : all.replaceAll('\n', '\r\n'),
    'latin1',
  );
}

export function put(site: Site, path: string, file: SiteFile): void {
  for (const other of [...site.keys()])
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) site.delete(other);
  site.set(path, file);
}

export function change(start: Site, random: Random, most = 6): Site {
  const site: Site = new Map(start);
  const times = random(start.size > 40 ? most * 4 : most + 1);
  for (let i = 0; i < times; i++) changeOnce(site, random);
  return site;
}

function changeOnce(site: Site, random: Random): void {
  const paths = [...site.keys()].filter((path) => path !== attributesPath);
  if (paths.length === 0) return put(site, newPath(random), newFile(random));
  const path = pick(random, paths);
  const file = site.get(path) ?? newFile(random);
  const isText = file.mode.startsWith('100');
  const edited = isText
    ? { mode: file.mode, content: edit(file.content, random) }
    : pointElsewhere(file, random);
  switch (random(isText ? 13 : 9)) {
    case 0:
    case 1:
    case 2:
      return put(site, path, edited);
    case 3:
      return put(site, newPath(random), newFile(random));
    case 4:
      site.delete(path);
      return;
    case 5:
      site.delete(path);
      return put(site, newPath(random), file);
    case 6:
      site.delete(path);
      return put(site, newPath(random), edited);
    case 7:
    case 8:
      return moveFolder(site, path, random);
    case 9:
      if (isText) put(site, path, { ...file, mode: file.mode === '100644' ? '100755' : '100644' });
      return;
    case 10:
      // A file becomes a folder, or the other way round.
      site.delete(path);
      return put(site, random(2) ? `${path}/in` : path.slice(0, Math.max(1, path.lastIndexOf('/'))), file);
    case 11:
      if (isText && !isUtf16(file.content)) put(site, path, { ...file, content: turnLineEnds(file.content) });
      return;
    default:
      return put(site, path, newFile(random));
  }
}

/** A link or a submodule that points to something else, or gives way to another kind of file. */
function pointElsewhere({ mode }: SiteFile, random: Random): SiteFile {
  if (random(3) === 0) return newFile(random);
  return mode === '160000'
    ? { mode, content: Buffer.from(madeUpId(`${random(9) + 1}`)) }
    : { mode, content: Buffer.from(`to${random(9)}`) };
}

function moveFolder(site: Site, path: string, random: Random): void {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (folder === '') return;
  const goals = [
    'a/',
    'b/',
    'moved/',
    'a/moved/',
    'g/',
    '',
    ...(site.size > 40 ? ['p1/', 'p2/q/', 'new/r1/'] : []),
  ];
  const goal = pick(random, goals);
  if (goal.startsWith(folder)) return;
  for (const [old, file] of [...site])
    if (old.startsWith(folder) && random(8)) {
      site.delete(old);
      const edited =
        random(4) || !file.mode.startsWith('100') ? file : { ...file, content: edit(file.content, random) };
      put(site, goal + old.slice(folder.length), edited);
    }
}
