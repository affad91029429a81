import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The TypeScript files of a folder. */
export async function sourcesIn(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

/**
 * What libraries load only if it is there, and do without otherwise, with the library: oclif its compilers, which it needs
 * in a checkout that was not built, and the agent for proxies Kerberos, whose absence it explains.
 */
export const OPTIONAL_IMPORTS = JSON.parse(readFileSync(join(import.meta.dirname, 'optional-imports.json'), 'utf8'));

/** The files that oclif loads by their names, and what runs it. */
export async function entryPoints() {
  const entries = await Promise.all(['src/commands', 'src/lib/cli/hooks'].map(sourcesIn));
  return ['src/lib/cli/main.ts', 'src/lib/cli/help/help.ts', ...entries.flat()];
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
  external: Object.keys(OPTIONAL_IMPORTS),
  // linkedom would load a native module that draws on canvases, if one is installed. Charts are SVG.
  alias: { canvas: './node_modules/linkedom/commonjs/canvas-shim.cjs' },
  logLevel: 'warning',
};
