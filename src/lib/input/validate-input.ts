/**
 * Files of rows in, one row for each user. The steps, in order: `decode/` turns bytes into text, `records/` turns text
 * into rows (CSV, JSON, NDJSON, plain text), `rows/` says what a row may hold and checks it. This file runs them over a
 * whole input, and writes the checked rows to a spool file, from which runs read them.
 */
import { createHash, type Hash } from 'node:crypto';

import { BadRows, isOfRow } from './bad-rows.js';
import type { InputFormat } from './decode/input-format.js';
import { Duplicates, NewEmails } from './duplicates.js';
import { readRows } from './records/read-rows.js';
import { assertAddsUp } from './row-counts.js';
import { isProblems, type Row, type RowRules } from './rows/row.js';
import { writeSpool } from './spool.js';

/** Problems that are listed; an input with more is the wrong file, and not one to correct row by row. */
const MAX_LISTED = 1_000;

/** A row with its number in the input, from 1; headers and empty lines are not counted. */
export interface NumberedRow {
  readonly n: number;
  readonly row: Row;
}

/** What was read; the valid rows are in the spool. */
export interface ValidatedInput {
  /** Rows in the spool. */
  readonly rows: number;
  /** Rows that were left out because they are invalid, or because they repeat a user. */
  readonly leftOut: number;
  /** Rows that name the user by an email address. */
  readonly addresses: number;
  /** The column names of a CSV file. */
  readonly header: readonly string[] | undefined;
  /** SHA-256 of the input's bytes, in hex. */
  readonly digest: string;
  /** Sentences on rows that repeat a user. */
  readonly duplicates: readonly string[];
  /** Sentences on rows that were left out because they are invalid. */
  readonly skipped: readonly string[];
}

export interface ValidateOptions {
  /** Leave out invalid rows instead of refusing the input. */
  readonly skipInvalid: boolean;
  /** The file that the valid rows are written to. */
  readonly spool: string;
  /** Updated with the number of rows read. */
  readonly progress?: { done: number };
}

/**
 * Reads and checks a whole input and writes its valid rows to a spool, each user once. Memory does not grow with the
 * input, except for an index of the users (see `SeenKeys`). An input without rows is valid: the list that a pipe brings may
 * be empty, and so may be the file that such a list was saved to.
 *
 * @throws AdminError USAGE, which lists the invalid rows with their line and column
 */
export async function validateInput(
  source: AsyncIterable<Uint8Array>,
  format: InputFormat,
  rules: RowRules,
  { skipInvalid, spool, progress }: ValidateOptions,
): Promise<ValidatedInput> {
  const hash = createHash('sha256');
  const duplicates = new Duplicates(rules.caseSensitive, `${spool}.seen`);
  const newEmails = rules.newEmailOf === undefined ? undefined : new NewEmails(`${spool}.emails`);
  const bad = new BadRows(MAX_LISTED);
  const writer = writeSpool<NumberedRow>(spool);
  let header: readonly string[] | undefined;
  let [n, rows, repeated, addresses] = [0, 0, 0, 0];
  const onHeader = (names: readonly string[]) => (header = names);
  try {
    for await (const row of readRows(hashed(source, hash), format, { ...rules, onHeader })) {
      const problems = isProblems(row) ? row : rules.check(row);
      if (isOfRow(problems)) n += 1;
      if (progress !== undefined) progress.done = n;
      if (isProblems(row) || problems.length > 0) {
        bad.add(problems);
        continue;
      }
      const name = rules.nameOf(row);
      const content = rules.hasValues ? JSON.stringify(row.values) : '';
      const isNew = duplicates.add(name, row.line, content);
      if (typeof isNew === 'object') bad.add([isNew]);
      else if (!isNew) repeated += 1;
      if (isNew !== true) continue;
      const conflict = newEmails?.add(name, rules.newEmailOf?.(row), row.line);
      if (conflict !== undefined) {
        bad.add([conflict]);
        continue;
      }
      rows += 1;
      if (name.includes('@')) addresses += 1;
      await writer.add({ n, row });
    }
  } catch (error) {
    await writer.abandon();
    throw error;
  } finally {
    duplicates.close();
    newEmails?.close();
  }
  await writer.close();
  assertAddsUp(n, { valid: rows, invalid: bad.count, repeated });
  bad.assertUsable({ skipInvalid, validRows: rows });
  const digest = hash.digest('hex');
  const leftOut = bad.count + repeated;
  return { rows, leftOut, addresses, header, digest, duplicates: duplicates.lines(), skipped: bad.lines() };
}

/** Passes the bytes on, and adds them to the hash. */
async function* hashed(source: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
