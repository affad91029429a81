import { randomInt } from 'node:crypto';

import { isContradiction } from '../../cognito/errors/bad-response.js';
import { hostedUiUrl } from '../../cognito/transfer/hosted-ui-url.js';
import type { Applied, Change } from '../../changes/change.js';
import { requestIds } from '../../changes/written.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { assertMissing } from '../../files/new-file.js';
import { sameValue } from '../../model/field-change.js';
import type { Step } from '../../model/step.js';
import { shellWord } from '../../text/quoted.js';
import { readClient } from '../read-client.js';
import { handOver, type Recipient } from './hand-over.js';
import { type Proof, proveSecret } from './prove-secret.js';
import { type ClientSecret, readSecrets, secretName } from './read-secrets.js';
import { type Addition, finishFile, type UnfinishedAddition, unfinishedFile, withdrawFile } from './secret-file.js';

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
  let newId: string | undefined;
  return {
    operation: input.operation,
    target: { kind: 'client', id: clientId, label, tenantId: null },
    fields: [{ field: 'secrets', before, after: [...before, added?.id ?? NEW], unreadable: true }],
    doneMessage: `Added a second secret to ${label}. The first one stays valid:`,
    unchangedMessage: `${label} has this secret already.`,
    ...(input.operation === 'client.rotate-secret' ? { notes: [nextStep(directory)] } : {}),
    replan: () => addSecret(directory, input),
    apply: async () => {
      const { recipient } = input;
      if (recipient === undefined) throw new Error('a secret without a recipient');
      const applied = await addition(place, { recipient, unfinished, added });
      newId = applied.secret.id;
      return applied;
    },
    unverifiedFields: async () => {
      const now = (await readSecrets(directory, clientId)).map(({ id }) => id);
      return now.some((id) => id === newId) ? [] : [{ field: 'secrets', before: now, after: [...before, NEW] }];
    },
    showCommand: listCommand(directory),
  };
}

interface Place {
  readonly directory: Directory;
  readonly clientId: string;
  readonly label: string;
  readonly hostedUi: URL | undefined;
  /** Those that the client has now. */
  readonly secrets: readonly ClientSecret[];
}

function listCommand(directory: Directory): string {
  return commandLine(directory, 'client secrets list');
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

/** The one secret that there is beside all those that there were. */
function addedSince(before: readonly string[], secrets: readonly ClientSecret[]): ClientSecret | undefined {
  const [added, ...more] = secrets.filter(({ id }) => !before.includes(id));
  return more.length === 0 && secrets.length === before.length + 1 ? added : undefined;
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

interface AdditionState {
  readonly recipient: Recipient;
  /** What a killed command has done already. */
  readonly unfinished: UnfinishedAddition | undefined;
  readonly added: ClientSecret | undefined;
}

async function addition(
  place: Place,
  { recipient, unfinished, added }: AdditionState,
): Promise<Applied & { readonly secret: Pick<ClientSecret, 'id'> }> {
  const { directory, clientId, hostedUi, secrets } = place;
  const { poolId, interrupt } = directory.endpoint;
  const value = unfinished?.value ?? newSecret();
  const about: Addition = { poolId, clientId, secretIds: secrets.map(({ id }) => id) };
  const handedOver: Step =
    unfinished === undefined
      ? { step: 'hand over', result: 'done', detail: await handOver(recipient, value, { addition: about, interrupt }) }
      : { step: 'hand over', result: 'unchanged', detail: 'by an earlier command' };
  const adding: Adding =
    added === undefined ? await add(place, value, recipient) : { secret: added, requestIds: [], isOwn: false };
  const proof = await proveSecret(directory.endpoint, hostedUi, { id: clientId, secret: value });
  const isProved = proof.kind === 'accepted';
  const isOwn = adding.isOwn || isProved;
  // Kept if in doubt, so that the same command tries it again.
  if (recipient.kind === 'file' && isOwn && proof.kind !== 'refused') await finishFile(recipient.file);
  const { id } = adding.secret;
  const result = !isOwn ? 'unknown' : added === undefined ? 'done' : 'unchanged';
  return {
    secret: adding.secret,
    requestIds: adding.requestIds,
    steps: [handedOver, { step: 'add', result, detail: id }, proofStep(proof)],
    ...failureOf(place, id, { proof, isOwn }),
  };
}

/** Like the secrets that Cognito makes: 51 lower-case letters and digits, which are 263 bits. It allows 24 to 64 of [\w+]. */
function newSecret(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 51 }, () => letters.charAt(randomInt(letters.length))).join('');
}

interface Adding {
  readonly secret: Pick<ClientSecret, 'id'>;
  readonly requestIds: readonly string[];
  /** Whether it is known to be the value that was handed over, and not a secret that somebody else added. */
  readonly isOwn: boolean;
}

/** If the answer was lost, it is looked up whether there is a new secret; the proof then shows whose it is. */
async function add(place: Place, value: string, recipient: Recipient): Promise<Adding> {
  const { directory, clientId, secrets } = place;
  try {
    const answer = await directory.cognito.call('AddUserPoolClientSecret', { ClientId: clientId, ClientSecret: value });
    const id = answer.ClientSecretDescriptor?.ClientSecretId;
    if (id?.startsWith(`${clientId}--`) === true && !secrets.some((known) => known.id === id)) {
      return { secret: { id }, requestIds: requestIds([answer]), isOwn: true };
    }
    throw new AdminError('BAD_RESPONSE', 'Cognito returned no new secret when asked to add one', {
      mayHaveHappened: true,
    });
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    // What an endpoint says after it has contradicted itself proves nothing.
    if (isContradiction(error)) throw notAdded(place, error, { isUnchanged: false, recipient });
    const known = secrets.map(({ id }) => id);
    const now = await readSecrets(directory, clientId).catch(() => []);
    const secret = addedSince(known, now);
    if (secret !== undefined) return { secret, requestIds: [], isOwn: false };
    // An empty list is one that could not be read: the client has a secret.
    const isUnchanged = now.length === known.length;
    if (isUnchanged && recipient.kind === 'file') await withdrawFile(recipient.file);
    throw notAdded(place, error, { isUnchanged, recipient });
  }
}

function notAdded(
  { directory }: Place,
  error: AdminError,
  { isUnchanged, recipient }: { isUnchanged: boolean; recipient: Recipient },
): AdminError {
  const { code, message, hint, requestId } = error;
  const handedOver = recipient.kind === 'file' ? `${recipient.file} was removed.` : 'Do not use the value handed over.';
  const verdict = isUnchanged
    ? `A check shows that no secret was added. ${handedOver}`
    : `It is not known whether the secret was added. See whether there is a new one: ${listCommand(directory)}`;
  return new AdminError(code, message, {
    cause: error,
    hint: hint === undefined ? verdict : `${verdict}\n${hint}`,
    mayHaveHappened: !isUnchanged,
    requestId,
  });
}

function proofStep(proof: Proof): Step {
  const step = 'try at the token endpoint';
  if (proof.kind === 'unknown') return { step, result: 'skipped', detail: `not proved: ${proof.reason}` };
  if (proof.kind === 'accepted') return { step, result: 'done', detail: 'accepted' };
  return { step, result: 'failed', detail: 'refused' };
}

function failureOf(
  { directory, label }: Place,
  id: string,
  { proof, isOwn }: { proof: Proof; isOwn: boolean },
): Pick<Applied, 'failed'> {
  const remove = commandLine(directory, `client secrets remove ${id}`);
  if (proof.kind === 'refused') {
    const message = `the token endpoint refuses the new secret of ${label}`;
    const hint = `Applications must keep the old one. If it stays so, remove the new one: ${remove}`;
    return { failed: new AdminError('PARTIAL', message, { hint }) };
  }
  if (isOwn) return {};
  const message = `${label} has the new secret ${id}, but it is not known whether it has the value handed over`;
  const hint = `The answer was lost. Try the value before applications use it. If it does not work: ${remove}`;
  return { failed: new AdminError('NOT_VERIFIED', message, { hint }) };
}
