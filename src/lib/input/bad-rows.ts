import { AdminError } from '../errors.js';
import { CappedList } from '../text/capped-list.js';
import { counted } from '../text/counted.js';
import type { RowProblem } from './rows/row.js';

/** Collects what is wrong with the rows of an input. */
export class BadRows {
  private count = 0;
  private isCutOff = false;
  private readonly problems: CappedList;

  /** @param limit how many problems to list; the others are counted */
  constructor(limit?: number) {
    this.problems = new CappedList(limit);
  }

  /** Adds the problems of one row. */
  add(problems: readonly RowProblem[]): void {
    this.count += 1;
    for (const { line, column, problem, endsInput } of problems) {
      this.isCutOff ||= endsInput === true;
      this.problems.add(`line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`);
    }
  }

  /** One sentence for each problem, without a full stop. */
  lines(): string[] {
    return this.problems.lines((others) => `and ${counted(others, 'more problem')}`);
  }

  /**
   * @throws AdminError USAGE if there are invalid rows, unless they are to be skipped and valid rows are left. An input
   *   that cannot be read to its end is always refused: the rows after that line would be lost without notice.
   */
  assertUsable({ skipInvalid, validRows }: { skipInvalid: boolean; validRows: number }): void {
    if (this.count === 0 || (skipInvalid && validRows > 0 && !this.isCutOff)) return;
    const next = this.isCutOff
      ? 'The rest of the input cannot be read. Correct that line first.'
      : validRows === 0
        ? 'No row is valid.'
        : 'To continue with the valid rows: --skip-invalid';
    throw new AdminError('USAGE', `${counted(this.count, 'row')} of the input cannot be used`, {
      hint: [...this.lines(), `Nothing was changed. ${next}`].join('\n'),
    });
  }
}
