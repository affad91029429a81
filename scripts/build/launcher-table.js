/**
 * Writes dist/launcher/table.json: what the launcher knows about the commands without loading oclif. It is made from the
 * manifest, so it is the last step of the build. `help` shows pages of all commands
 * and `apply` runs any of them, which only all of oclif can do.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = 'dist/launcher';
const { commands, version } = JSON.parse(await readFile('oclif.manifest.json', 'utf8'));
const table = Object.values(commands)
  .filter(({ id }) => id !== 'help' && id !== 'apply')
  .map(({ id, args, strict }) => [id, !strict || Object.keys(args).length > 0]);

const build = createHash('sha256');
for (const name of (await readdir(folder, { recursive: true })).sort()) {
  if (name.endsWith('.cjs')) build.update(name).update(await readFile(join(folder, name)));
}
await writeFile(
  join(folder, 'table.json'),
  JSON.stringify({ version, build: build.digest('hex'), commands: Object.fromEntries(table) }),
);
