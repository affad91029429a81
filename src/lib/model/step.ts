/** One of several things that a change does, and what became of it. */
export interface Step {
  readonly step: string;
  /**
   * `skipped` where the pool or the endpoint does not have what the step calls; `unknown` where its answer was lost, and
   * looking it up did not tell.
   */
  readonly result: 'done' | 'unchanged' | 'skipped' | 'failed' | 'unknown';
  /** How much was done, or why it was not. */
  readonly detail?: string;
}
