import { countUp } from '../../changes/plan-summary.js';
import { AdminError } from '../../errors.js';
import { BadRows } from '../../input/bad-rows.js';
import { Duplicates } from '../../input/duplicates.js';
import { assertAddsUp } from '../../input/row-counts.js';
import type { RowProblem } from '../../input/rows/row.js';
import type { NewUser } from '../../users/attributes/new-user.js';
import type { CompiledImport } from './compiled-import.js';
import { type ImportColumns, importCells, importLine } from './import-cells.js';
import { LineMap } from './line-map.js';

/** The limits of one job (Developer Guide, "Formatting the CSV file"). */
const MAX_BYTES = 100_000_000;
const MAX_ROWS = 500_000;

/** What the compiled file depends on in the pool. */
export interface CompilationTarget extends ImportColumns {
  /** Whether two addresses that differ only in case are two users. */
  readonly caseSensitive: boolean;
}

/** Turns users into lines of the compiled file, one by one, and collects what is needed to report on the whole. */
export class Compilation {
  private rows = 0;
  private repeated = 0;
  private bytes = 0;
  private readonly lines = new LineMap();
  private readonly tenants = new Map<string, number>();
  private readonly privileged = new Map<string, number>();
  private readonly bad = new BadRows();
  private readonly duplicates: Duplicates;

  /** @param file the path of the compiled file; files beside it hold what does not fit into memory */
  constructor(
    private readonly target: CompilationTarget,
    file: string,
  ) {
    this.duplicates = new Duplicates(target.caseSensitive, `${file}.seen`);
  }

  /** The first line of the compiled file. */
  header(): string {
    return this.withinLimits(importLine(this.target.header));
  }

  /** Adds the problems of a row that cannot be used. */
  refuse(problems: readonly RowProblem[]): void {
    this.bad.add(problems);
  }

  /**
   * The line of the compiled file for a user; `undefined` if the row is invalid or repeats a user.
   *
   * @param hash the hash of the password, if the file has such a column
   * @throws AdminError USAGE if the compiled file would exceed the limits of a job
   */
  add(line: number, user: NewUser, hash = ''): string | undefined {
    const { cells, problems } = importCells(user, this.target, hash);
    if (problems.length > 0) {
      this.refuse(problems.map((problem) => ({ line, ...problem })));
      return undefined;
    }
    const otherCells = cells.filter((cell) => cell !== user.email);
    const isNew = this.duplicates.add(user.email, line, importLine(otherCells));
    if (typeof isNew === 'object') this.refuse([isNew]);
    else if (!isNew) this.repeated += 1;
    if (isNew !== true) return undefined;
    this.rows += 1;
    // The header is the first line.
    this.lines.add(this.rows + 1, line);
    countUp(this.tenants, user.tenantId);
    for (const role of user.privileged) countUp(this.privileged, role);
    return this.withinLimits(importLine(cells));
  }

  /**
   * The result, after the last row. An input without rows is valid: the list that a pipe brings may be empty.
   *
   * @param read how many rows were read
   * @param skipInvalid leave out invalid rows instead of throwing
   * @throws AdminError USAGE for invalid rows
   */
  result(read: number, skipInvalid: boolean): Omit<CompiledImport, 'file' | 'hashes'> {
    const { rows, lines, tenants, privileged, repeated, bad } = this;
    assertAddsUp(read, { valid: rows, invalid: bad.count, repeated });
    bad.assertUsable({ skipInvalid, validRows: rows });
    const [duplicates, skipped] = [this.duplicates.lines(), bad.lines()];
    return { rows, lines, tenants, privileged, duplicates, skipped };
  }

  close(): void {
    this.duplicates.close();
  }

  private withinLimits(line: string): string {
    this.bytes += Buffer.byteLength(line);
    if (this.bytes <= MAX_BYTES && this.rows <= MAX_ROWS) return line;
    const limit = this.rows > MAX_ROWS ? `${MAX_ROWS} users` : `${MAX_BYTES / 1_000_000} MB`;
    throw new AdminError('USAGE', `the input exceeds the limit of one import job, which is ${limit}`, {
      hint: 'Nothing was changed. Split the file, and import the parts one after the other.',
    });
  }
}
