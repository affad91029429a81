import { CappedList } from '../text/capped-list.js';
import { quoted } from '../text/quoted.js';
import type { RowProblem } from './rows/row.js';
import { SeenKeys } from './seen-keys.js';

/** Finds the rows that name a user whom an earlier row names, so that each user is processed once. */
export class Duplicates {
  private readonly seen: SeenKeys;
  private readonly found = new CappedList();

  /**
   * @param caseSensitive whether two names that differ only in case are two users; true if that is not known
   * @param file a path for what does not fit into memory
   */
  constructor(
    private readonly caseSensitive: boolean,
    file: string,
  ) {
    this.seen = new SeenKeys(file);
  }

  /**
   * Adds the user of a row.
   *
   * @param content the other values of the row, if two rows of a user could contradict each other
   * @returns whether the user is new; a problem if an earlier row has other values for the user
   */
  add(name: string, line: number, content = ''): boolean | RowProblem {
    const first = this.seen.add(this.caseSensitive ? name : name.toLowerCase(), line, content);
    if (first === undefined) return true;
    if (!first.isSame) {
      const problem = `has other values for ${quoted(name)} than line ${first.line}. Remove one of the two`;
      return { line, problem };
    }
    this.found.add(`line ${line} repeats ${quoted(name)} from line ${first.line}`);
    return false;
  }

  /** One sentence for each row that repeats a user with the same values. */
  lines(): string[] {
    return this.found.lines((others) => `${others} more lines repeat a user`);
  }

  close(): void {
    this.seen.close();
  }
}
