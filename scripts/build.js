/**
 * Builds dist/ from src/. Each command, each hook, the help, `main` and each module of the library is an entry; shared
 * code, dependencies included, goes into chunks. Bundling makes start-up fast: Node reads a handful of files instead of several
 * hundred (docs/performance.md has the figures). The licences of the bundled packages go to dist/THIRD-PARTY-NOTICES.txt, and
 * their list to dist/sbom.cdx.json.
 */
import { rm, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';

import { build } from 'esbuild';

import { buildLauncher } from './build/launcher.js';
import { BUILD_OPTIONS, entryPoints } from './build/options.js';
import { sbom } from './build/sbom.js';
import { assertSelfContained } from './build/self-contained.js';
import { writeCommandOperations } from './build/command-operations.js';
import { writeHelpTopics } from './build/help-topics.js';
import { thirdPartyNotices } from './build/third-party-notices.js';

await writeHelpTopics();
await writeCommandOperations();
const inPlace = (await entryPoints()).map((file) => [relative('src', file), file]);
const library = ['index', 'sandbox'].map((name) => [`library/${name}.ts`, `src/lib/library/${name}.ts`]);

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  ...BUILD_OPTIONS,
  entryPoints: [...inPlace, ...library].map(([out, file]) => ({ in: file, out: out.replace(/\.ts$/, '') })),
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
assertSelfContained(metafile);
await buildLauncher();
await writeFile('dist/THIRD-PARTY-NOTICES.txt', await thirdPartyNotices(metafile));
await writeFile('dist/sbom.cdx.json', `${JSON.stringify(await sbom(metafile), null, 2)}\n`);
