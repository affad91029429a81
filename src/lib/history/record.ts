import { defined } from '../model/defined.js';
import type { Target } from '../model/target.js';
import type { Ending, Finished, Intent, PlanOrigin, Result, RoleForATime, RowOfRun, Started } from './file/entry.js';

/** A change in the history: the entry of its start, and that of its end if there is one. */
export interface ChangeRecord extends Omit<Intent, 'grant' | 'run' | 'plan'> {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null if there is no end: the process was killed, or is still running. */
  readonly finishedAt: string | null;
  readonly result: Result;
  readonly steps: Ending['steps'] | null;
  readonly requestIds: readonly string[];
  readonly error: Ending['error'] | null;
  /** Null if the change is about no role that is held for a time. */
  readonly grant: RoleForATime | null;
  /** Null if the change is not part of a run. */
  readonly run: RowOfRun | null;
  /** Null if the change was not applied from a saved plan. */
  readonly plan: PlanOrigin | null;
}

/** Milliseconds after which a change without an outcome is no longer in progress: its process was killed. */
export const LONGEST_CHANGE = 3_600_000;

/**
 * The record of a change. Key by key: for a history of a hundred thousand changes, spreading objects is several times
 * slower.
 */
export function toRecord(started: Started, finished: Finished | undefined): ChangeRecord {
  return {
    id: started.id,
    context: started.context,
    poolId: started.poolId,
    region: started.region,
    endpoint: started.endpoint,
    operator: started.operator,
    operation: started.operation,
    target: finished === undefined ? started.target : targetAfter(started.target, finished),
    fields: finished?.fields ?? started.fields,
    reason: started.reason,
    undoes: started.undoes,
    grant: started.grant ?? null,
    run: started.run ?? null,
    plan: started.plan ?? null,
    startedAt: started.at,
    finishedAt: finished?.at ?? null,
    result: finished?.result ?? 'unknown',
    steps: finished?.steps ?? null,
    requestIds: finished?.requestIds ?? [],
    error: finished?.error ?? null,
  };
}

function targetAfter(target: Target, { targetId, targetSub }: Finished): Target {
  if (targetId === undefined && targetSub === undefined) return target;
  const { kind, label, tenantId } = target;
  return { kind, id: targetId ?? target.id, ...defined({ sub: targetSub ?? target.sub }), label, tenantId };
}
