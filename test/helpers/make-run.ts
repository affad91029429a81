import { applyAndVerify } from '../../src/lib/changes/apply-and-verify.js';
import type { Change } from '../../src/lib/changes/change.js';
import { recorderFor } from '../../src/lib/changes/recorder.js';
import type { Directory } from '../../src/lib/directory.js';

/** Carries out changes one by one as the rows of a run. The first row is on line 2, below a header. */
export async function makeRun(directory: Directory, run: string, changes: readonly Change[]): Promise<void> {
  for (const [index, change] of changes.entries()) {
    const recorder = recorderFor(directory, undefined, { run: { id: run, row: index + 2 } });
    await recorder.start(change);
    await applyAndVerify(change).then(recorder.end, recorder.fail);
  }
}
