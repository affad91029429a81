import type { Plan } from '../changes/change.js';
import type { RowOutcome } from './execute/execute-rows.js';

/** Sentences of a kind that are told one by one; more are counted. */
const TOLD = 20;

/** Gathers what is to be told of a run beside its rows, however many they are. */
export class RunNotices {
  /** Whether anything was done that can be undone. */
  isUndoable = false;
  readonly #warnings = new Set<string>();
  #untold = 0;
  /** Notes by how many rows they hold for. */
  readonly #notes = new Map<string, number>();
  #changed = 0;

  /** @param canBeUndone whether a plan, once done, can be */
  constructor(private readonly canBeUndone: (plan: Plan) => boolean) {}

  /** Passes the rows on. */
  async *listeningTo(outcomes: AsyncIterable<RowOutcome>): AsyncGenerator<RowOutcome, void, undefined> {
    for await (const outcome of outcomes) {
      this.#listen(outcome);
      yield outcome;
    }
  }

  warnings(): string[] {
    return this.#untold === 0 ? [...this.#warnings] : [...this.#warnings, `and ${this.#untold} more`];
  }

  /** What holds for more than one row: what names a single user would flood the screen. */
  notes(): string[] {
    return [...this.#notes].filter(([, rows]) => rows > 1 || this.#changed === 1).map(([text]) => text);
  }

  #listen({ row, plan, changed, error, warnings }: RowOutcome): void {
    if (error !== undefined) this.#warn(`line ${row.line}, ${plan.target.label}: ${error.message}`);
    for (const warning of warnings) this.#warn(warning);
    if (!changed) return;
    this.#changed += 1;
    this.isUndoable ||= this.canBeUndone(plan);
    for (const note of plan.notes ?? []) {
      const rows = this.#notes.get(note);
      if (rows !== undefined || this.#notes.size < TOLD) this.#notes.set(note, (rows ?? 0) + 1);
    }
  }

  #warn(text: string): void {
    if (this.#warnings.has(text)) return;
    if (this.#warnings.size < TOLD) this.#warnings.add(text);
    else this.#untold += 1;
  }
}
