import { AdminError } from '../../errors.js';
import { Duplicates } from '../../input/duplicates.js';
import type { RowProblem } from '../../input/rows/row.js';
import type { NewUser } from '../../users/attributes/new-user.js';
import type { CompiledImport } from './compiled-import.js';
import { importLine } from './csv-dialect.js';
import { type ImportColumns, importCells } from './import-cells.js';
import { LineMap } from './line-map.js';
import { RowProblems } from './row-problems.js';

/** The most that one job takes (Developer Guide, "Formatting the CSV file"). */
const MAX_BYTES = 100_000_000;
const MAX_ROWS = 500_000;

/** The pool that is compiled for. */
export interface CompilationTarget extends ImportColumns {
  /** Whether two addresses that differ in case alone are two users. */
  readonly caseSensitive: boolean;
}

/** One pass over the rows of a source, and what it found. */
export class Compilation {
  private rows = 0;
  private bytes = 0;
  private readonly lines = new LineMap();
  private readonly tenants = new Map<string, number>();
  private readonly privileged = new Map<string, number>();
  private readonly problems = new RowProblems();
  private readonly repeats: Duplicates;

  constructor(private readonly target: CompilationTarget) {
    this.repeats = new Duplicates(target.caseSensitive);
  }

  /** The first line of the compiled file. */
  header(): string {
    return this.counted(importLine(this.target.header));
  }

  /** Notes a row that cannot be used. */
  refuse(problems: readonly RowProblem[]): void {
    this.problems.add(problems);
  }

  /**
   * The line of the compiled file that a row becomes; `undefined` where it becomes none.
   *
   * @throws AdminError USAGE where that is more than a job takes
   */
  add(line: number, user: NewUser): string | undefined {
    const { cells, problems } = importCells(user, this.target);
    if (problems.length > 0) {
      this.refuse(problems.map((problem) => ({ line, ...problem })));
      return undefined;
    }
    const others = cells.filter((cell) => cell !== user.email);
    const taken = this.repeats.take(user.email, line, importLine(others));
    if (typeof taken === 'object') this.refuse([taken]);
    if (taken !== true) return undefined;
    this.rows += 1;
    // The header is the first line.
    this.lines.add(this.rows + 1, line);
    count(this.tenants, user.tenantId);
    for (const role of user.privileged) count(this.privileged, role);
    return this.counted(importLine(cells));
  }

  /**
   * What the pass came to.
   *
   * @param skipInvalid bad rows were to be left out
   * @throws AdminError USAGE for bad rows, MISSING_INPUT where there was none at all
   */
  result(skipInvalid: boolean): Omit<CompiledImport, 'file'> {
    const error = this.problems.error({ canBeSkipped: this.rows > 0 });
    if (error !== undefined && (!skipInvalid || this.rows === 0)) throw error;
    if (this.rows === 0) {
      throw new AdminError('MISSING_INPUT', 'the input names nobody to import', {
        hint: 'Give rows with the keys email, tenantId and roles.',
      });
    }
    const { rows, lines, tenants, privileged } = this;
    const [repeats, skipped] = [this.repeats.told(), this.problems.sentences()];
    return { rows, lines, tenants, privileged, repeats, skipped };
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

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
