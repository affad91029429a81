/** The commands of the build: the words that are typed, joined by colons, and whether the command takes arguments. */
export type CommandTable = Readonly<Record<string, boolean>>;

/** A command, and the words after its name. */
export interface FoundCommand {
  readonly id: string;
  readonly argv: readonly string[];
}

/** As in package.json. */
const HELP_FLAGS = ['--help', '-h'];

/**
 * The command that the arguments name, if oclif would run that command with the same arguments. Undefined for help, for
 * a topic, for a name that is not followed by what the command takes, and for anything unknown.
 */
export function findCommand(argv: readonly string[], table: CommandTable): FoundCommand | undefined {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  if (words.some((word) => HELP_FLAGS.includes(word))) return undefined;
  for (const count of [1, 2, 3]) {
    const id = argv.slice(0, count).join(':');
    if (argv.length < count || !Object.hasOwn(table, id)) continue;
    const rest = argv.slice(count);
    // Without arguments of its own, oclif takes the next word for a part of the command's name.
    const isNameComplete = table[id] === true || rest[0] === undefined || /^-|=/.test(rest[0]);
    return isNameComplete ? { id, argv: rest } : undefined;
  }
  return undefined;
}
