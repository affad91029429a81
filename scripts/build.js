/**
 * Builds dist/ from src/. Each command, each hook and `main` is an entry; shared code, dependencies included, goes into
 * chunks. Bundling makes start-up fast: Node reads a handful of files instead of several hundred
 * (docs/performance.md has the figures). The licences of the bundled packages go to dist/THIRD-PARTY-NOTICES.txt.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build } from 'esbuild';

import { buildLauncher } from './build-launcher.js';
import { thirdPartyNotices } from './third-party-notices.js';

const sources = ['src/commands', 'src/lib/cli/hooks'];
const files = await Promise.all(
  sources.map(async (folder) =>
    (await readdir(folder, { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  ),
);

await rm('dist', { recursive: true, force: true });
const options = {
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
  logLevel: 'warning',
};
const { metafile } = await build({
  ...options,
  entryPoints: ['src/lib/cli/main.ts', ...files.flat()],
  outdir: 'dist',
  splitting: true,
  format: 'esm',
  sourcemap: 'linked',
  sourcesContent: false,
  // CommonJS packages use `require` and `__dirname`, which do not exist in an ES module.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __fileURLToPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      "const __filename = __fileURLToPath(import.meta.url), __dirname = __fileURLToPath(new URL('./', import.meta.url));",
    ].join('\n'),
  },
  metafile: true,
});
await buildLauncher(files[0], options);
await writeFile('dist/THIRD-PARTY-NOTICES.txt', await thirdPartyNotices(metafile));
