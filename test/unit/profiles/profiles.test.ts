import { describe, expect, it } from 'vitest';
import { openDiskStore } from '../../../src/main/engine/git/objects/disk-store';
import { detectProfile, profileNamed, profiles } from '../../../src/main/engine/profiles/profiles';
import { siteOfTree } from '../../../src/main/engine/profiles/site-tree';
import type { SiteTree } from '../../../src/main/engine/profiles/site-tree';
import { findArtifactFolder } from '../../../src/main/engine/profiles/artifact-folder';
import { testFormat } from '../../fixtures/object-format';
import type { ChangeGroup } from '../../../src/shared/domain/change';
import { git, makeRepository } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

/** A site in memory: path -> content. */
function siteOf(files: Readonly<Record<string, string>>): SiteTree {
  return {
    list(folder) {
      const start = folder === '' ? '' : `${folder}/`;
      const names = new Map<string, boolean>();
      for (const path of Object.keys(files)) {
        if (!path.startsWith(start)) continue;
        const [name = '', ...rest] = path.slice(start.length).split('/');
        names.set(name, rest.length > 0);
      }
      return [...names].map(([name, isFolder]) => ({ name, isFolder }));
    },
    read: (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path] ?? '') : null),
  };
}

const uda = 'language__en-US.uda';

describe('finding out what kind of site it is', () => {
  it.each([
    ['umbraco', `umbraco/Deploy/Revision/${uda}`, ''],
    ['umbraco', `src/Site.Web/umbraco/Deploy/Revision/${uda}`, ''],
    ['umbraco', `data/revision/${uda}`, ''],
    ['umbraco', `Data/Revision/${uda}`, ''],
    ['umbraco', `a/b/c/d/umbraco/Deploy/Revision/${uda}`, '[project]\nbase = "a/b/c/d"\n'],
    ['umbraco', `a/b/c/d/umbraco/Deploy/Revision/${uda}`, '[project]\r\nbase = ".\\a\\b\\c\\d\\"\r\n'],
    ['plain', `a/b/c/d/umbraco/Deploy/Revision/${uda}`, ''],
    ['plain', `node_modules/umbraco/Deploy/Revision/${uda}`, ''],
    ['umbraco', `web/umbraco/Deploy/Revision/${uda}`, '[project]\nbase = "renamed"\n'],
    ['magento', '.magento.app.yaml', ''],
    ['plain', '.magento.app.yaml/inside', ''],
    ['plain', 'umbraco/Deploy/readme.txt', ''],
    ['plain', 'index.html', ''],
  ])('%s for %s', (expected, path, dotUmbraco) => {
    const site = siteOf({ [path]: '', ...(dotUmbraco ? { '.umbraco': dotUmbraco } : {}) });
    expect(detectProfile(site).name).toBe(expected);
  });

  it('says where the artifacts are', () => {
    expect(findArtifactFolder(siteOf({ [`src/Web/umbraco/Deploy/Revision/${uda}`]: '' }))).toBe(
      'src/Web/umbraco/Deploy/Revision',
    );
    expect(findArtifactFolder(siteOf({ [`Data/Revision/${uda}`]: '' }))).toBe('Data/Revision');
  });

  it('reads a tree of git', () => {
    const folder = makeRepository(tempFolder(), {
      '.umbraco': '[project]\nbase = "src/Web"',
      [`src/Web/umbraco/Deploy/Revision/${uda}`]: '{}',
    });
    const objects = openDiskStore(`${folder}/.git/objects`, testFormat);
    const site = siteOfTree(objects, git(folder, 'rev-parse', 'HEAD^{tree}'));
    expect(detectProfile(site).name).toBe('umbraco');
    expect(site.list('src')).toEqual([{ name: 'Web', isFolder: true }]);
    expect([
      site.list('.umbraco'),
      site.list('gone/deeper'),
      site.read('src'),
      site.read('.umbraco/x'),
    ]).toEqual([[], [], null, null]);
    objects.close();
  });

  it('names each', () => {
    for (const profile of profiles) expect(profileNamed(profile.name)).toBe(profile);
  });
});

describe('new files that are part of a site', () => {
  const everywhere = [
    'index.html',
    'deep/er/Page.VUE',
    'css/site.css',
    'fonts/a.woff2',
    'img/logo.PNG',
    'readme.md',
    '.gitignore',
    'sub/.htaccess',
    'composer.lock',
    'ünicode ø/ä.txt',
  ];
  const nowhere = [
    '.env',
    '.env.json',
    'error.log',
    'index.html~',
    'index.html.bak',
    'db.sqlite',
    'db.sqlite3-wal',
    'site.zip',
    'x.tmp',
    'server.pem',
    'server.key',
    'Thing',
    'thing.unknown',
    'dump.sql',
    '.hidden/a.css',
    'a/.vscode/settings.json',
    'node_modules/x/index.js',
    '.DS_Store',
    'css',
  ];
  for (const profile of profiles) {
    it(`${profile.name} takes the usual ones`, () => {
      expect(everywhere.filter((path) => !profile.isKnownNewFile(path))).toEqual([]);
      expect(nowhere.filter((path) => profile.isKnownNewFile(path))).toEqual([]);
    });
  }

  const cases: readonly ['umbraco' | 'magento' | 'plain', string, boolean][] = [
    ['umbraco', `umbraco/Deploy/Revision/${uda}`, true],
    ['umbraco', `src/Web/umbraco/deploy/revision/${uda}`, true],
    ['umbraco', 'data/Revision/x__1.uda', true],
    ['plain', `umbraco/Deploy/Revision/${uda}`, false],
    ['umbraco', 'somewhere/x__1.uda', false],
    ['umbraco', 'umbraco/Deploy/deploy.json', false],
    ['umbraco', 'umbraco/Logs/trace.json', false],
    ['umbraco', 'umbraco/Data/TEMP/a.json', false],
    ['umbraco', 'src/Web/wwwroot/media/abc/photo.jpg', false],
    ['umbraco', 'wwwroot/images/photo.jpg', true],
    ['umbraco', 'Views/Partials/nav.cshtml', true],
    ['umbraco', 'App_Plugins/thing/package.manifest', false],
    ['umbraco', 'App_Plugins/thing/thing.js', true],
    ['umbraco', 'Controllers/HomeController.cs', true],
    ['plain', 'Controllers/HomeController.cs', false],
    ['magento', '.magento.app.yaml', true],
    ['magento', '.magento/routes.yaml', true],
    ['magento', '.magento/deeper/routes.yaml', false],
    ['plain', '.magento/routes.yaml', false],
    ['magento', 'app/code/Shop/etc/module.xml', true],
    ['magento', 'app/etc/env.php', false],
    ['magento', 'var/cache/x.php', false],
    ['magento', 'pub/media/x.jpg', false],
    ['plain', 'var/x.php', true],
  ];
  it.each(cases)('%s: %s -> %s', (name, path, expected) => {
    expect(profileNamed(name).isKnownNewFile(path)).toBe(expected);
  });
});

it.each<[string, ChangeGroup]>([
  [`umbraco/Deploy/Revision/${uda}`, 'items'],
  ['Views/Home.cshtml', 'views'],
  ['wwwroot/css/site.css', 'styles'],
  ['wwwroot/js/site.min.js', 'scripts'],
  ['logo.svg', 'pictures'],
  ['appsettings.json', 'configuration'],
  ['.gitignore', 'configuration'],
  ['fonts/a.woff', 'files'],
  ['Makefile', 'files'],
  ['a.css/b', 'files'],
])('%s belongs to %s', (path, group) => {
  expect(profileNamed('umbraco').group(path)).toBe(group);
  if (group !== 'items') expect(profileNamed('plain').group(path)).toBe(group);
  else expect(profileNamed('plain').group(path)).toBe('files');
});

it('lists the configuration of a shop as that', () => {
  expect(profileNamed('magento').group('.magento.app.yaml')).toBe('configuration');
  expect(profileNamed('magento').group('.magento/services.yaml')).toBe('configuration');
});
