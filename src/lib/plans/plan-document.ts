/**
 * Plans that travel: a plan is saved as a document (`write-plan.ts`), read by another person (`read-plan.ts`, `plan-view.ts`)
 * and applied if it is still what would be done (`compare-plans.ts`). Nothing is carried out here: `sf-admin apply` plans the
 * same command again, and what it plans goes the way of every Change.
 */
import type { SignedStatement } from '../approvals/statement.js';
import { isUnchanged, type Plan } from '../changes/change.js';
import type { placeJson } from '../changes/place.js';
import type { Operator, RoleForATime } from '../history/file/entry.js';
import type { PoolFile } from '../pool-spec/source/read-pool-file.js';
import type { KeptReview } from '../reviews/review-file.js';
import type { UserCost } from './user-cost.js';
import { defined } from '../model/defined.js';
import type { RowValue } from '../input/rows/row.js';

/** Milliseconds for which a plan can be applied: long enough for a weekend between the plan and the person who applies it. */
export const PLAN_LIFETIME = 7 * 86_400_000;

/** The most bytes of a document: about 100,000 rows. It is read as a whole, so that what is checked is what is applied. */
export const MAX_PLAN_BYTES = 64_000_000;

/** What a file of `--plan-out` holds, but for the plans themselves. It has no secret. */
export interface PlanHead {
  /** The version of the format. */
  readonly plan: 1;
  /** A ULID. The history records each change under it, as it does for the rows of a run. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Who made the plan, as the history names people. */
  readonly createdBy: Operator;
  /** Why the changes are to be made, as that person wrote it. */
  readonly reason: string | null;
  /** Where it was planned. Only the same user pool at the same endpoint accepts it. */
  readonly context: ReturnType<typeof placeJson>;
  readonly command: PlannedCommand;
  /** What the changes of its users cost. Not in a plan that changes no user, nor in those of earlier versions. */
  readonly cost?: UserCost;
  /** The roles and groups that count as privileged where it was planned. Not in those of earlier versions. */
  readonly privileged?: { readonly roles: readonly string[]; readonly groups: readonly string[] };
}

/** The command that made the plan, without what only the person who applies it decides: see `travellingWords`. */
export interface PlannedCommand {
  /** As it is typed: `users disable`. */
  readonly name: string;
  /** The arguments as typed, and the flags as `--name` or `--name=value`. */
  readonly arguments: readonly string[];
  readonly flags: readonly string[];
  /** The pool that the file of `pool apply` or `pool create` declares, so that the file need not travel. */
  readonly pool?: DeclaredPool;
  /** The rows of the file of `users import start`, of which one job is made. */
  readonly rows?: readonly RowValues[];
  /** The review that `access apply` carries out, so that the file need not travel. */
  readonly review?: PlannedReview;
}

/** A review of access in a plan, as it was read. */
export interface PlannedReview {
  /** The bytes of the file, in base64. */
  readonly bytes: string;
  /** What was kept when the review was made: what it is about, and the digests of its rows by their user names. */
  readonly kept: KeptReview;
  /** The signatures of the file, by which the reviewer has signed it. */
  readonly signatures: readonly SignedStatement[];
}

type RowValues = Readonly<Record<string, RowValue>>;

/** A pool as a file declares it, in a plan: see `PoolFile`. All references are resolved. */
export interface DeclaredPool extends Pick<PoolFile, 'dialect' | 'resource' | 'spec'> {
  /** The settings that the file says are at their default or not set, as paths in JSON. */
  readonly unset: readonly string[];
}

/** What would be done to one target. */
export interface SavedPlan extends Pick<
  Plan,
  | 'operation'
  | 'target'
  | 'fields'
  | 'disruption'
  | 'irreversible'
  | 'handsOver'
  | 'undoes'
  | 'sendsMail'
  | 'movesTenant'
> {
  /** The values of the row, if the command reads rows from a file. */
  readonly row?: RowValues;
  readonly grant?: RoleForATime;
}

/** The document. The plans are numbered from 1: `row` of the history's records. */
export interface PlanDocument extends PlanHead {
  readonly plans: readonly SavedPlan[];
}

/** A plan as it is saved: always with the same keys in the same order, so that equal plans are equal texts. */
export function savedPlan(plan: Plan): SavedPlan {
  const { operation, disruption, irreversible, handsOver, undoes, sendsMail, movesTenant } = plan;
  const { kind, id, sub, label, tenantId } = plan.target;
  return {
    operation,
    target: { kind, id, ...defined({ sub }), label, tenantId },
    ...defined({ grant: plan.grant }),
    fields: plan.fields.map(({ field, before, after, unreadable, relative }) => ({
      field,
      before,
      after,
      ...defined({ unreadable, relative }),
    })),
    ...defined({ disruption, irreversible, handsOver, undoes, sendsMail, movesTenant }),
  };
}

/** How many of the plans would change something. */
export function changesIn({ plans }: Pick<PlanDocument, 'plans'>): number {
  return plans.filter((plan) => !isUnchanged(plan)).length;
}
