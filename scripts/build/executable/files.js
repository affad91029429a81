import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of the npm package from which the program reads at run time. */
const FOLDERS = ['baselines', 'completions', 'dist/launcher'];

/**
 * The files that `readShippedFile` and oclif find in the executable: those of the npm package, under the same names.
 *
 * @returns {Promise<[name: string, content: Buffer | string][]>}
 */
export async function filesOfProgram() {
  const names = await Promise.all(FOLDERS.map(filesIn));
  const { name, version, type, oclif } = JSON.parse(await readFile('package.json', 'utf8'));
  return [
    ...(await Promise.all(
      [...names.flat(), 'dist/build.json', 'oclif.manifest.json'].map(async (file) => [file, await readFile(file)]),
    )),
    ['package.json', JSON.stringify({ name, version, type, oclif })],
  ];
}

async function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
