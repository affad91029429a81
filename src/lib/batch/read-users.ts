import type { Readable } from 'node:stream';

import { AdminError } from '../errors.js';
import { visible } from '../output/sanitise.js';
import { counted } from '../text/counted.js';
import { quoted } from '../text/quoted.js';
import type { InputFormat } from './input-format.js';
import { readRows } from './read-rows.js';
import { isProblem, type Row, type RowProblem } from './row.js';

/** The keys by which a row may name a user, the surest first: those of `users list`. */
const NAMES = ['username', 'sub', 'email', 'user'] as const;

/** Who is to be changed, and which of them were named more than once. */
export interface NamedUsers {
  /** Each once, in the order of the input. */
  readonly users: readonly string[];
  /** Sentences on rows that repeat a user. */
  readonly repeats: readonly string[];
  /** Sentences on bad rows that were left out. */
  readonly skipped: readonly string[];
}

/** Problems that are told of one by one; more are counted. */
const TOLD = 20;

/**
 * The users that the rows of an input name. The whole input is read and checked before anything is planned.
 *
 * @param options.skipInvalid leave bad rows out and go on with the good ones
 * @throws AdminError USAGE, which names every bad row with its line and column; MISSING_INPUT where nobody is named
 */
export async function readUsers(
  source: Readable,
  format: InputFormat,
  { skipInvalid = false } = {},
): Promise<NamedUsers> {
  /** Each user with the first line that names them. */
  const seen = new Map<string, number>();
  const problems: RowProblem[] = [];
  const repeats: string[] = [];
  for await (const row of readRows(source, format, 'user')) {
    if (isProblem(row)) {
      problems.push(row);
      continue;
    }
    const [key, name] = nameOf(row) ?? [];
    if (key === undefined || name === undefined) {
      problems.push({ line: row.line, problem: `names no user: it needs one of ${NAMES.join(', ')}` });
      continue;
    }
    // It would reach a terminal or a log as something else than it looks like.
    if (visible(name) !== name) {
      problems.push({ line: row.line, column: key, problem: 'has control characters' });
      continue;
    }
    // As written: in a pool that tells cases apart, two spellings are two users. The plan finds out who is the same.
    const first = seen.get(name);
    if (first === undefined) seen.set(name, row.line);
    else repeats.push(`line ${row.line} repeats ${quoted(name)} of line ${first}`);
  }
  if (problems.length > 0 && !skipInvalid) throw badRows(problems);
  if (seen.size > 0) return { users: [...seen.keys()], repeats, skipped: problems.map(sentence) };
  throw new AdminError('MISSING_INPUT', 'the input names no user', {
    hint: 'Give one USER a line, or rows with a key username, sub or email.',
  });
}

function nameOf({ values }: Row): [key: string, name: string] | undefined {
  for (const key of NAMES) {
    const name = values[key];
    if (name !== undefined && name !== '') return [key, name];
  }
  return undefined;
}

function badRows(problems: readonly RowProblem[]): AdminError {
  const told = problems.slice(0, TOLD).map(sentence);
  const more = problems.length - told.length;
  return new AdminError('USAGE', `${counted(problems.length, 'row')} of the input cannot be used`, {
    hint: [
      ...told,
      ...(more === 0 ? [] : [`and ${more} more`]),
      'Nothing was written. To go on with the good ones: --skip-invalid',
    ].join('\n'),
  });
}

function sentence({ line, column, problem }: RowProblem): string {
  return `line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`;
}
