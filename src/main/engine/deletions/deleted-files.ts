import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listDecisions } from './decision-store';

/**
 * Files that decisions deleted in the folder of an environment and that are still gone: until somebody saves that, its
 * history has them. One that was saved again, or put back by an undo, is none of them.
 * @param homeFolder the environment's own folder @param root its working folder
 */
export function deletedFiles(homeFolder: string, root: string): ReadonlySet<string> {
  const paths = listDecisions(homeFolder).decisions.flatMap(({ step, decision }) =>
    step === 'begun' || step === 'done' ? decision.files : [],
  );
  return new Set(paths.filter((path) => !existsSync(join(root, path))));
}
