import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import type { Outcome } from '../../../../src/lib/changes/outcome.js';
import { type Directory, onPool } from '../../../../src/lib/directory.js';
import { type MadePool } from '../../../../src/lib/pool-spec/create/creation-notes.js';
import { type PlannedCreation, planCreation } from '../../../../src/lib/pool-spec/create/create-pool.js';
import { type Creation } from '../../../../src/lib/pool-spec/create/creation.js';
import { type LivePool, readLivePool } from '../../../../src/lib/pool-spec/live/live-pool.js';
import type { SandboxState } from '../../../../src/lib/sandbox/state/state.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

/** A sandbox without a pool, and a directory to create one in. */
export function emptySandbox(): { state: SandboxState; directory: Directory } {
  const state: SandboxState = { version: 1, pools: {} };
  return { state, directory: openTestDirectory({ store: new MemoryStore(state), isForNewPool: true }) };
}

export interface Created extends PlannedCreation {
  readonly outcome: Outcome;
  readonly made: MadePool;
}

/** Creates a pool as the command does. */
export async function createFrom(directory: Directory, creation: Creation): Promise<Created> {
  const planned = await planCreation(directory, { creation });
  const options = { dryRun: false, yes: true, prompter: undefined, show: () => undefined };
  const [outcome] = await carryOut(planned.directory, [planned.change], options);
  return { ...planned, outcome: outcome! };
}

/** The only pool of a sandbox as it is read now. */
export function livePool(directory: Directory, state: SandboxState): Promise<LivePool> {
  return readLivePool(onPool(directory, Object.keys(state.pools)[0] ?? ''));
}
