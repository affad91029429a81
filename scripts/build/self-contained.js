import { isBuiltin } from 'node:module';

import { OPTIONAL_IMPORTS } from './options.js';

/**
 * Checks that a bundle loads nothing but itself and Node. The package is installed without dependencies, so anything else
 * would be missing where sf-admin runs, and only there.
 *
 * @param {import('esbuild').Metafile} metafile
 * @throws {Error} with the packages that are not in the bundle, and the files that import them
 */
export function assertSelfContained({ inputs }) {
  const missing = Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports
      // esbuild names its own helpers in angle brackets.
      .filter(({ external, path }) => external && !isBuiltin(path) && path !== '<runtime>')
      .filter(({ path }) => !file.includes(`node_modules/${OPTIONAL_IMPORTS[path]}/`))
      .map(({ path }) => `${path} (imported by ${file})`),
  );
  if (missing.length > 0) throw new Error(`not in the bundle: ${missing.join(', ')}`);
}
