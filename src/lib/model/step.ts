/** One step of a change and its result. */
export interface Step {
  readonly step: string;
  /**
   * `skipped` if the pool or the endpoint does not support the step; `unknown` if its response was lost, and reading the
   * state back did not help.
   */
  readonly result: 'done' | 'unchanged' | 'skipped' | 'failed' | 'unknown';
  /** How much was done, or why nothing was. */
  readonly detail?: string;
}
