/**
 * Sorts the commands of the manifest by name. oclif writes them in the order in which it finds the files, so that a
 * build could change the committed file without a change of the sources.
 */
import { readFile, writeFile } from 'node:fs/promises';

const file = 'oclif.manifest.json';
const manifest = JSON.parse(await readFile(file, 'utf8'));
const byName = ([one], [other]) => (one < other ? -1 : 1);
manifest.commands = Object.fromEntries(Object.entries(manifest.commands).sort(byName));
await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
