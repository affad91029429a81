/** Something that a check found. */
export interface Finding {
  /** The rule that does not hold, as a constant for scripts. */
  readonly rule: string;
  /** What it was found on: `user pool us-east-1_…`, `app client stackflow-web`. */
  readonly subject: string;
  /** What was found, in a sentence without a full stop. */
  readonly found: string;
  /** What to do about it. */
  readonly fix: string;
}
