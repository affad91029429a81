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
  return { client, unmodelled: Object.fromEntries(dropped(sent, client, '')) };
}

/** What the service sent and the SDK did not keep, by path. To the service, null means absent. */
function dropped(sent: unknown, kept: unknown, path: string): [path: string, value: unknown][] {
  if (sent === null) return [];
  // A number that would be rounded is text in what was sent: see `captureRawResponse`.
  if (kept === undefined || (typeof sent === 'string' && typeof kept === 'number')) return [[path, sent]];
  if (Array.isArray(sent)) {
    // The SDK removes nulls from lists, so later items move up.
    const items: readonly unknown[] = Array.isArray(kept) ? kept.filter(isSet) : [];
    return sent.filter(isSet).flatMap((item, index) => dropped(item, items[index], `${path}[${index}]`));
  }
  if (!isRecord(sent) || kept instanceof Date) return [];
  const known = isRecord(kept) ? kept : {};
  return Object.entries(sent).flatMap(([name, value]) =>
    // A setting may be named like a member that every object has, such as constructor.
    dropped(value, Object.hasOwn(known, name) ? known[name] : undefined, path === '' ? name : `${path}.${name}`),
  );
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
