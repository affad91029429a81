import { AdminError } from '../errors.js';
import { CappedList } from '../text/capped-list.js';
import { counted } from '../text/counted.js';
import type { RowProblem } from './rows/row.js';

/** Collects what is wrong with the rows of an input. */
export class BadRows {
  /** How many rows are invalid; one row may have several problems. */
  count = 0;
  readonly #problems: CappedList;

  /** @param limit how many problems to list; the others are counted */
  constructor(limit?: number) {
    this.#problems = new CappedList(limit);
  }

  /** Adds the problems of one row. */
  add(problems: readonly RowProblem[]): void {
    this.count += 1;
    for (const problem of problems) this.#problems.add(sentence(problem));
  }

  /** One sentence for each problem, without a full stop. */
  lines(): string[] {
    return this.#problems.lines((others) => `and ${counted(others, 'more problem')}`);
  }

  /** @param options.areAllBad whether the input has no valid row */
  error({ areAllBad }: { areAllBad: boolean }): AdminError {
    const next = areAllBad ? 'No row is valid.' : 'To continue with the valid rows: --skip-invalid';
    return new AdminError('USAGE', `${counted(this.count, 'row')} of the input cannot be used`, {
      hint: [...this.lines(), `Nothing was changed. ${next}`].join('\n'),
    });
  }
}

function sentence({ line, column, problem }: RowProblem): string {
  return `line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`;
}
