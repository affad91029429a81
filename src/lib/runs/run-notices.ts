import type { Plan } from '../changes/change.js';
import type { RowOutcome } from './run.js';

/** Warnings, and notes, that are listed; further warnings are only counted. */
const MOST = 20;

/** Collects the warnings and notes of the rows of a run, in bounded memory. */
export class RunNotices {
  /** Whether any row made a change that can be undone. */
  isUndoable = false;
  readonly #warnings = new Set<string>();
  #omittedWarnings = 0;
  /** Each note, with the number of rows that it is about. */
  readonly #notes = new Map<string, number>();
  #changed = 0;

  /** @param canBeUndone whether the change of a plan can be undone once it was made */
  constructor(private readonly canBeUndone: (plan: Plan) => boolean) {}

  /** Yields the outcomes unchanged, and collects their notices. */
  async *collectFrom(outcomes: AsyncIterable<RowOutcome>): AsyncGenerator<RowOutcome, void, undefined> {
    for await (const outcome of outcomes) {
      this.#collect(outcome);
      yield outcome;
    }
  }

  warnings(): string[] {
    const omitted = this.#omittedWarnings;
    return omitted === 0 ? [...this.#warnings] : [...this.#warnings, `and ${omitted} more`];
  }

  /** The notes about several rows. A note about a single user is left out, or many rows would flood the screen. */
  notes(): string[] {
    return [...this.#notes].filter(([, rows]) => rows > 1 || this.#changed === 1).map(([text]) => text);
  }

  #collect({ row, plan, changed, error, warnings }: RowOutcome): void {
    if (error !== undefined) this.#addWarning(`line ${row.line}, ${plan.target.label}: ${error.message}`);
    for (const warning of warnings) this.#addWarning(warning);
    if (!changed) return;
    this.#changed += 1;
    this.isUndoable ||= this.canBeUndone(plan);
    for (const note of plan.notes ?? []) {
      const rows = this.#notes.get(note);
      if (rows !== undefined || this.#notes.size < MOST) this.#notes.set(note, (rows ?? 0) + 1);
    }
  }

  #addWarning(text: string): void {
    if (this.#warnings.has(text)) return;
    if (this.#warnings.size < MOST) this.#warnings.add(text);
    else this.#omittedWarnings += 1;
  }
}
