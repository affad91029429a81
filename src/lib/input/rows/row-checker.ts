import { AdminError } from '../../errors.js';
import { type RowProblem, rowProblem } from './row.js';

/** Collects all problems of one row; the conventions throw at their first. */
export class RowChecker {
  readonly problems: RowProblem[] = [];

  constructor(private readonly line: number) {}

  refuse(column: string, problem: string): void {
    this.problems.push({ line: this.line, column, problem });
  }

  /**
   * Runs a check and turns the AdminError that it throws into a problem of the column.
   *
   * @returns what the check returns, or `undefined` if it throws
   * @param stored a text that would be stored without its outer spaces, and so must not be a formula
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
    if (stored !== undefined && isFormula(stored.trim())) {
      this.refuse(column, 'is a formula, which a spreadsheet would run when it opens an export');
    }
    return result;
  }
}

/**
 * Whether a spreadsheet that opens an export would run the text as a formula (OWASP, "CSV Injection"): it starts with
 * `=`, `@` or a tab; or with `+` or `-` and has one of `( | !`, which a formula needs to call or link to something. So
 * numbers, telephone numbers and addresses such as `+ana@example.com` pass. Full-width forms count as the plain ones.
 */
function isFormula(text: string): boolean {
  return /^[=@\t\uff1d\uff20]/.test(text) || (/^[+\-\uff0b\uff0d]/.test(text) && /[(|!\uff08\uff5c\uff01]/.test(text));
}
