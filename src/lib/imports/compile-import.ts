import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { creationRules } from '../batch/creation-row.js';
import { readRows } from '../batch/read-rows.js';
import type { InputFormat } from '../batch/input-format.js';
import { isProblem, type Row, type RowProblem } from '../batch/row.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { isCaseSensitive } from '../model/user-pool.js';
import type { NewUser } from '../users/new-user.js';
import { counted } from '../text/counted.js';
import { newCompiledFile, unwritableFolder } from './imports-folder.js';
import { LineMap } from './line-map.js';
import { importCells } from './import-cells.js';
import { importLine } from './csv-dialect.js';
import { type RowDefaults, rowUsers } from './row-user.js';

/** The most that one job takes (Developer Guide, "Quotas"; the user import). */
const MAX_BYTES = 100_000_000;
const MAX_ROWS = 500_000;

/** Characters that are written to the file at once. */
const BLOCK = 65_536;

const NOTHING = 'Nothing was written.';
const TO_SKIP = 'To go on with the good ones: --skip-invalid';

/** Problems, and repeats, that are told of one by one; more are counted. */
const TOLD = 20;

/** A source, checked whole and compiled to what Cognito's import takes. */
export interface CompiledImport {
  /** The compiled file. It holds personal data: whoever asked for it removes it. */
  readonly file: string;
  readonly rows: number;
  readonly lines: LineMap;
  /** How many users there are to be in each tenant, and with each privileged role. */
  readonly tenants: ReadonlyMap<string, number>;
  readonly privileged: ReadonlyMap<string, number>;
  /** Sentences on rows that repeat a user, and on bad rows that were left out. */
  readonly repeats: readonly string[];
  readonly skipped: readonly string[];
}

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
  const { CSVHeader: header = [] } = await directory.cognito.call('GetCSVHeader', {});
  const pool = await directory.pool();
  const fold = isCaseSensitive(pool)
    ? (address: string) => address
    : (address: string) => address.toLowerCase();
  const file = await newCompiledFile(directory);
  const progress = new Compilation(directory, { header, fold, requiresMfa: pool.MfaConfiguration === 'ON' });
  try {
    const lines = Readable.from(blocks(progress.lines(input)));
    await pipeline(lines, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    return { file, ...progress.result(input) };
  } catch (error) {
    await rm(file, { force: true });
    throw unwritableFolder(directory, error);
  }
}

interface Target {
  /** The pool's columns, in its order. */
  readonly header: readonly string[];
  /** What two spellings of one user's address have in common. */
  readonly fold: (address: string) => string;
  readonly requiresMfa: boolean;
}

/** A row that was compiled. */
interface Seen {
  readonly line: number;
  /** A digest of what it held. */
  readonly row: number;
}

/** One pass over a source, and what it found. */
class Compilation {
  private rows = 0;
  private bytes = 0;
  /** Rows that cannot be used; each may have several problems. */
  private badRows = 0;
  private untold = 0;
  private readonly problems: RowProblem[] = [];
  private readonly repeats: string[] = [];
  private repeatCount = 0;
  private readonly map = new LineMap();
  private readonly tenants = new Map<string, number>();
  private readonly privileged = new Map<string, number>();
  /** Each address with the line that it first stood on, and what the row held. */
  private readonly seen = new Map<string, Seen>();

  constructor(
    private readonly directory: Directory,
    private readonly target: Target,
  ) {}

  /** The lines of the compiled file, the header first. */
  async *lines({ source, format, defaults }: CompileInput): AsyncGenerator<string, void, undefined> {
    const { interrupt } = this.directory.endpoint;
    const rules = await creationRules(this.directory);
    const userOf = rowUsers(this.directory, rules, defaults);
    yield this.counted(importLine(this.target.header));
    for await (const row of readRows(source, format, {
      fallback: 'email',
      checkColumns: rules.checkColumns,
    })) {
      if (interrupt.aborted) throw new AdminError('CANCELLED', 'interrupted');
      const found = isProblem(row) ? [row] : await userOf(row);
      if (isProblems(found)) this.add(found);
      else if (!isProblem(row)) yield* this.compiled(row, found);
    }
  }

  result({ skipInvalid }: CompileInput): Omit<CompiledImport, 'file'> {
    const told = this.problems.map(sentence);
    const skipped = [...told, ...(this.untold === 0 ? [] : [`and ${counted(this.untold, 'more problem')}`])];
    if (this.badRows > 0 && (!skipInvalid || this.rows === 0)) {
      throw new AdminError('USAGE', `${counted(this.badRows, 'row')} of the input cannot be used`, {
        hint: [...skipped, this.rows === 0 ? NOTHING : `${NOTHING} ${TO_SKIP}`].join('\n'),
      });
    }
    if (this.rows === 0) {
      throw new AdminError('MISSING_INPUT', 'the input names nobody to import', {
        hint: 'Give rows with the keys email, tenantId and roles.',
      });
    }
    const repeatsMore = this.repeatCount - this.repeats.length;
    return {
      rows: this.rows,
      lines: this.map,
      tenants: this.tenants,
      privileged: this.privileged,
      repeats: [...this.repeats, ...(repeatsMore === 0 ? [] : [`${repeatsMore} more rows repeat a user`])],
      skipped,
    };
  }

  private *compiled({ line }: Row, user: NewUser): Generator<string, void, undefined> {
    const cells = importCells(user, this.target);
    if (cells.problems.length > 0) {
      this.add(cells.problems.map((problem) => ({ line, ...problem })));
      return;
    }
    const text = importLine(cells.cells);
    const row = digest(this.target.fold(text));
    const first = this.seen.get(this.target.fold(user.email));
    if (first !== undefined) {
      this.repeat(line, user, { first, isSame: first.row === row });
      return;
    }
    this.seen.set(this.target.fold(user.email), { line, row });
    this.rows += 1;
    // The header is the first line.
    this.map.add(this.rows + 1, line);
    count(this.tenants, user.tenantId);
    for (const role of user.privileged) count(this.privileged, role);
    yield this.counted(text);
  }

  /** The same row twice is one user; two rows that differ are a question of which holds. */
  private repeat(line: number, user: NewUser, { first, isSame }: { first: Seen; isSame: boolean }): void {
    if (!isSame) {
      const problem = `is that of line ${first.line} too, whose other columns differ`;
      this.add([{ line, column: 'email', problem }]);
      return;
    }
    this.repeatCount += 1;
    if (this.repeats.length < TOLD) {
      this.repeats.push(`line ${line} repeats ${user.email} of line ${first.line}`);
    }
  }

  private add(problems: readonly RowProblem[]): void {
    const told = problems.slice(0, TOLD - this.problems.length);
    this.badRows += 1;
    this.untold += problems.length - told.length;
    this.problems.push(...told);
  }

  /** A line, after what it adds was held against what a job takes. */
  private counted(line: string): string {
    this.bytes += Buffer.byteLength(line);
    if (this.bytes <= MAX_BYTES && this.rows <= MAX_ROWS) return line;
    const limit = this.rows > MAX_ROWS ? `${MAX_ROWS} users` : `${MAX_BYTES / 1_000_000} MB`;
    throw new AdminError('USAGE', `the input is more than one import job takes, which is ${limit}`, {
      hint: 'Nothing was written. Split it, and import one part after the other.',
    });
  }
}

/** FNV-1a, 32 bits: two rows of one address that differ and have one digest are not to be met. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
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

function isProblems(found: NewUser | readonly RowProblem[]): found is readonly RowProblem[] {
  return Array.isArray(found);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sentence({ line, column, problem }: RowProblem): string {
  return `line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`;
}
