import type { ChangeRecord } from '../../history/record.js';
import { type Breakdown, Tally } from '../tally.js';

/** Changes of the history in numbers; each breakdown adds up to all of them. The keys are part of the JSON output. */
export interface ChangeNumbers {
  readonly total: number;
  readonly byOperation: Breakdown;
  readonly byResult: Breakdown;
  /** By the user of the operating system who made them. */
  readonly byPerson: Breakdown;
  /** Changes with a reason. */
  readonly withReason: number;
}

/** The most operations and people that are counted each by itself. */
const MAX_VALUES = 200;

/** Counts changes as they are read, in constant memory. */
export class ChangeCounter {
  readonly #operations = new Tally(MAX_VALUES);
  readonly #results = new Tally(MAX_VALUES);
  readonly #people = new Tally(MAX_VALUES);
  #withReason = 0;

  add({ operation, result, operator, reason }: ChangeRecord): void {
    this.#operations.add(operation);
    this.#results.add(result);
    this.#people.add(operator.osUser);
    if (reason !== null) this.#withReason += 1;
  }

  numbers(): ChangeNumbers {
    const byOperation = this.#operations.breakdown();
    return {
      total: byOperation.total,
      byOperation,
      byResult: this.#results.breakdown(),
      byPerson: this.#people.breakdown(),
      withReason: this.#withReason,
    };
  }
}
