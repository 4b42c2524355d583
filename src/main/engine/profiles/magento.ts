import { plain } from './plain';
import type { Profile } from './profile';
import { groupByExtension, isSiteFile } from './site-files';

/** The platform's own configuration lies in hidden names (magento.md). */
const configuration = /^(\.magento\.(app|env)\.yaml|\.magento\/[\w.-]+\.yaml)$/;
/** What the shop makes for itself; env.php holds its passwords. */
const made = /^(var|generated|pub\/static|pub\/media)\/|^app\/etc\/env\.php$/;

/** Shops with the platform's configuration file. */
export const magento: Profile = {
  ...plain,
  name: 'magento',
  detect: (site) => site.list('').some(({ name, isFolder }) => !isFolder && name === '.magento.app.yaml'),
  isKnownNewFile: (path) => configuration.test(path) || (isSiteFile(path) && !made.test(path)),
  group: (path) => (configuration.test(path) ? 'configuration' : groupByExtension(path)),
};
