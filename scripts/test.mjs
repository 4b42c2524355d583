// `npm test`: prepares, then checks, unit, integration and end-to-end tests. The last line counts all of them.
// `npm test -- unit|integration|e2e|check [filter]` runs a part.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { checkNode, ensurePackages, root } from './lib/install.mjs';
import { keepTempInMemory } from './lib/temp-folder.mjs';

const stages = {
  /** Tests run the built programs, too. */
  build: runBuild,
  check: async (filter) => (await import('./check.mjs')).runChecks(filter),
  unit: (filter) => runVitest('unit', filter),
  integration: (filter) => runVitest('integration', filter),
  e2e: runPlaywright,
};
const reports = join(root, 'node_modules/.cache/test-reports');

/** Nothing that ran: a stage that could not even start. */
const couldNotRun = (why) => {
  console.error(why);
  return { passed: 0, failed: 1, skipped: 0 };
};

async function runVitest(project, filter) {
  const { binaryOf } = await import('./lib/binary.mjs');
  const { runNode } = await import('./lib/run.mjs');
  const report = join(reports, `${project}.json`);
  const { code } = await runNode(binaryOf('vitest'), [
    'run',
    ...['--project', project],
    ...['--project', `${project}-sha256`],
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filter,
  ]);
  const result = readReport(report);
  if (!result) return couldNotRun(`The ${project} tests could not run.`);
  // A file that does not even load has no tests that could fail: it counts as one failure.
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.length,
  );
  const failed = result.numFailedTests + broken.length;
  return {
    passed: result.numPassedTests,
    // An error outside of any test (an unhandled rejection) fails vitest, too.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

async function runPlaywright(filter) {
  const { binaryOf } = await import('./lib/binary.mjs');
  const { runNode } = await import('./lib/run.mjs');
  const { ensureChromium } = await import('./find-chromium.mjs');
  try {
    ensureChromium();
  } catch (cause) {
    return couldNotRun(cause.message);
  }
  const report = join(reports, 'e2e.json');
  const { code } = await runNode(binaryOf('@playwright/test', 'playwright'), ['test', ...filter], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  const result = readReport(report);
  if (!result) return couldNotRun('The end-to-end tests could not run.');
  for (const reason of skipReasons(result)) console.log(`skipped: ${reason}`);
  const { expected, unexpected, flaky, skipped } = result.stats;
  // A file that does not load, or a worker that dies, is an error without a test.
  const failed = unexpected + result.errors.length;
  return { passed: expected + flaky, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
}

/** Each reason once; Playwright's list shows only that something was skipped. */
function skipReasons({ suites = [], specs = [] }) {
  const own = specs.flatMap((spec) => spec.tests.flatMap((test) => test.annotations ?? []));
  const texts = own
    .filter(({ type }) => type === 'skip')
    .map(({ description }) => description ?? 'no reason given');
  return new Set([...texts, ...suites.flatMap((suite) => [...skipReasons(suite)])]);
}

async function runBuild() {
  const { isBuilt } = await import('./lib/stamp.mjs');
  if (isBuilt(root)) return { passed: 0, failed: 0, skipped: 0 };
  const { runNode } = await import('./lib/run.mjs');
  const { code, seconds } = await runNode('scripts/build.mjs', ['--quiet']);
  if (code !== 0)
    return couldNotRun('The build failed: what follows tests what was built before, if anything.');
  console.log(`  ok  build (${seconds.toFixed(1)} s)`);
  return { passed: 0, failed: 0, skipped: 0 };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function requireGit() {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
  } catch {
    console.error('The tests compare with native git: install git, then try again.');
    process.exit(1);
  }
}

checkNode();
ensurePackages();
requireGit();
keepTempInMemory();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const [only, ...filter] = process.argv.slice(2);
if (only !== undefined && !Object.hasOwn(stages, only)) {
  console.error(`There are: ${Object.keys(stages).join(', ')}; not "${only}".`);
  process.exit(1);
}
const isWanted = (name) => only === undefined || only === name || (name === 'build' && only !== 'check');
const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, run] of Object.entries(stages)) {
  if (!isWanted(name)) continue;
  console.log(`\n== ${name} ==`);
  const counts = await run(name === 'check' ? filter[0] : filter);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
