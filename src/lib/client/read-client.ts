import { isRecord, unmodelled } from '../cognito/client/unmodelled.js';
import { badResponse } from '../cognito/errors/bad-response.js';
import type { Directory } from '../directory.js';
import type { AppClient } from '../model/app-client.js';

/** An app client, with the settings that this SDK does not model. */
export interface ClientReading {
  readonly client: AppClient;
  /** Settings that the SDK dropped, as the service sent them, by path: `FutureSetting`, `RefreshTokenRotation.Mode`. */
  readonly unmodelled: Readonly<Record<string, unknown>>;
}

/**
 * Reads an app client (DescribeUserPoolClient).
 *
 * @param ClientId the context's app client if left out
 * @throws AdminError MISSING_INPUT if the context has no app client; CLIENT_NOT_FOUND; BAD_RESPONSE if the answer cannot
 *   be compared with what the SDK kept of it
 */
export async function readClient(directory: Directory, ClientId = directory.clientId()): Promise<ClientReading> {
  const { output, raw } = await directory.cognito.callRaw('DescribeUserPoolClient', { ClientId });
  const client = output.UserPoolClient as AppClient;
  const sent: unknown = isRecord(raw) ? raw.UserPoolClient : undefined;
  // A write sends back what was read: a setting that is missing from it would be reset unnoticed.
  if (!isRecord(sent) || sent.ClientId !== ClientId) {
    throw badResponse(`the settings of app client ${ClientId} are missing from the response`, output.$metadata);
  }
  return { client, unmodelled: unmodelled(sent, client) };
}
