/**
 * Puts the commands of the manifest in the order of their names. oclif writes them in the order in which it happened
 * to find the files, and a build must not change a file that is committed where nothing changed.
 */
import { readFile, writeFile } from 'node:fs/promises';

const file = 'oclif.manifest.json';
const manifest = JSON.parse(await readFile(file, 'utf8'));
const byName = ([one], [other]) => (one < other ? -1 : 1);
manifest.commands = Object.fromEntries(Object.entries(manifest.commands).sort(byName));
await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
