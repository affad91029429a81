/**
 * Builds dist/ from src/: each command, each hook and `main` as one entry, with what they share, dependencies
 * included, in chunks beside them. Bundling is for start-up: Node resolves and reads a handful of files instead of
 * several hundred, which is the larger part of what a short command takes. docs/performance.md has the figures.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';

const sources = ['src/commands', 'src/lib/cli/hooks'];
const files = await Promise.all(
  sources.map(async (folder) =>
    (await readdir(folder, { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  ),
);

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/lib/cli/main.ts', ...files.flat()],
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // The SDK's ES modules, from which what nobody calls is left out.
  mainFields: ['module', 'main'],
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: 'linked',
  sourcesContent: false,
  minifySyntax: true,
  minifyWhitespace: true,
  // oclif asks for a compiler when it runs from sources; a built command never does.
  external: ['typescript', 'ts-node', 'tsx'],
  // Packages in CommonJS call `require` and read `__dirname`, which an ES module has to make for itself.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      "const __filename = __fileURLToPath(import.meta.url), __dirname = __fileURLToPath(new URL('./', import.meta.url));",
    ].join('\n'),
  },
  logLevel: 'warning',
});
