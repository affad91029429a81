/** What a change is made to. */
export interface Target {
  readonly kind: 'user' | 'client' | 'import-job';
  /** The canonical name that the service takes: a user's `username`, the ID of a client or an import job. */
  readonly id: string;
  /** A user's `sub`, which is what CloudTrail knows users by; absent where it is not known. */
  readonly sub?: string;
  /** What a person calls it: an address, the name of a client or an import job. */
  readonly label: string;
  /** A user's tenant before the change; for a user being created, the one it will be in; of anything else, none. */
  readonly tenantId: string | null;
}
