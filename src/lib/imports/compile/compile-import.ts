import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { creationRules } from '../../input/rows/creation-row.js';
import type { InputFormat } from '../../input/decode/input-format.js';
import { readRows } from '../../input/records/read-rows.js';
import { isProblem, isProblems } from '../../input/rows/row.js';
import { badResponse } from '../../cognito/errors/bad-response.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { isCaseSensitive } from '../../model/user-pool.js';
import { Compilation, type CompilationTarget } from './compilation.js';
import type { CompiledImport } from './compiled-import.js';
import { newCompiledFile, unwritableFolder } from './imports-folder.js';
import { type RowDefaults, rowUsers } from './row-user.js';

/** Characters that are written to the file at once. */
const BLOCK = 65_536;

export interface CompileInput {
  readonly source: Readable;
  readonly format: InputFormat;
  /** What holds for a row that does not say it. */
  readonly defaults: RowDefaults;
  /** Leave bad rows out and go on with the good ones. */
  readonly skipInvalid: boolean;
}

/**
 * Checks every row by the rules of `users create`, and compiles those that are good to Cognito's CSV dialect under the
 * pool's current header (GetCSVHeader), in a file of the data folder. Nothing is created.
 *
 * @throws AdminError USAGE, which names the bad rows with their line and column, or says which limit of a job the input
 *   exceeds; MISSING_INPUT where there is nobody to import; DATA_FOLDER; CANCELLED
 */
export async function compileImport(directory: Directory, input: CompileInput): Promise<CompiledImport> {
  const compilation = new Compilation(await targetOf(directory));
  const file = await newCompiledFile(directory);
  try {
    const text = Readable.from(blocks(linesOf(directory, input, compilation)));
    await pipeline(text, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return { file, ...compilation.result(input.skipInvalid) };
  } catch (error) {
    await rm(file, { force: true });
    throw unwritableFolder(directory, error);
  }
}

async function targetOf({ cognito, ...directory }: Directory): Promise<CompilationTarget> {
  const { CSVHeader: header = [], $metadata } = await cognito.call('GetCSVHeader', {});
  if (!header.includes('cognito:username')) {
    throw badResponse('asked for the header of an import file, and was answered none', $metadata);
  }
  const pool = await directory.pool();
  const requiresMfa = pool.MfaConfiguration === 'ON';
  return { header, requiresMfa, caseSensitive: isCaseSensitive(pool) };
}

/** The lines of the compiled file, the header first. */
async function* linesOf(
  directory: Directory,
  { source, format, defaults }: CompileInput,
  compilation: Compilation,
): AsyncGenerator<string, void, undefined> {
  const rules = await creationRules(directory);
  const userOf = rowUsers(directory, rules, defaults);
  yield compilation.header();
  for await (const row of readRows(source, format, {
    fallback: 'email',
    checkColumns: rules.checkColumns,
  })) {
    if (directory.endpoint.interrupt.aborted) throw new AdminError('CANCELLED', 'interrupted');
    const found = isProblem(row) ? [row] : await userOf(row);
    if (isProblems(found)) compilation.refuse(found);
    else {
      const line = compilation.add(row.line, found);
      if (line !== undefined) yield line;
    }
  }
}

/** Few large writes in the place of many small ones. */
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
