import { AdminError } from '../errors.js';
import { CappedList } from '../text/capped-list.js';
import { counted } from '../text/counted.js';
import type { RowProblem } from './rows/row.js';

/** Collects what is wrong with the rows of an input. */
export class BadRows {
  private rows = 0;
  /** What else is wrong: see `RowProblem`. */
  private readonly about = new Set<RowProblem['about']>();
  private readonly problems: CappedList;

  /** @param limit how many problems to list; the others are counted */
  constructor(limit?: number) {
    this.problems = new CappedList(limit);
  }

  /** How many rows have problems, each counted once however many it has. */
  get count(): number {
    return this.rows;
  }

  /** Adds the problems of one row, of the header, or of the rest of the input. */
  add(problems: readonly RowProblem[]): void {
    for (const { line, column, problem, about } of problems) {
      if (about !== undefined) this.about.add(about);
      this.problems.add(`line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`);
    }
    if (isOfRow(problems)) this.rows += 1;
  }

  /** One sentence for each problem, without a full stop. */
  lines(): string[] {
    return this.problems.lines((others) => `and ${counted(others, 'more problem')}`);
  }

  /**
   * @throws AdminError USAGE if there are invalid rows, unless they are to be skipped and valid rows are left. An input
   *   that cannot be read to its end, or whose header is wrong, is always refused: rows would be lost without notice.
   */
  assertUsable({ skipInvalid, validRows }: { skipInvalid: boolean; validRows: number }): void {
    if (this.about.size > 0) {
      let [what, next] = ['the header of the input cannot be used', ''];
      if (this.about.has('empty')) what = 'the input is empty';
      if (this.about.has('rest')) {
        what = 'the input cannot be read to its end';
        next = ' The rest of the input cannot be read until this is corrected.';
      }
      throw new AdminError('USAGE', what, { hint: [...this.lines(), `Nothing was changed.${next}`].join('\n') });
    }
    if (this.rows === 0 || (skipInvalid && validRows > 0)) return;
    const next = validRows === 0 ? 'No row is valid.' : 'To continue with the valid rows: --skip-invalid';
    throw new AdminError('USAGE', `${counted(this.rows, 'row')} of the input cannot be used`, {
      hint: [...this.lines(), `Nothing was changed. ${next}`].join('\n'),
    });
  }
}

/** Whether the problems are those of a row; none at all are. */
export function isOfRow(problems: readonly RowProblem[]): boolean {
  return problems.every(({ about }) => about === undefined);
}
