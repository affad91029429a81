import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';

/** The CommonJS packages in a bundle use `require`, which does not exist in an ES module. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Bundles a program of the tests once for the calling suite, which starts it many times: a process that has to translate the
 * sources takes several times as long.
 *
 * @returns a function that returns the path of the bundle
 */
export function bundledProgram(source: string): () => string {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-program-'));
    const outfile = join(folder, 'program.mjs');
    const options = {
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: BANNER },
      logLevel: 'warning',
    } as const;
    await build({ ...options, entryPoints: [source], outfile });
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => join(folder, 'program.mjs');
}
