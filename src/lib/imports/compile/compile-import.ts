/**
 * `imports/` creates users with Cognito's own import jobs. `compile/` checks an input (see `input/`) and writes the file
 * that Cognito imports, in its dialect of CSV; `jobs/` starts, follows and stops jobs, and reports on them by the lines of
 * the input.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { type CreationDefaults, creationOf, type CreationRules, creationRules } from '../../input/rows/creation-row.js';
import type { InputFormat } from '../../input/decode/input-format.js';
import { isOfRow } from '../../input/bad-rows.js';
import { readRows } from '../../input/records/read-rows.js';
import { isProblems, type Row, type RowProblem, rowProblem } from '../../input/rows/row.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { isCaseSensitive } from '../../model/user-pool.js';
import { HASH_COLUMN } from '../../model/imports/password-hash.js';
import { type NewUser, newUser } from '../../users/attributes/new-user.js';
import { Compilation, type CompilationTarget } from './compilation.js';
import type { CompiledImport } from './compiled-import.js';
import { type HashColumn, hideHashes, takeHash, withHashColumn } from './hash-column.js';
import { newCompiledFile, unwritableFolder } from './imports-folder.js';

/** Characters that are written to the file at once. */
const BLOCK = 65_536;

export interface CompileInput {
  readonly source: AsyncIterable<Uint8Array>;
  readonly format: InputFormat;
  /** Values for rows that have none of their own. */
  readonly defaults: Pick<CreationDefaults, 'tenant' | 'roles' | 'department'>;
  /** The column with hashes of the users' passwords; without it, the users have none. */
  readonly hashes?: HashColumn | undefined;
  /** Leave out invalid rows instead of refusing the input. */
  readonly skipInvalid: boolean;
  /** Gets each row that is imported. */
  readonly onRow?: (values: Row['values']) => void;
}

/**
 * Checks every row by the rules of `users create`, and writes the valid ones to a file in the data folder, in Cognito's
 * CSV dialect and under the pool's header (GetCSVHeader). Nothing is created in the pool.
 *
 * @throws AdminError USAGE, which lists the invalid rows with line and column, or names the limit of a job that the input
 *   exceeds; DATA_FOLDER; CANCELLED
 */
export async function compileImport(directory: Directory, input: CompileInput): Promise<CompiledImport> {
  const target = await targetOf(directory, input.hashes);
  const file = await newCompiledFile(directory);
  const compilation = new Compilation(target, file);
  const progress = { read: 0 };
  try {
    const text = Readable.from(blocks(linesOf(directory, input, { compilation, progress })));
    await pipeline(text, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return { file, hashes: input.hashes?.algorithm, ...compilation.result(progress.read, input.skipInvalid) };
  } catch (error) {
    await rm(file, { force: true });
    throw unwritableFolder(directory, error);
  } finally {
    compilation.close();
  }
}

async function targetOf(
  { cognito, ...directory }: Directory,
  hashes: HashColumn | undefined,
): Promise<CompilationTarget> {
  const { CSVHeader = [], $metadata } = await cognito.call('GetCSVHeader', {});
  // Undocumented: whether GetCSVHeader, which knows no job, has the column of the hashes.
  const header = CSVHeader.filter((name) => name !== HASH_COLUMN);
  if (hashes !== undefined) header.push(HASH_COLUMN);
  if (!header.includes('cognito:username')) {
    throw badResponse('GetCSVHeader returned no header of an import file', $metadata);
  }
  const pool = await directory.pool();
  const requiresMfa = pool.MfaConfiguration === 'ON';
  return { header, requiresMfa, caseSensitive: isCaseSensitive(pool) };
}

/** The lines of the compiled file, the header first. */
async function* linesOf(
  directory: Directory,
  { source, format, defaults: given, hashes, onRow }: CompileInput,
  { compilation, progress }: { compilation: Compilation; progress: { read: number } },
): AsyncGenerator<string, void, undefined> {
  const rules = await creationRules(directory);
  // An import job sends no invitations and skips existing users.
  const defaults = { ...given, attributes: [], permanent: false, invite: false, ifNotExists: false };
  const columns = hashes === undefined ? rules.columns : withHashColumn(rules.columns, hashes);
  const refuse = (problems: readonly RowProblem[]) => {
    compilation.refuse(hashes === undefined ? problems : hideHashes(problems, hashes));
  };
  yield compilation.header();
  for await (const read of readRows(source, format, { textKey: 'email', columns })) {
    if (directory.endpoint.interrupt.aborted) throw new AdminError('CANCELLED', 'interrupted');
    if (!isProblems(read) || isOfRow(read)) progress.read += 1;
    if (isProblems(read)) {
      refuse(read);
      continue;
    }
    const { row, hash } = hashes === undefined ? { row: read } : takeHash(read, hashes);
    const user = isProblems(row) ? row : await userOf(directory, row, defaults, rules);
    if (isProblems(user)) refuse(user);
    else {
      const line = compilation.add(read.line, user, hash);
      if (line === undefined) continue;
      onRow?.(read.values);
      yield line;
    }
  }
}

/** The user that a row describes, by the rules of `users create`, or everything that is wrong with it. */
async function userOf(
  directory: Directory,
  row: Row,
  defaults: CreationDefaults,
  rules: CreationRules,
): Promise<NewUser | readonly RowProblem[]> {
  const input = creationOf(row, defaults, rules);
  if (isProblems(input)) return input;
  try {
    return await newUser(directory, input);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return [rowProblem(row.line, 'email', error)];
  }
}

/** Joins lines to large blocks: a write for each line would be slow. */
async function* blocks(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let block = '';
  for await (const line of lines) {
    block += line;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}
