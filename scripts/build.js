/**
 * Builds dist/ from src/. Each command, each hook, the help and `main` is an entry; shared code, dependencies included, goes into
 * chunks. Bundling makes start-up fast: Node reads a handful of files instead of several hundred
 * (docs/performance.md has the figures). The licences of the bundled packages go to dist/THIRD-PARTY-NOTICES.txt.
 */
import { rm, writeFile } from 'node:fs/promises';

import { build } from 'esbuild';

import { buildLauncher } from './build/launcher.js';
import { BUILD_OPTIONS, sourcesIn } from './build/options.js';
import { writeCommandOperations } from './build/command-operations.js';
import { writeHelpTopics } from './build/help-topics.js';
import { thirdPartyNotices } from './build/third-party-notices.js';

await writeHelpTopics();
await writeCommandOperations();
const entries = await Promise.all(['src/commands', 'src/lib/cli/hooks'].map(sourcesIn));

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  ...BUILD_OPTIONS,
  entryPoints: ['src/lib/cli/main.ts', 'src/lib/cli/help/help.ts', ...entries.flat()],
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
await buildLauncher();
await writeFile('dist/THIRD-PARTY-NOTICES.txt', await thirdPartyNotices(metafile));
