import type { ChangeGroup } from '../../../shared/domain/change';

/** Extensions of files that make a site, by the group in which their changes are listed. */
const extensions: Readonly<Record<ChangeGroup, readonly string[]>> = {
  items: [],
  views: words(
    'html htm xhtml cshtml vbhtml razor php phtml twig liquid njk hbs mustache ejs pug jade haml erb vue svelte astro aspx ascx master blade latte tpl',
  ),
  styles: words('css scss sass less styl pcss'),
  scripts: words('js mjs cjs ts mts cts jsx tsx map'),
  pictures: words('svg png jpg jpeg gif webp avif ico bmp'),
  configuration: words('json jsonc json5 yml yaml toml xml ini conf config webmanifest neon graphqls'),
  files: words(
    'md markdown mdx txt csv tsv woff woff2 ttf otf eot pdf vtt srt rss atom xsl xslt xsd ics po pot mp4 webm mp3 ogg',
  ),
};

/** Dot files that belong to a site, and lock files of package managers. */
const knownNames = new Set(
  words(
    '.gitignore .gitattributes .editorconfig .htaccess .nojekyll .browserslistrc composer.lock yarn.lock gemfile.lock cname license readme makefile dockerfile',
  ),
);
const generatedFolders = new Set(words('node_modules bower_components __pycache__'));

const groupOf = new Map(
  Object.entries(extensions).flatMap(([group, list]) =>
    list.map((extension) => [extension, group as ChangeGroup]),
  ),
);

function words(list: string): string[] {
  return list.split(' ');
}

/** Lower-case extension without the dot, '' where there is none. */
export const extensionOf = (path: string): string => /[^/]\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

/** The folders of a path, outermost first. */
const foldersOf = (path: string): readonly string[] => path.split('/').slice(0, -1);

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a file is of a kind that sites are made of, outside hidden and generated folders. */
export function isSiteFile(path: string): boolean {
  if (foldersOf(path).some((folder) => folder.startsWith('.') || generatedFolders.has(folder))) return false;
  const name = nameOf(path).toLowerCase();
  if (knownNames.has(name)) return true;
  return !name.startsWith('.') && !name.endsWith('~') && groupOf.has(extensionOf(name));
}

/** The group by the kind of file. */
export function groupByExtension(path: string): ChangeGroup {
  const name = nameOf(path);
  if (name.startsWith('.') && extensionOf(name) === '') return 'configuration'; // .htaccess, .gitignore
  return groupOf.get(extensionOf(name)) ?? 'files';
}
