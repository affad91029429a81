import type { Change } from '../../changes/change.js';
import { written } from '../../changes/written.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { movedFields } from '../../model/field-change.js';
import { readClient } from '../read-client.js';
import { type ClientSecret, readSecrets, secretName } from './read-secrets.js';

/**
 * Removes a secret of the app client (DeleteUserPoolClientSecret).
 *
 * @throws AdminError SECRET_NOT_FOUND; SETTING_CONFLICT for the last one
 */
export async function removeSecret(directory: Directory, { id }: { id: string }): Promise<Change> {
  const state = await readState(directory);
  if (state.secrets.some((secret) => secret.id === id)) return removal(directory, state, id);
  throw new AdminError('SECRET_NOT_FOUND', `app client ${state.label} has no secret ${id}`, {
    hint: `To list its secrets: ${listCommand(directory)}`,
  });
}

/**
 * Ends a rotation: removes the older of two secrets of the app client. With one there is nothing left to do.
 *
 * @throws AdminError SETTING_CONFLICT if the client is public, or if both were created at the same time
 */
export async function finishRotation(directory: Directory): Promise<Change> {
  const state = await readState(directory);
  const [older, newer] = state.secrets;
  if (older === undefined) {
    throw new AdminError('SETTING_CONFLICT', `app client ${state.label} is public: it has no secret to rotate`);
  }
  if (older.createdAt === newer?.createdAt) {
    throw new AdminError('SETTING_CONFLICT', `the secrets of ${state.label} were created at the same time`, {
      hint: `Nothing was changed. Say which one to remove: ${commandLine(directory, 'client secrets remove ID')}`,
    });
  }
  return removal(directory, state, newer === undefined ? undefined : older.id);
}

interface State {
  readonly clientId: string;
  readonly label: string;
  /** The oldest first. */
  readonly secrets: readonly ClientSecret[];
}

async function readState(directory: Directory): Promise<State> {
  const { client } = await readClient(directory);
  const { ClientId: clientId, ClientName: label = clientId } = client;
  return { clientId, label, secrets: await readSecrets(directory, clientId) };
}

function listCommand(directory: Directory): string {
  return commandLine(directory, 'client secrets list');
}

/** @param id the secret to remove, which may be gone already; `undefined` if there is none to remove */
function removal(directory: Directory, { clientId, label, secrets }: State, id: string | undefined): Change {
  const removed = secrets.find((secret) => secret.id === id);
  const rest = secrets.filter((secret) => secret !== removed);
  if (removed !== undefined && rest.length === 0) throw lastOne(directory, label, removed);
  const fieldsOf = (now: readonly ClientSecret[]) => [
    { field: 'secrets', before: now.map((one) => one.id), after: now.map((one) => one.id).filter((one) => one !== id) },
  ];
  const kept = rest.map(secretName).join(', ');
  return {
    operation: 'client.remove-secret',
    target: { kind: 'client', id: clientId, label, tenantId: null },
    fields: fieldsOf(secrets),
    ...(removed === undefined
      ? {}
      : {
          disruption:
            `Applications that still use ${secretName(removed)} can no longer get tokens, and Cognito does not show which ` +
            `ones do. They need the secret that stays: ${kept}.`,
          irreversible: 'Cognito returns the value of no secret, so it cannot be put back.',
        }),
    doneMessage: `Removed secret ${id ?? ''} of ${label}. Its secret is now ${kept}.`,
    unchangedMessage: `${label} has only one secret, ${kept}.`,
    replan: async () => removal(directory, await readState(directory), id),
    apply: async () =>
      written(await directory.cognito.call('DeleteUserPoolClientSecret', { ClientId: clientId, ClientSecretId: id })),
    unverifiedFields: async () => movedFields(fieldsOf(await readSecrets(directory, clientId))),
    showCommand: listCommand(directory),
  };
}

function lastOne(directory: Directory, label: string, secret: ClientSecret): AdminError {
  return new AdminError('SETTING_CONFLICT', `${secret.id} is the only secret of ${label}`, {
    hint:
      'Nothing was changed: Cognito does not remove the last one, and no application could get tokens. ' +
      `To replace it: ${commandLine(directory, 'client secrets rotate')}`,
  });
}
