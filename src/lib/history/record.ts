import { defined } from '../model/defined.js';
import type { Target } from '../model/target.js';
import type { Ending, Entry, Finished, Intent, Result, RowOfRun, Started } from './file/entry.js';

/** A change as the history tells of it: how it started, and how it ended where that is known. */
export interface ChangeRecord extends Omit<Intent, 'run'> {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null where the process that made it never told: it was killed, or is still at it. */
  readonly finishedAt: string | null;
  readonly result: Result;
  readonly steps: Ending['steps'] | null;
  readonly requestIds: readonly string[];
  readonly error: Ending['error'] | null;
  /** Null where the change was made by itself. */
  readonly run: RowOfRun | null;
}

/** What a record is made of. */
interface Entries {
  readonly started: Started;
  readonly finished?: Finished;
}

/** Gathers entries, and tells the changes that those so far tell of, in the order in which they were started. */
export function recordCollector(): { add: (entry: Entry) => void; records: () => ChangeRecord[] } {
  const found = new Map<string, Entries>();
  return {
    add: (entry) => {
      if (entry.entry === 'started') {
        found.set(entry.id, { started: entry });
        return;
      }
      const known = found.get(entry.id);
      if (known !== undefined) found.set(entry.id, { started: known.started, finished: entry });
    },
    records: () => Array.from(found.values(), toRecord),
  };
}

/** Key by key: a history may have a hundred thousand, and spreading objects takes several times as long. */
function toRecord({ started, finished }: Entries): ChangeRecord {
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
    run: started.run ?? null,
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
  const sub = targetSub ?? target.sub;
  return {
    kind: target.kind,
    id: targetId ?? target.id,
    ...defined({ sub }),
    label: target.label,
    tenantId: target.tenantId,
  };
}
