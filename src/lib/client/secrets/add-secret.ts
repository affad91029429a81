import { hostedUiUrl } from '../../cognito/transfer/hosted-ui-url.js';
import type { Change } from '../../changes/change.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertMissing } from '../../files/new-file.js';
import { sameValue } from '../../model/field-change.js';
import { shellWord } from '../../text/quoted.js';
import { readClient } from '../read-client.js';
import { addedSince, addition, type AppliedAddition, listCommand, type Place } from './addition.js';
import type { Recipient } from './hand-over.js';
import { readSecrets, secretName } from './read-secrets.js';
import { type UnfinishedAddition, unfinishedFile } from './secret-file.js';

export interface AddSecretInput {
  readonly operation: 'client.add-secret' | 'client.rotate-secret';
  /** Who gets the value. Only a dry run may do without. */
  readonly recipient: Recipient | undefined;
}

/** The most secrets of an app client (API reference, AddUserPoolClientSecret). */
const MOST_SECRETS = 2;

/** Stands for the ID of a secret that is still to be added. */
const NEW = '(new)';

/**
 * Makes a secret, hands it over, adds it to the app client (AddUserPoolClientSecret), and tries it at the token endpoint.
 * The value is known to its recipient before it is added, so that it cannot be lost. An addition to a file that was killed
 * goes on where it was.
 *
 * @throws AdminError SETTING_CONFLICT if the client is public or has two secrets; FILE_EXISTS for a file of anything else
 */
export async function addSecret(directory: Directory, input: AddSecretInput): Promise<Change> {
  const { client } = await readClient(directory);
  const { ClientId: clientId, ClientName: label = clientId } = client;
  const secrets = await readSecrets(directory, clientId);
  const hostedUi = hostedUiUrl(directory.endpoint, await directory.pool());
  const place: Place = { directory, label, hostedUi, secrets, clientId };
  const unfinished = await unfinishedAddition(place, input.recipient);
  const added = unfinished === undefined ? undefined : addedSince(unfinished.secretIds, secrets);
  if (added === undefined) assertRoom(place);
  if (unfinished === undefined && input.recipient?.kind === 'file') await assertMissing(input.recipient.file);
  const before = unfinished?.secretIds ?? secrets.map(({ id }) => id);
  const isRotation = input.operation === 'client.rotate-secret';
  let applied: AppliedAddition | undefined;
  return {
    operation: input.operation,
    target: { kind: 'client', id: clientId, label, tenantId: null },
    fields: [{ field: 'secrets', before, after: [...before, added?.id ?? NEW], unreadable: true }],
    doneMessage: `Added a second secret to ${label}. The first one stays valid:`,
    unchangedMessage: `${label} has this secret already.`,
    // Only of a secret that is known to be good: applications get what this says.
    notesAfter: () => Promise.resolve(isRotation && applied?.failed === undefined ? [nextStep(directory)] : []),
    replan: () => addSecret(directory, input),
    apply: async () => {
      const { recipient } = input;
      if (recipient === undefined) throw new Error('a secret without a recipient');
      applied = await addition(place, { recipient, unfinished, added });
      return applied;
    },
    unverifiedFields: async () => {
      const now = (await readSecrets(directory, clientId)).map(({ id }) => id);
      return now.some((id) => id === applied?.secret.id)
        ? []
        : [{ field: 'secrets', before: now, after: [...before, NEW] }];
    },
    showCommand: listCommand(directory),
  };
}

function nextStep(directory: Directory): string {
  const finish = commandLine(directory, 'client secrets rotate --finish');
  return `Give the new secret to every application. Once none uses the old one, remove it: ${finish}`;
}

async function unfinishedAddition(
  { directory, clientId, secrets }: Place,
  recipient: Recipient | undefined,
): Promise<UnfinishedAddition | undefined> {
  if (recipient?.kind !== 'file') return undefined;
  const { file } = recipient;
  const unfinished = await unfinishedFile(file, { poolId: directory.endpoint.poolId, clientId });
  if (unfinished === undefined) return undefined;
  const ids = secrets.map(({ id }) => id);
  if (sameValue(unfinished.secretIds, ids) || addedSince(unfinished.secretIds, secrets) !== undefined)
    return unfinished;
  throw new AdminError('FILE_EXISTS', `${file} is of an earlier addition, and the secrets have changed since`, {
    hint: `Use another file. If no application uses the value in it: rm ${shellWord(file)}`,
  });
}

function assertRoom({ directory, label, secrets }: Place): void {
  const [older, newer] = secrets;
  if (older === undefined) {
    throw new AdminError('SETTING_CONFLICT', `app client ${label} is public: it has no secret, and cannot get one`, {
      hint: 'Cognito decides this when a client is created. Create another one with a secret.',
    });
  }
  if (newer === undefined) return;
  const finish = commandLine(directory, 'client secrets rotate --finish');
  const remove = commandLine(directory, `client secrets remove ${newer.id}`);
  throw new AdminError('SETTING_CONFLICT', `app client ${label} has ${secrets.length} secrets already`, {
    hint:
      `Nothing was changed. They are ${secrets.map(secretName).join(' and ')}; Cognito allows ${MOST_SECRETS}.\n` +
      `Once no application uses the older one: ${finish}\n` +
      `If the value of the newer one is lost: ${remove}`,
  });
}
