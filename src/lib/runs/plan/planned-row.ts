import { hash } from 'node:crypto';

import { planEssence, type Plan } from '../../changes/change.js';
import type { ErrorCode } from '../../errors.js';
import type { Row } from '../../input/rows/row.js';
import type { Target } from '../../model/target.js';

/**
 * A row with what the run has to remember of its plan, as it is kept in the plans spool. A later version resumes from
 * that file, so `n`, `target`, `modifiedAt` and the kind `repeat` must keep their names.
 */
export interface PlannedRow {
  /** The row's number in the input, from 1. */
  readonly n: number;
  readonly row: Row;
  readonly target: Target;
  readonly planned: Planned;
  /** A previous attempt started the row. */
  readonly isRetried?: true;
  /** The history record that the previous attempt left unfinished. */
  readonly recordId?: string;
  /** When the target was last modified, by the service's clock. */
  readonly modifiedAt?: string;
}

export type Planned =
  | {
      readonly kind: 'change';
      /** See `planDigest`. */
      readonly digest: string;
      /** Whether the change needs confirmation. */
      readonly asks: boolean;
      /** See `writesList` in `change.ts`. */
      readonly writesList?: true;
    }
  | { readonly kind: 'unchanged'; readonly message: string }
  /** A duplicate: an earlier row names the same user in another way. */
  | { readonly kind: 'repeat' }
  /** A previous attempt was interrupted during the row, and reading the target shows that the change was made. */
  | { readonly kind: 'was-done'; readonly message: string }
  /** The row cannot be planned, or a guard refuses the plan. */
  | {
      readonly kind: 'failed';
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string };
    };

/** A short digest by which the confirmed plan of a row is recognised when the row is planned again. */
export function planDigest(plan: Plan): string {
  return hash('sha256', planEssence(plan), 'base64').slice(0, 16);
}
