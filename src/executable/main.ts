import { moduleLoader } from '../lib/cli/launcher/load-modules.js';
import type * as full from '../lib/cli/main.js';
import type * as loader from './module-loader.js';

/**
 * Runs the command that the arguments name with all of oclif, as `main` of src/lib/cli does, from the files that the
 * executable carries: it has no folder that Node or oclif could load a file from. In the build of the executable,
 * `bin/run.js` imports this instead of dist/lib/cli/main.js.
 *
 * @param root folder of the program; nothing is read from it
 */
export async function main(root: string): Promise<void> {
  const { load } = moduleLoader({ root, folder: 'dist/executable' }, new Map());
  (load('executable/module-loader.cjs') as typeof loader).loadFrom(load);
  await (load('lib/cli/main.cjs') as typeof full).main(root);
}
