import type { Ending, Entry, Intent, Result, RowOfRun } from './entry.js';

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

/** The changes that some entries tell of, in the order in which they were started. */
export function records(entries: Iterable<Entry>): ChangeRecord[] {
  const found = new Map<string, ChangeRecord>();
  for (const entry of entries) {
    const { id, at } = entry;
    if (entry.entry === 'started') {
      const { v: _v, n: _n, prev: _prev, at: _at, entry: _entry, ...intent } = entry;
      found.set(id, {
        ...intent,
        startedAt: at,
        finishedAt: null,
        result: 'unknown',
        steps: null,
        requestIds: [],
        error: null,
        run: intent.run ?? null,
      });
      continue;
    }
    const started = found.get(id);
    if (started !== undefined) found.set(id, ended(started, entry));
  }
  return [...found.values()];
}

function ended(
  started: ChangeRecord,
  { at, result, targetId, targetSub, fields, ...ending }: Entry & Ending,
): ChangeRecord {
  return {
    ...started,
    finishedAt: at,
    result,
    target: {
      ...started.target,
      id: targetId ?? started.target.id,
      ...(targetSub === undefined ? {} : { sub: targetSub }),
    },
    fields: fields ?? started.fields,
    steps: ending.steps ?? null,
    requestIds: ending.requestIds,
    error: ending.error ?? null,
  };
}
