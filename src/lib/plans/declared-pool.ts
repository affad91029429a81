import { AdminError } from '../errors.js';
import type { Origin } from '../pool-spec/dialects/draft.js';
import type { PoolFile } from '../pool-spec/source/read-pool-file.js';
import type { DeclaredPool, PlannedCommand } from './plan-document.js';

/** What a plan holds of a file that declares a pool. Nothing in it is secret: a spec has no values of secrets. */
export function declaredPool({ dialect, resource, spec, places }: PoolFile): DeclaredPool {
  const unset = [...places].flatMap(([path, { isUnset }]) => (isUnset === true ? [path] : []));
  return { dialect, resource, spec, unset };
}

/** The file of the command of a plan. @throws AdminError INVALID_PLAN if the plan has none */
export function poolFileOf({ name, pool }: PlannedCommand): PoolFile {
  if (pool === undefined) {
    throw new AdminError('INVALID_PLAN', `the plan of ${name} holds no user pool`, {
      hint: 'Nothing was changed. The file was not made by --plan-out of this version.',
    });
  }
  const { unset, ...declared } = pool;
  // Line 0: nowhere in a file.
  const origin: Origin = { at: { line: 0, column: 0 }, key: '', isUnset: true };
  return { ...declared, unresolved: [], places: new Map(unset.map((path) => [path, origin])), warnings: [] };
}
