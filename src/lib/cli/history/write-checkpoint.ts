import { Readable } from 'node:stream';

import { Flags, type Interfaces } from '@oclif/core';

import { connectionFlags } from '../flags/connection.js';
import type { OutputFlags } from '../flags/output.js';
import { keyFlag } from '../flags/signing.js';
import { toFlag } from '../flags/to.js';
import type { Invocation } from '../invocation.js';
import { showDone } from '../show.js';
import { statementPlace } from '../../changes/place.js';
import { commandLine } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { writeNewFile } from '../../files/new-file.js';
import { type Checkpoint, endOf } from '../../history/checkpoint.js';
import { historyStores } from '../../history/history-stores.js';
import { verifyAll } from '../../history/verify-all.js';

/** Flags of `history checkpoint`. */
export const checkpointFlags = {
  ...connectionFlags,
  ...toFlag,
  sign: Flags.boolean({ summary: 'Sign it with your SSH key, which must be that of a signer of the context.' }),
  key: { ...keyFlag.key, dependsOn: ['sign'] },
  'no-input': Flags.boolean({ summary: 'Never prompt; fail if something is missing.' }),
};

type CheckpointInvocation = Invocation<OutputFlags & Interfaces.InferredFlags<typeof checkpointFlags>>;

/** What was written. The keys are the JSON output. */
export interface WrittenCheckpoint extends Checkpoint {
  readonly file: string;
  /** The signer; null if it is not signed. */
  readonly signedBy: string | null;
  /** The file with the signature. */
  readonly signatures: string | null;
}

/**
 * Verifies the history, and writes its end to a file.
 *
 * @throws AdminError HISTORY_ALTERED if the history is damaged; RECORD_NOT_FOUND if it is empty; FILE_EXISTS,
 *   FILE_UNWRITABLE; SIGNATURE_REFUSED and SIGNING_FAILED as `signFile` does
 */
export async function writeCheckpoint(cli: CheckpointInvocation): Promise<void> {
  const { flags, prompter } = cli;
  const directory = await cli.open();
  const mayAsk = prompter !== undefined;
  const by = flags.sign
    ? await (await import('../approvals/signer.js')).signerAt(directory, { keyFile: flags.key, mayAsk })
    : undefined;
  const stores = historyStores(directory);
  // Read first, so that nothing is signed that others have written after the verification.
  const head = await endOf(stores.current);
  const { faults } = await verifyAll(stores);
  const hint = `To see all faults: ${commandLine(directory, 'history verify')}`;
  if (faults[0] !== undefined) {
    throw new AdminError('HISTORY_ALTERED', `the history is damaged: ${faults[0].found}`, { hint });
  }
  if (head === undefined) {
    throw new AdminError('RECORD_NOT_FOUND', `${stores.current.name} has no line`, {
      hint: 'A checkpoint is possible once a change was recorded.',
    });
  }
  const now = new Date();
  const place = statementPlace(directory);
  const checkpoint: Checkpoint = {
    checkpoint: 1,
    ...place,
    history: stores.current.name,
    n: head.n,
    hash: head.hash,
    at: now.toISOString(),
  };
  const file = flags.to ?? `${place.poolId}-${head.n}.checkpoint.json`;
  const text = `${JSON.stringify(checkpoint, null, 2)}\n`;
  await writeNewFile(file, Readable.from([text]));
  let signatures: string | null = null;
  if (by !== undefined) {
    const [{ digestOf }, { signFile }, { signatureFile }] = await Promise.all([
      import('../../approvals/statement.js'),
      import('../../approvals/sign-file.js'),
      import('../../approvals/signature-file.js'),
    ]);
    await signFile(file, { role: 'checkpoint', sha256: digestOf(Buffer.from(text)), ...place }, by, { mayAsk, now });
    signatures = signatureFile(file);
  }
  const json: WrittenCheckpoint = { ...checkpoint, file, signedBy: by?.person ?? null, signatures };
  const signed = by === undefined ? '' : `, signed by ${by.person}`;
  await showDone({ sentence: `Wrote line ${head.n} of the history to ${file}${signed}.`, id: file, json }, cli);
  if (!flags.quiet) cli.note('Keep it where those who can write the history cannot change it.');
}
