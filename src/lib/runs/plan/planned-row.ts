import { createHash } from 'node:crypto';

import { planEssence, type Plan } from '../../changes/change.js';
import type { ErrorCode } from '../../errors.js';
import type { Target } from '../../model/target.js';
import type { Row } from '../../input/rows/row.js';

/** A row, and what was planned for it: what a run needs to know of the plan, and no more. */
export interface PlannedRow {
  /** The row's number in the input, from 1. */
  readonly n: number;
  readonly row: Row;
  readonly target: Target;
  readonly planned: Planned;
  /** An earlier part of the run has begun it. */
  readonly isRetried?: true;
  /** The record that it left without an end. */
  readonly recordId?: string;
  /** When the target was last modified, by the service's clock. */
  readonly modifiedAt?: string;
}

export type Planned =
  | {
      readonly kind: 'change';
      /** Tells the plan that was agreed to from another. */
      readonly digest: string;
      /** Whether it asks first. */
      readonly asks: boolean;
    }
  /** Nothing to do, and the sentence that says so. */
  | { readonly kind: 'unchanged'; readonly said: string }
  /** Its user is that of a row before it under another name, so that nothing is done. */
  | { readonly kind: 'repeat' }
  /** A crash left it unknown, and looking shows that it was done. */
  | { readonly kind: 'was-done'; readonly said: string }
  | FailedPlan;

/** It cannot be planned, or a guard refuses it. */
export interface FailedPlan {
  readonly kind: 'failed';
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string };
}

/** Tells plans apart, in a few characters. */
export function planDigest(plan: Plan): string {
  return createHash('sha256').update(planEssence(plan)).digest('base64').slice(0, 16);
}
