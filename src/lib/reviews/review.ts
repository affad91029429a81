/*
 * reviews/: who has access, and what somebody decides about it. `read-review.ts` reads the users, `review-file.ts` writes the
 * CSV file that a reviewer fills in and keeps its digests, `read-decisions.ts` reads it back, and `revoke-access.ts` turns
 * decisions into changes.
 */
import type { Operator } from '../history/file/entry.js';

/** What was recorded last of a user in the history. */
export interface LastChange {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The user of the operating system; null if the system had no name. */
  readonly by: string | null;
  readonly operation: string;
}

/** A user under review. The keys are part of the JSON output. */
export interface ReviewedUser {
  readonly username: string;
  readonly sub: string | null;
  readonly email: string | null;
  readonly tenantId: string | null;
  readonly roles: readonly string[];
  /** Those of the roles that the conventions count as privileged, and the privileged groups that the user is in. */
  readonly privilegedRoles: readonly string[];
  readonly privilegedGroups: readonly string[];
  /** Those of the roles that were granted for a time. */
  readonly temporary: readonly { readonly role: string; readonly until: string }[];
  /** The second factors; none if the list is empty, and null if they are not known. */
  readonly mfa: readonly string[] | null;
  readonly enabled: boolean;
  readonly status: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  /** When the user pool last changed the user, in any way. */
  readonly updatedAt: string | null;
  readonly lastChange: LastChange | null;
  /** The latest sign-in that the user pool has recorded; null if it has none; `unknown` if it is not known. */
  readonly lastSignIn: string | null;
}

/** What a review is about. */
export interface ReviewScope {
  /** A ULID. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly madeBy: Operator;
  readonly poolId: string;
  /** What identifies the endpoint; null for AWS's own. */
  readonly endpoint: string | null;
  /** The tenant whose users it has; null for all. */
  readonly tenant: string | null;
  /** Whether it has only users with a privileged role or group. */
  readonly privileged: boolean;
  /** Who is to decide; null if it is only for reading. */
  readonly reviewer: string | null;
}

/** Who has access. The keys are part of the JSON output. */
export interface AccessReview extends ReviewScope {
  readonly users: readonly ReviewedUser[];
  /** Sentences on what is not known, and why. */
  readonly gaps: readonly string[];
}

/** What a user's access can be decided to be. */
export const DECISIONS = ['keep', 'revoke'] as const;

export type Decision = (typeof DECISIONS)[number];
