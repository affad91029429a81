/**
 * Writes dist/launcher/completion: what completion knows about the commands (src/lib/cli/completion/table.ts), in a file for
 * each of them and one for their names.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { TOPICS } from './help-topics.js';

const FOLDER = 'dist/launcher/completion';

const { commands } = JSON.parse(await readFile('oclif.manifest.json', 'utf8'));
const { oclif } = JSON.parse(await readFile('package.json', 'utf8'));

await mkdir(FOLDER, { recursive: true });
await write('index', {
  topics: valuesOf(oclif.topics, ({ description }) => description),
  commands: valuesOf(commands, ({ summary }) => summary),
  helpTopics: valuesOf(TOPICS, ({ summary }) => summary),
});
for (const { id, args, flags } of Object.values(commands)) {
  const argEntries = Object.values(args).map(({ name, multiple, options }) => ({ name, multiple, options }));
  await write(id.replaceAll(':', '-'), { args: argEntries, flags: valuesOf(flags, flagEntry) });
}

/** JSON leaves out what is undefined. */
function flagEntry({ summary, type, char, multiple, options, helpValue, exclusive }) {
  return {
    summary,
    takesValue: type === 'option',
    char,
    multiple: multiple || undefined,
    options,
    helpValue,
    exclusive,
  };
}

function valuesOf(record, valueOf) {
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, valueOf(each)]));
}

function write(name, value) {
  return writeFile(join(FOLDER, `${name}.json`), JSON.stringify(value));
}
