import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The packages that have at least one byte in a bundle, in the order of their folders.
 *
 * @param {import('esbuild').Metafile} metafile
 * @returns {Promise<{ folder: string, name: string, version: string, license?: unknown }[]>} with `license` as in package.json
 */
export async function bundledPackages({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = new Set(used.flatMap(([file]) => packageFolder(file) ?? []));
  return Promise.all([...folders].sort().map(describe));
}

/** The folder of the package that a file belongs to; undefined for a file of sf-admin. */
export function packageFolder(file) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return { folder, name, version, license };
}
