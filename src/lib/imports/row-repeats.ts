import type { RowProblem } from '../batch/row.js';

/** Repeats that are told of one by one; more are counted. */
const TOLD = 20;

/** A row that came first. */
interface Seen {
  readonly line: number;
  /** A digest of what it held. */
  readonly held: number;
}

/** Finds users whom several rows name. */
export class RowRepeats {
  private readonly seen = new Map<string, Seen>();
  private readonly told: string[] = [];
  private untold = 0;

  /** @param fold what two spellings of one user's address have in common */
  constructor(private readonly fold: (address: string) => string) {}

  /**
   * Looks at a row after those before it. The same row twice is one user; two rows that differ are a question of which
   * holds, and so a problem.
   *
   * @param cells all that the row says
   */
  look(line: number, email: string, cells: readonly string[]): 'first' | 'repeat' | RowProblem {
    const address = this.fold(email);
    const held = digest(JSON.stringify(cells.map((cell) => (cell === email ? address : cell))));
    const first = this.seen.get(address);
    if (first === undefined) {
      this.seen.set(address, { line, held });
      return 'first';
    }
    if (first.held !== held) {
      const problem = `is that of line ${first.line} too, whose other columns differ`;
      return { line, column: 'email', problem };
    }
    if (this.told.length < TOLD) this.told.push(`line ${line} repeats ${email} of line ${first.line}`);
    else this.untold += 1;
    return 'repeat';
  }

  /** A sentence on each row that repeats another, without a full stop. */
  sentences(): string[] {
    return [...this.told, ...(this.untold === 0 ? [] : [`${this.untold} more rows repeat a user`])];
  }
}

/** FNV-1a, 32 bits: that two rows of one address differ and have one digest is not to be met. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
