/**
 * Writes types/: the declarations of the library, each in one file that imports nothing. They are committed, so that a change
 * of what other projects rely on is seen in its review; test/contract/library-types.test.ts compares them with the sources.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { generateDtsBundle } from 'dts-bundle-generator';
import { format, resolveConfig } from 'prettier';

const MODULES = ['index', 'sandbox'];

/** The declarations by the names of their files: `types/index.d.ts`. */
export async function libraryTypes() {
  const texts = generateDtsBundle(
    MODULES.map((name) => ({
      filePath: `src/lib/library/${name}.ts`,
      // What is imported from a package would have to be installed with sf-admin; only Node's own types may be.
      libraries: { importedLibraries: [], inlinedLibraries: [], allowedTypesLibraries: ['node'] },
      output: { noBanner: true, exportReferencedTypes: false },
    })),
    // Without a check of the types, which `npm run lint:types` makes.
    { preferredConfigPath: 'scripts/build/library-types.json' },
  );
  return Promise.all(
    MODULES.map(async (name, index) => {
      const file = `types/${name}.d.ts`;
      return [file, await format(texts[index], { ...(await resolveConfig(file)), filepath: file })];
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await mkdir('types', { recursive: true });
  for (const [file, text] of await libraryTypes()) await writeFile(file, text);
}
