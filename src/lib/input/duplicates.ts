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

/**
 * Finds rows that name a user by the address that another row gives to a user, and rows that give the same address to two.
 * Such rows would depend on their order: a run that is resumed looks an address up again, and could find the other user.
 */
export class NewEmails {
  private readonly seen: SeenKeys;

  /** @param file a path for what does not fit into memory */
  constructor(file: string) {
    this.seen = new SeenKeys(file);
  }

  /**
   * Adds a row. Case never makes a difference, as the pool may ignore it.
   *
   * @param name as the row names the user
   */
  add(name: string, newEmail: string | undefined, line: number): RowProblem | undefined {
    const [from, to] = [name.toLowerCase(), newEmail?.toLowerCase()];
    const named = this.seen.add(from, line, 'name');
    const given = to === undefined || to === from ? undefined : this.seen.add(to, line, 'new');
    if (named?.isSame === false) return problem(line, name, `is the new address of the user in line ${named.line}`);
    if (given === undefined) return undefined;
    const what = given.isSame ? 'is also the new address' : 'is the present address';
    return problem(line, newEmail ?? '', `${what} of the user in line ${given.line}`);
  }

  close(): void {
    this.seen.close();
  }
}

function problem(line: number, address: string, what: string): RowProblem {
  return { line, problem: `${quoted(address)} ${what}. Put one of the two rows in a file of its own` };
}
