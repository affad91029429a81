import type { GivenFlags, Position } from './position.js';
import type { Candidate, CommandEntry, CompletionTable } from './table.js';
import type { LiveKind } from './value-source.js';

/** What a shell offers: texts, or the files that it finds itself. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** Finds the values of a kind; `typed` is the part of the value that has been typed. */
export type LiveValues = (kind: LiveKind, given: GivenFlags, typed: string) => Promise<readonly Candidate[]>;

/** What a shell cannot show in a line, or what would make two values look the same. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** More would not fit on a line, and no address, ID or name is as long. */
const LONGEST = 256;

/**
 * What completes the word under the cursor. Values that a shell could not show, or that the command would take for a flag,
 * are left out.
 *
 * @param current the word up to the cursor, with which each candidate begins
 */
export async function complete(
  position: Position,
  current: string,
  { table, live }: { table: CompletionTable; live: LiveValues },
): Promise<Completion> {
  const starts = ({ value }: Candidate): boolean => value.startsWith(current);
  if (position.kind === 'command')
    return { candidates: nextWords(position, current, table).filter(starts), files: false };
  if (position.kind === 'flag') return { candidates: flagCandidates(position).filter(starts), files: false };
  const { source, given, prefix, isAfterDashes } = position;
  const typed = current.slice(prefix.length);
  const values: Candidate[] = [
    ...(source.words ?? []).map((value) => ({ value })),
    ...(source.commands === true ? Object.keys(table.commands).map((id) => commandCandidate(id, id, table)) : []),
    ...(source.live === undefined ? [] : await live(source.live, given, typed)),
  ];
  const candidates = values
    .filter(({ value }) => isSafe(value) && (isAfterDashes || !value.startsWith('-')))
    .map(({ value, description }) => ({ value: prefix + value, description: description && shown(description) }));
  return { candidates: candidates.filter(starts), files: source.files === true };
}

/** A description may hold text from the directory. */
function shown(description: string): string {
  return description.slice(0, LONGEST).replaceAll(UNSAFE, '\ufffd');
}

function isSafe(value: string): boolean {
  return value !== '' && value.length <= LONGEST && value.search(UNSAFE) === -1;
}

/** The topics and commands that can follow some words, or the flags that need no command. */
function nextWords(
  { path, isHelp }: Extract<Position, { kind: 'command' }>,
  current: string,
  table: CompletionTable,
): Candidate[] {
  const start = path.map((word) => `${word}:`).join('');
  const next = Object.keys(table.commands)
    .filter((id) => id.startsWith(start))
    .map((id) => id.slice(start.length).split(':')[0] ?? '');
  const words = [...new Set(next)].sort().map((word) => commandCandidate(start + word, word, table));
  if (isHelp === true && path.length === 0) words.push(...helpTopics(table));
  if (!current.startsWith('-')) return words;
  const help = { value: '--help', description: 'Show help.' };
  return path.length > 0 ? [help] : [help, { value: '--version', description: 'Show the version.' }];
}

function helpTopics({ helpTopics: topics }: CompletionTable): Candidate[] {
  return Object.entries(topics).map(([value, description]) => ({ value, description }));
}

function commandCandidate(id: string, value: string, { commands, topics }: CompletionTable): Candidate {
  return { value, description: commands[id] ?? topics[id] };
}

/** The flags that can still be given. */
function flagCandidates({ command: { flags }, given }: { command: CommandEntry; given: GivenFlags }): Candidate[] {
  const names = Object.entries(flags).filter(
    ([name, { multiple, exclusive = [] }]) =>
      (multiple === true || !given.has(name)) &&
      !exclusive.some((other) => given.has(other)) &&
      ![...given.keys()].some((other) => flags[other]?.exclusive?.includes(name)),
  );
  const help = { value: '--help', description: 'Show help.' };
  return [...names.map(([name, { summary }]) => ({ value: `--${name}`, description: summary })), help];
}
