/** What the man pages and the reference say about the commands, from the manifest. */
import { readFile } from 'node:fs/promises';

/** The title of flags without one in the help. */
const OWN_FLAGS = 'FLAGS';

/** The order in which groups of flags are shown, as in the help. */
const GROUPS = [OWN_FLAGS, 'SETTINGS', 'CHANGE', 'RUN', 'CONNECTION', 'OUTPUT'];

/**
 * The commands in the order of their names.
 *
 * @returns {Promise<{ name: string, summary: string, description: string, usage: string, args: object[],
 *   groups: { title: string, flags: object[] }[], examples: string[] }[]>} `usage` without `sf-admin` and the name
 */
export async function commandEntries() {
  const { commands } = JSON.parse(await readFile('oclif.manifest.json', 'utf8'));
  return Object.values(commands).map(({ id, summary, description = '', args, flags, examples = [] }) => {
    const name = id.replaceAll(':', ' ');
    return {
      name,
      summary,
      description,
      args: Object.values(args).map((arg) => ({ ...arg, shown: argText(arg) })),
      usage: [...Object.values(args).map(argText), '[flags]'].join(' '),
      groups: groupsOf(Object.values(flags)),
      examples: examples.map((example) =>
        example.replaceAll('<%= config.bin %>', 'sf-admin').replaceAll('<%= command.id %>', name),
      ),
    };
  });
}

/** `USER`, `[USER]` if it can be left out, with `...` if there can be several. */
function argText({ name, required, multiple }) {
  const text = `${name.toUpperCase()}${multiple ? '...' : ''}`;
  return required ? text : `[${text}]`;
}

function groupsOf(flags) {
  const titles = [...new Set(flags.map(({ helpGroup = OWN_FLAGS }) => helpGroup))];
  const place = (title) => (GROUPS.includes(title) ? GROUPS.indexOf(title) : GROUPS.length);
  return titles
    .sort((one, other) => place(one) - place(other))
    .map((title) => ({
      title,
      flags: flags
        .filter(({ helpGroup = OWN_FLAGS }) => helpGroup === title)
        .map((flag) => ({ ...flag, shown: flagText(flag), note: noteOf(flag) }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
    }));
}

/** `-o, --output VALUE`: the value is what the help shows for it. */
function flagText({ name, char, type, helpValue, options, multiple }) {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? (options === undefined ? 'VALUE' : options.join('|'))}`;
  return `${char === undefined ? '' : `-${char}, `}--${name}${value}${multiple ? '...' : ''}`;
}

/** What the summary does not say: the values that are accepted, the default, and whether the flag is required. */
function noteOf({ options, helpValue, default: preset, required }) {
  return [
    ...(options === undefined || helpValue === undefined ? [] : [`One of: ${options.join(', ')}.`]),
    ...(preset === undefined || preset === false ? [] : [`Default: ${preset}.`]),
    ...(required ? ['Required.'] : []),
  ].join(' ');
}
