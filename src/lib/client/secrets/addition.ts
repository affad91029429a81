import { randomInt } from 'node:crypto';

import { isContradiction } from '../../cognito/errors/bad-response.js';
import type { Applied } from '../../changes/change.js';
import { requestIds } from '../../changes/written.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import type { Step } from '../../model/step.js';
import { handOver, type Recipient } from './hand-over.js';
import { type Proof, proveSecret } from './prove-secret.js';
import { type ClientSecret, readSecrets } from './read-secrets.js';
import { type Addition, finishFile, type UnfinishedAddition, withdrawFile } from './secret-file.js';

/** The app client that a secret is added to. */
export interface Place {
  readonly directory: Directory;
  readonly clientId: string;
  readonly label: string;
  readonly hostedUi: URL | undefined;
  /** Those that the client has now. */
  readonly secrets: readonly ClientSecret[];
}

export function listCommand(directory: Directory): string {
  return commandLine(directory, 'client secrets list');
}

/** The one secret that there is beside all those that there were. */
export function addedSince(before: readonly string[], secrets: readonly ClientSecret[]): ClientSecret | undefined {
  const [added, ...more] = secrets.filter(({ id }) => !before.includes(id));
  return more.length === 0 && secrets.length === before.length + 1 ? added : undefined;
}

export interface AdditionState {
  readonly recipient: Recipient;
  /** What a killed command has done already. */
  readonly unfinished: UnfinishedAddition | undefined;
  readonly added: ClientSecret | undefined;
}

export interface AppliedAddition extends Applied {
  readonly secret: Pick<ClientSecret, 'id'>;
}

/**
 * Hands a value over, adds it, and tries it.
 *
 * @returns what was done. It is `failed` if the secret is refused, or not known to be the value that was handed over.
 * @throws AdminError CHANGED_UNDERNEATH if the new secret is somebody else's: the value handed over is void then, and its file
 *   is removed; those of `handOver` and of the call
 */
export async function addition(
  place: Place,
  { recipient, unfinished, added }: AdditionState,
): Promise<AppliedAddition> {
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
  if (!adding.isOwn && proof.kind === 'refused') throw await ofAnother(place, adding.secret, { recipient });
  const isOwn = adding.isOwn || proof.kind === 'accepted';
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
    if (secret !== undefined && error.mayHaveHappened !== true)
      throw await ofAnother(place, secret, { recipient, error });
    if (secret !== undefined) return { secret, requestIds: [], isOwn: false };
    // An empty list is one that could not be read: the client has a secret.
    const isUnchanged = now.length === known.length;
    if (isUnchanged && recipient.kind === 'file') await withdrawFile(recipient.file);
    throw notAdded(place, error, { isUnchanged, recipient });
  }
}

/** The new secret is one that somebody else added, so the value that was handed over is void, and is taken back. */
async function ofAnother(
  { directory, label }: Place,
  { id }: Pick<ClientSecret, 'id'>,
  { recipient, error }: { readonly recipient: Recipient; readonly error?: AdminError },
): Promise<AdminError> {
  if (recipient.kind === 'file') await withdrawFile(recipient.file);
  const message = `somebody else has added secret ${id} to ${label} meanwhile, so the new value was not added`;
  const hint =
    `${takenBack(recipient)}\n` +
    'Keep that secret: applications may use it. Find out who added it, and whether it can serve in place of yours: ' +
    listCommand(directory);
  return new AdminError('CHANGED_UNDERNEATH', message, {
    hint: error === undefined ? hint : `${hint}\nCognito refused yours: ${error.message}`,
    requestId: error?.requestId,
    cause: error,
  });
}

function takenBack(recipient: Recipient): string {
  return recipient.kind === 'file' ? `${recipient.file} was removed.` : 'Do not use the value that was handed over.';
}

function notAdded(
  { directory }: Place,
  error: AdminError,
  { isUnchanged, recipient }: { isUnchanged: boolean; recipient: Recipient },
): AdminError {
  const { code, message, hint, requestId } = error;
  const verdict = isUnchanged
    ? `A check shows that no secret was added. ${takenBack(recipient)}`
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
  if (proof.kind === 'refused') {
    const remove = commandLine(directory, `client secrets remove ${id}`);
    const message = `the token endpoint refuses the new secret of ${label}`;
    const hint = `Applications must keep the old one. If it stays so, remove the new one: ${remove}`;
    return { failed: new AdminError('PARTIAL', message, { hint }) };
  }
  if (isOwn) return {};
  const message = `${label} has the new secret ${id}, but it is not known whether it has the value handed over`;
  const hint =
    'The answer was lost. Try the value before applications use it. If it does not work, somebody else added the secret: ' +
    `keep that, and find out who did. ${listCommand(directory)}`;
  return { failed: new AdminError('NOT_VERIFIED', message, { hint }) };
}
