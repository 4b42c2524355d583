import type { Finding, FindingLevel } from '../../../shared/domain/plan';
import type { ArtifactProblem } from '../artifacts/artifact';
import { findEntry } from '../git/merge/find-entry';
import { sameEntry } from '../git/model';
import type { CheckInput } from './check-input';
import { fileParty, named, waysOut } from './parties';

/** What is wrong with single artifacts: broken JSON, another Udi than the name of the file says, one Udi twice. */
export const fileProblems = (input: CheckInput): Finding[] => [
  ...input.result.problems.map((problem) => problemFinding(input, problem)),
  ...duplicates(input),
];

/** What is on the target already does not get worse by a deployment: it is said, and stops nothing. */
const levelOf = (input: CheckInput, path: string): FindingLevel =>
  isOnTarget(input, path) ? 'warn' : 'block';

const isOnTarget = ({ store, to, resultTree }: CheckInput, path: string): boolean =>
  sameEntry(findEntry(store, to.tree, path), findEntry(store, resultTree, path));

function problemFinding(input: CheckInput, problem: ArtifactProblem): Finding {
  const { path } = problem;
  const level = levelOf(input, path);
  const item = input.result.at(path);
  const parties = item ? { parties: [fileParty(input, item)] } : {};
  switch (problem.code) {
    case 'invalid-json':
      return {
        code: 'artifact-invalid',
        level,
        path,
        line: problem.line,
        column: problem.column,
        message: `"${path}" is broken at line ${problem.line}, column ${problem.column}: ${problem.message}. Save the item again in its site, or repair the file.`,
      };
    case 'not-text':
    case 'not-an-object':
      return {
        code: 'artifact-invalid',
        level,
        path,
        line: 1,
        column: 1,
        message: `"${path}" is no item: ${problem.code === 'not-text' ? 'it is not text' : 'it holds no JSON object'}. Save the item again in its site, or delete the file.`,
      };
    case 'udi-missing':
      return {
        code: 'udi-mismatch',
        level,
        path,
        ...parties,
        message: `"${path}" does not say which item it is (it has no Udi). Its name says ${problem.udi}. Save the item again in its site.`,
      };
    case 'udi-mismatch':
      return {
        code: 'udi-mismatch',
        level,
        path,
        ...parties,
        message: `"${path}" says that it is ${problem.says}, but its name says ${problem.udi}. Rename the file, or save the item again in its site.`,
      };
  }
}

function duplicates(input: CheckInput): Finding[] {
  const { result } = input;
  return result.sharedUdis.map((items) => {
    const [first] = items;
    const paths = items.map(({ path }) => path);
    const known = paths.every((path) => isOnTarget(input, path));
    return {
      code: 'duplicate-udi',
      level: known ? 'warn' : 'block',
      path: paths[0] ?? '',
      paths,
      parties: items.map((item) => fileParty(input, item)),
      ways: known ? [] : items.flatMap((item) => waysOut(input, item, ['remove-item'])),
      message: `${items.length} files are one and the same item, ${first ? named(first) : ''}: ${paths.join(', ')}. Delete all but one.`,
    };
  });
}
