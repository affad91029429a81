import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

describe('the declarations of the library', () => {
  it('are what other projects rely on, and are made from the sources', async function () {
    // The compiler reads the types of all sources first.
    this.timeout(300_000);
    const { libraryTypes } = (await import(new URL('../../scripts/build/library-types.js', import.meta.url).href)) as {
      libraryTypes: () => Promise<[file: string, text: string][]>;
    };
    for (const [name, text] of await libraryTypes()) {
      const file = fileURLToPath(new URL(`../../${name}`, import.meta.url));
      if (process.env.UPDATE_SNAPSHOTS === '1') await writeFile(file, text);
      expect(
        text,
        `other projects compile against ${name}. If the change is intended: npm run types, and say so in the commit`,
      ).to.equal(await readFile(file, 'utf8'));
      // Whatever it imports would have to be installed with sf-admin.
      expect(text).to.not.match(/^import |\bimport\(|^\/\/\/ <reference/m);
    }
  });
});
