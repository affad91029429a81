import { quoted } from '../text/quoted.js';
import { Fingerprints } from './fingerprints.js';
import type { RowProblem } from './rows/row.js';

/** Repeats that are told of one by one; more are counted. */
const TOLD = 20;

/** The users that an input names, so that each is taken once; in 12 bytes a user. */
export class Duplicates {
  private readonly met = new Fingerprints();
  private readonly sentences: string[] = [];
  private count = 0;

  /** @param caseSensitive whether two spellings that differ in case alone are two users; say so where it is not known */
  constructor(private readonly caseSensitive: boolean) {}

  /**
   * Takes note of a row's user.
   *
   * @param content everything else that the row says, where two rows of one user could say different things
   * @returns whether the user is new; or the problem of a row that says something else of a user than the first one did
   */
  take(name: string, line: number, content = ''): boolean | RowProblem {
    const first = this.met.meet(this.caseSensitive ? name : name.toLowerCase(), line, content);
    if (first === undefined) return true;
    if (!first.isSame) {
      return {
        line,
        problem: `gives ${quoted(name)} other values than line ${first.line}. Leave one of the two out`,
      };
    }
    this.count += 1;
    if (this.count <= TOLD) this.sentences.push(`line ${line} repeats ${quoted(name)} of line ${first.line}`);
    return false;
  }

  /** What to tell of the rows that repeat a user. */
  told(): readonly string[] {
    const more = this.count - this.sentences.length;
    return more === 0 ? this.sentences : [...this.sentences, `${more} more lines repeat a user`];
  }
}
