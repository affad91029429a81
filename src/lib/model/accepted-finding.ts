/** A finding of a check that is accepted for now. */
export interface Acceptance {
  readonly reason: string;
  /** The last day on which it is accepted: `2027-03-31`, in UTC. */
  readonly until: string;
}

/** An entry of `acceptedFindings` in a context's configuration. */
export interface AcceptedFinding extends Acceptance {
  /** The rule's ID. */
  readonly rule: string;
  /** What it is accepted on, as the check names it; left out: on everything. */
  readonly subject?: string | undefined;
}
