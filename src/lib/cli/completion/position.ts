import type { CommandEntry, CompletionTable } from './table.js';
import { argValues, flagValues, type ValueSource } from './value-source.js';

/** The flags that precede the word, by name without dashes, with their last value. */
export type GivenFlags = ReadonlyMap<string, string>;

/** What the word under the cursor is a part of. */
export type Position =
  /** The name of a command, of which `path` has been typed; after `help`, it may be a help topic too. */
  | { readonly kind: 'command'; readonly path: readonly string[]; readonly isHelp?: true }
  | { readonly kind: 'flag'; readonly command: CommandEntry; readonly given: GivenFlags }
  | {
      readonly kind: 'value';
      readonly source: ValueSource;
      readonly given: GivenFlags;
      /** What precedes the value in the same word: `--tenant=` or `-c`. */
      readonly prefix: string;
      /** Whether a value may begin with a dash, since no flag can follow. */
      readonly isAfterDashes: boolean;
    };

/** The target of a redirection, which a shell completes with the function of the command. */
const REDIRECTION = /^(?:\d*|&)(?:>>?|>\||<)$/;

/**
 * Where the cursor is.
 *
 * @param before the words between `sf-admin` and the word under the cursor, without quotes
 * @param current the word under the cursor up to the cursor, without quotes
 */
export function positionOf(before: readonly string[], current: string, table: CompletionTable): Position {
  if (REDIRECTION.test(before.at(-1) ?? '')) return value({ files: true }, new Map());
  const id = commandId(before, table);
  if (id === undefined) return { kind: 'command', path: before };
  const rest = before.slice(id.split(':').length);
  if (id === 'help' && !current.startsWith('-')) {
    return { kind: 'command', path: rest.filter((word) => !word.startsWith('-')), isHelp: true };
  }
  return inCommand(id, table.entry(id), rest, current);
}

/** The command that the first words name. */
function commandId(words: readonly string[], { commands }: CompletionTable): string | undefined {
  return [3, 2, 1]
    .filter((count) => count <= words.length)
    .map((count) => words.slice(0, count).join(':'))
    .find((id) => Object.hasOwn(commands, id));
}

function inCommand(id: string, command: CommandEntry, words: readonly string[], current: string): Position {
  const { given, args, isAfterDashes, open } = readWords(command, words);
  if (open !== undefined) return value(sourceOf(command, open), given);
  const [, flagBefore] = /^--([^=]+)=/.exec(current) ?? [];
  if (!isAfterDashes && flagBefore !== undefined) {
    return value(sourceOf(command, flagBefore), given, { prefix: `--${flagBefore}=` });
  }
  const letters = isAfterDashes ? undefined : readLetters(command, current);
  if (letters?.open !== undefined) {
    return value(sourceOf(command, letters.open), new Map([...given, ...letters.given]), { prefix: letters.prefix });
  }
  const arg = command.args[args] ?? lastMultiple(command);
  const isFlag = current.startsWith('-') || (current === '' && arg === undefined);
  if (!isAfterDashes && isFlag) return { kind: 'flag', command, given };
  return value(arg === undefined ? {} : argValues(id, arg), given, { isAfterDashes });
}

function value(source: ValueSource, given: GivenFlags, { prefix = '', isAfterDashes = false } = {}): Position {
  return { kind: 'value', source, given, prefix, isAfterDashes };
}

function sourceOf({ flags }: CommandEntry, name: string): ValueSource {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  return flag?.takesValue === true ? flagValues(name, flag) : {};
}

function lastMultiple({ args }: CommandEntry) {
  const last = args.at(-1);
  return last?.multiple === true ? last : undefined;
}

interface ReadWords {
  readonly given: GivenFlags;
  /** How many arguments there are. */
  readonly args: number;
  readonly isAfterDashes: boolean;
  /** The flag whose value comes next. */
  readonly open: string | undefined;
}

/** Reads the words after the name of a command as its parser does. Unknown flags are taken for flags without a value. */
function readWords(command: CommandEntry, words: readonly string[]): ReadWords {
  const given = new Map<string, string>();
  let args = 0;
  let open: string | undefined;
  for (const [index, word] of words.entries()) {
    const letters = readLetters(command, word);
    if (open !== undefined) {
      given.set(open, word);
      open = undefined;
    } else if (word === '--') {
      return { given, args: args + words.length - index - 1, isAfterDashes: true, open: undefined };
    } else if (word.startsWith('--')) {
      const [, name = '', attached] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
      given.set(name, attached ?? '');
      const takesValue = Object.hasOwn(command.flags, name) && command.flags[name]?.takesValue === true;
      if (takesValue && attached === undefined) open = name;
    } else if (letters !== undefined) {
      for (const [name, text] of letters.given) given.set(name, text);
      if (letters.open !== undefined) given.set(letters.open, word.slice(letters.prefix.length));
      if (letters.prefix === word && !word.endsWith('=')) open = letters.open;
    } else args += 1;
  }
  return { given, args, isAfterDashes: false, open };
}

interface Letters {
  /** The flags without a value. */
  readonly given: GivenFlags;
  /** The flag with a value, and what precedes the value. */
  readonly open?: string;
  readonly prefix: string;
}

/**
 * The flags of a word such as `-q`, `-cNAME`, `-c=NAME` or `-qcNAME`.
 *
 * @returns undefined if the word is an argument or a flag with a whole name
 */
function readLetters({ flags }: CommandEntry, word: string): Letters | undefined {
  if (!/^-[^-]/.test(word)) return undefined;
  const given = new Map<string, string>();
  for (let at = 1; at < word.length; at += 1) {
    const found = Object.entries(flags).find(([, { char }]) => char === word[at]);
    if (found === undefined) break;
    const [name, { takesValue }] = found;
    if (takesValue) return { given, open: name, prefix: word.slice(0, at + (word[at + 1] === '=' ? 2 : 1)) };
    given.set(name, '');
  }
  return { given, prefix: word };
}
