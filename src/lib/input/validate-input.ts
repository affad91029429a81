import { defined } from '../model/defined.js';
import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';

import { AdminError } from '../errors.js';
import { counted } from '../text/counted.js';
import type { InputFormat } from './decode/input-format.js';
import { readRows } from './records/read-rows.js';
import { Duplicates } from './duplicates.js';
import type { RowRules } from './rows/row-rules.js';
import { isProblem, type Row, type RowProblem } from './rows/row.js';
import { writeSpool } from './spool.js';
import { MENDABLE, nothingTold, tell, type Told, toldLines } from './capped-messages.js';

/** A row with its number in the input, from 1; neither a header nor an empty line counts. */
export interface NumberedRow {
  readonly n: number;
  readonly row: Row;
}

/** What was read of an input, its good rows being in the spool by now. */
export interface ValidatedInput {
  readonly rows: number;
  /** Rows that name the user by an address. */
  readonly addresses: number;
  /** The names of a CSV's columns. */
  readonly header: readonly string[] | undefined;
  /** SHA-256 of the input's bytes, in hex. */
  readonly digest: string;
  /** Sentences on rows that repeat a user. */
  readonly repeats: readonly string[];
  readonly invalid: Told;
}

/**
 * Reads and checks a whole input, and puts its good rows into a spool, each user once. Nothing of the input is kept in
 * memory but whom it names.
 *
 * @param options.skipInvalid leave bad rows out and go on with the good ones
 * @param options.spool the file that the rows go to
 * @param options.progress is told how many were read
 * @throws AdminError USAGE, which names every bad row with its line and column; MISSING_INPUT where there is no row
 */
export async function validateInput(
  source: Readable,
  format: InputFormat,
  rules: RowRules,
  { skipInvalid, spool, progress }: { skipInvalid: boolean; spool: string; progress?: { done: number } },
): Promise<ValidatedInput> {
  const hash = createHash('sha256');
  const repeats = new Duplicates(rules.caseSensitive);
  const invalid = nothingTold(MENDABLE);
  let header: readonly string[] | undefined;
  const { textKey: fallback, checkColumns } = rules;
  const reading = {
    fallback,
    ...defined({ checkColumns }),
    onHeader: (names: readonly string[]) => (header = names),
  };
  const writer = writeSpool<NumberedRow>(spool);
  let [n, rows, addresses, bad] = [0, 0, 0, 0];
  try {
    for await (const row of readRows(hashed(source, hash), format, reading)) {
      n += 1;
      if (progress !== undefined) progress.done = n;
      const problems = isProblem(row) ? [row] : judge(row, rules, repeats);
      for (const problem of problems) tell(invalid, sentence(problem));
      if (problems.length > 0) bad += 1;
      if (problems === REPEAT || problems.length > 0 || isProblem(row)) continue;
      rows += 1;
      if (rules.nameOf(row).includes('@')) addresses += 1;
      await writer.add({ n, row });
    }
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  await writer.close();
  const isNoneGood = rows === 0;
  if (invalid.count > 0 && (!skipInvalid || isNoneGood)) throw badRows(bad, invalid, { isNoneGood });
  if (rows > 0) {
    return { rows, addresses, header, digest: hash.digest('hex'), repeats: repeats.told(), invalid };
  }
  throw new AdminError('MISSING_INPUT', 'the input names no user', {
    hint: 'Give one USER a line, or rows with a key username, sub or email.',
  });
}

/** Stands for a row that says of a user what an earlier one has said: it is taken once. */
const REPEAT: readonly RowProblem[] = [];

/** What is wrong with a row, by itself or beside the rows before it. */
function judge(row: Row, rules: RowRules, repeats: Duplicates): readonly RowProblem[] {
  const problems = rules.check(row);
  if (problems.length > 0) return problems;
  const content = rules.saysMore ? JSON.stringify(row.values) : '';
  const found = repeats.take(rules.nameOf(row), row.line, content);
  if (typeof found !== 'boolean') return [found];
  return found ? problems : REPEAT;
}

/** The same bytes, each of which goes into the hash. */
function hashed(source: Readable, hash: { update: (bytes: Buffer) => unknown }): Readable {
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // Its failures reach the reader through the stream itself.
  return pipeline(source, through, () => undefined);
}

function badRows(bad: number, invalid: Told, { isNoneGood }: { isNoneGood: boolean }): AdminError {
  return new AdminError('USAGE', `${counted(bad, 'row')} of the input cannot be used`, {
    hint: [
      ...toldLines(invalid),
      isNoneGood
        ? 'Nothing was written: there is no other row.'
        : 'Nothing was written. To go on with the good ones: --skip-invalid',
    ].join('\n'),
  });
}

function sentence({ line, column, problem }: RowProblem): string {
  return `line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`;
}
