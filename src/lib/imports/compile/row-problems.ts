import type { RowProblem } from '../../input/rows/row.js';
import { AdminError } from '../../errors.js';
import { counted } from '../../text/counted.js';

/** Problems that are told of one by one; more are counted. */
const TOLD = 20;

/** Collects what is wrong with rows. */
export class RowProblems {
  private rows = 0;
  private untold = 0;
  private readonly told: string[] = [];

  /** Everything that is wrong with one row. */
  add(problems: readonly RowProblem[]): void {
    const told = problems.slice(0, TOLD - this.told.length);
    this.rows += 1;
    this.told.push(...told.map(sentence));
    this.untold += problems.length - told.length;
  }

  /** A sentence on each problem, without a full stop. */
  sentences(): string[] {
    return [...this.told, ...(this.untold === 0 ? [] : [`and ${counted(this.untold, 'more problem')}`])];
  }

  /**
   * The error that all of them make.
   *
   * @param options.canBeSkipped whether good rows are left
   * @returns `undefined` where there is none
   */
  error({ canBeSkipped }: { canBeSkipped: boolean }): AdminError | undefined {
    if (this.rows === 0) return undefined;
    const how = canBeSkipped ? ' To go on with the good ones: --skip-invalid' : '';
    return new AdminError('USAGE', `${counted(this.rows, 'row')} of the input cannot be used`, {
      hint: [...this.sentences(), `Nothing was written.${how}`].join('\n'),
    });
  }
}

function sentence({ line, column, problem }: RowProblem): string {
  return `line ${line}${column === undefined ? '' : `, ${column}`}: ${problem}`;
}
