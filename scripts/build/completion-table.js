/** Writes dist/launcher/completion.json, what completion knows about the commands (src/lib/cli/completion/table.ts). */
import { readFile, writeFile } from 'node:fs/promises';

const { commands } = JSON.parse(await readFile('oclif.manifest.json', 'utf8'));
const { oclif } = JSON.parse(await readFile('package.json', 'utf8'));

const entries = Object.values(commands).map(({ id, summary, args, flags }) => [
  id,
  {
    summary,
    args: Object.values(args).map(({ name, multiple, options }) => ({ name, multiple, options })),
    flags: Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, flagEntry(flag)])),
  },
]);
const topics = Object.fromEntries(Object.entries(oclif.topics).map(([id, { description }]) => [id, description]));
await writeFile('dist/launcher/completion.json', JSON.stringify({ topics, commands: Object.fromEntries(entries) }));

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
