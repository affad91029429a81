/** What a change is made to. */
export interface Target {
  readonly kind: 'user' | 'client';
  /** The canonical name that the service takes: a user's `username`, a client's ID. */
  readonly id: string;
  /** A user's `sub`, which is what CloudTrail knows users by; absent where it is not known. */
  readonly sub?: string;
  /** What a person calls it: an address, a client's name. */
  readonly label: string;
  /** A user's tenant before the change; for a user being created, the one it will be in. */
  readonly tenantId: string | null;
}
