import type { ArtifactProblem } from './artifact';

/** What is wrong with the file of an item, and where, in one sentence. */
export function problemInWords(problem: ArtifactProblem): string {
  switch (problem.code) {
    case 'invalid-json':
      return `The file is broken in line ${problem.line}, column ${problem.column}: ${problem.message}.`;
    case 'not-text':
      return 'The file is not text in UTF-8.';
    case 'not-an-object':
      return 'The file holds no item.';
    case 'udi-missing':
      return `The file does not say which item it is; by its name it is ${problem.udi}.`;
    case 'udi-mismatch':
      return `The file says that it is ${problem.says}, and its name says ${problem.udi}.`;
  }
}
