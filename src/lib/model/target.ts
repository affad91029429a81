/** The object of a change. */
export interface Target {
  readonly kind: 'user' | 'group' | 'client' | 'pool' | 'import-job';
  /** The canonical name in Cognito: a user's `username`, the name of a group, the ID of anything else. */
  readonly id: string;
  /** A user's `sub`, by which CloudTrail identifies users; absent if unknown. */
  readonly sub?: string;
  /** Its name for people: an address, the name of a group, a client, a user pool or an import job. */
  readonly label: string;
  /**
   * A user's tenant before the change, or the one that a new user will have; the tenant of all users of an import job.
   * Null for whatever all tenants share, and if it is not known: a context that is bound to a tenant changes none of it.
   */
  readonly tenantId: string | null;
}
