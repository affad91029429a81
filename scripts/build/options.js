import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The TypeScript files of a folder. */
export async function sourcesIn(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/** What every bundle has in common. */
export const BUILD_OPTIONS = {
  outbase: 'src',
  bundle: true,
  platform: 'node',
  // The ES modules of the SDK, so that unused code can be left out.
  mainFields: ['module', 'main'],
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  // oclif imports a compiler only when it runs from sources, which a built command never does.
  external: ['typescript', 'ts-node', 'tsx'],
  // linkedom would load a native module that draws on canvases, if one is installed. Charts are SVG.
  alias: { canvas: './node_modules/linkedom/commonjs/canvas-shim.cjs' },
  logLevel: 'warning',
};
