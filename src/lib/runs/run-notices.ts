import type { Plan } from '../changes/change.js';
import type { Outcome } from '../changes/outcome.js';
import { CappedList } from '../text/capped-list.js';
import type { RowOutcome } from './run.js';

/** Different notes to keep. */
const MAX_NOTES = 20;

/** Collects the warnings and notes of the rows of a run, in bounded memory. */
export class RunNotices {
  /** Whether any row made a change that can be undone. */
  isUndoable = false;
  readonly #warnings = new CappedList();
  /** One row is enough to say why no further one was started. */
  readonly #notStarted = new CappedList(1);
  /** Each note, with the number of rows that it is about. */
  readonly #notes = new Map<string, number>();
  #changed = 0;

  /** @param canBeUndone whether the change of a plan can be undone once it was made */
  constructor(private readonly canBeUndone: (plan: Plan) => boolean) {}

  /** Yields the outcomes unchanged, and collects their notices. */
  async *collectFrom<Row extends Outcome & Partial<RowOutcome>>(
    outcomes: AsyncIterable<Row>,
  ): AsyncGenerator<Row, void, undefined> {
    for await (const outcome of outcomes) {
      this.#collect(outcome);
      yield outcome;
    }
  }

  warnings(): string[] {
    return [...this.#warnings.lines(), ...this.#notStarted.lines()];
  }

  /** The notes about several rows. A note about a single user is left out, or many rows would flood the screen. */
  notes(): string[] {
    return [...this.#notes].filter(([, rows]) => rows > 1 || this.#changed === 1).map(([text]) => text);
  }

  #collect({ row, plan, changed, error, warnings, isNotStarted }: Outcome & Partial<RowOutcome>): void {
    // A row that was derived from the input may be on none of its lines.
    const line = row === undefined || row.line === 0 ? '' : `line ${row.line}, `;
    if (isNotStarted === true) this.#notStarted.add(`${plan.target.label}: ${error?.message ?? ''}`);
    else if (error !== undefined) this.#warnings.add(`${line}${plan.target.label}: ${error.message}`);
    for (const warning of warnings) this.#warnings.add(warning);
    if (!changed) return;
    this.#changed += 1;
    this.isUndoable ||= this.canBeUndone(plan);
    for (const note of plan.notes ?? []) {
      const rows = this.#notes.get(note);
      if (rows !== undefined || this.#notes.size < MAX_NOTES) this.#notes.set(note, (rows ?? 0) + 1);
    }
  }
}
