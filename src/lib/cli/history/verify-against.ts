import { digestOf } from '../../approvals/statement.js';
import { readSignatures } from '../../approvals/signature-file.js';
import { signedAs } from '../../approvals/verify-signatures.js';
import { statementPlace } from '../../changes/place.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { compareCheckpoint, readCheckpoint } from '../../history/checkpoint.js';
import type { HistoryStores } from '../../history/history-stores.js';
import type { PoolVerification } from '../../history/verify-all.js';
import { listed } from '../../text/listed.js';

/**
 * Compares a history with a checkpoint. If there are signatures beside the file, one must be of a signer of the
 * context.
 *
 * @returns what is wrong, and a sentence on what it was compared with
 * @throws AdminError USAGE, OTHER_POOL, SIGNATURE_REFUSED, SIGNING_FAILED, HISTORY_UNREADABLE
 */
export async function verifyAgainst(
  directory: Directory,
  stores: HistoryStores,
  file: string,
): Promise<{ faults: PoolVerification['faults']; text: string }> {
  const { checkpoint, bytes } = await readCheckpoint(file);
  const place = statementPlace(directory);
  if (checkpoint.poolId !== place.poolId || checkpoint.endpoint !== place.endpoint) {
    const of = `${checkpoint.poolId}${checkpoint.endpoint === null ? '' : ` at ${checkpoint.endpoint}`}`;
    throw new AdminError('OTHER_POOL', `the checkpoint is of user pool ${of}`, {
      hint: 'Use the context of that user pool: --context NAME',
    });
  }
  const signatures = await readSignatures(file);
  const { signers = {} } = signatures.length === 0 ? {} : await directory.approvalRules();
  const wanted = { sha256: digestOf(bytes), ...place, signers, now: new Date() };
  const by = signatures.length === 0 ? [] : await signedAs('checkpoint', signatures, wanted);
  const who = by.length === 0 ? 'not signed' : `signed by ${listed(by.map(({ person }) => person))}`;
  return {
    faults: await compareCheckpoint(stores, checkpoint),
    text: `Compared with the checkpoint of ${checkpoint.at}, line ${checkpoint.n}, ${who}.`,
  };
}
