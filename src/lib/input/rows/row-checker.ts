import { AdminError } from '../../errors.js';
import { isFormula } from '../records/formula.js';
import { type RowProblem, rowProblem } from './row.js';

/** Collects every problem of one row, where the conventions stop at their first. */
export class RowChecker {
  readonly problems: RowProblem[] = [];

  constructor(private readonly line: number) {}

  refuse(column: string, problem: string): void {
    this.problems.push({ line: this.line, column, problem });
  }

  /**
   * Runs a check, and turns the AdminError that it throws into a problem of the column.
   *
   * @returns what the check returns, or `undefined` if it throws
   * @param stored a text that would be stored as it is, and so must not be a formula
   */
  check<T>(column: string, act: () => T, stored?: string): T | undefined {
    let result: T;
    try {
      result = act();
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      this.problems.push(rowProblem(this.line, column, error));
      return undefined;
    }
    if (stored !== undefined && isFormula(stored)) {
      this.refuse(column, 'is a formula, which a spreadsheet would run when it opens an export');
    }
    return result;
  }
}
