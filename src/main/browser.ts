import { join } from 'node:path';
import { runBrowser } from './hosts/browser/run-browser';

try {
  await runBrowser(process.argv.slice(2), join(import.meta.dirname, '..'));
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exit(1);
}
