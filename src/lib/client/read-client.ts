import { badResponse } from '../cognito/errors/bad-response.js';
import type { Directory } from '../directory.js';
import type { AppClient } from '../model/app-client.js';

/** An app client, and what the service said of it that this SDK does not model. */
export interface ClientReading {
  readonly client: AppClient;
  /** Settings that the SDK dropped, as they were sent, by their paths: `FutureSetting`, `RefreshTokenRotation.Mode`. */
  readonly unmodelled: Readonly<Record<string, unknown>>;
}

/**
 * Reads an app client, the directory's unless another is named (DescribeUserPoolClient).
 *
 * @throws AdminError MISSING_INPUT where the context names no client, CLIENT_NOT_FOUND, BAD_RESPONSE where the service
 *   answers another client than the one asked for, or an answer of which nobody can tell what the SDK dropped
 */
export async function readClient(
  directory: Directory,
  ClientId = directory.clientId(),
): Promise<ClientReading> {
  const { output, raw } = await directory.cognito.callRaw('DescribeUserPoolClient', { ClientId });
  const client = output.UserPoolClient;
  if (client?.ClientId !== ClientId || client.UserPoolId !== directory.endpoint.poolId) {
    throw badResponse(`asked for app client ${ClientId}, and was answered another or none`, output.$metadata);
  }
  const sent: unknown = isRecord(raw) ? raw.UserPoolClient : undefined;
  // A write sends back what was read: what might be missing from it would be reset, and nobody would know.
  if (!isRecord(sent) || sent.ClientId !== ClientId) {
    throw badResponse(
      `the settings of app client ${ClientId} cannot be read as they were sent`,
      output.$metadata,
    );
  }
  return { client: client as AppClient, unmodelled: Object.fromEntries(dropped(sent, client, '')) };
}

/** What the service sent and the SDK's model did not keep, by path. A null means absent, to the service as well. */
function dropped(sent: unknown, kept: unknown, path: string): [path: string, value: unknown][] {
  if (sent === null) return [];
  if (kept === undefined) return [[path, sent]];
  if (Array.isArray(sent)) {
    // The SDK leaves nulls out of lists, and what follows them moves up.
    const items: readonly unknown[] = Array.isArray(kept) ? kept.filter(isSet) : [];
    return sent.filter(isSet).flatMap((item, index) => dropped(item, items[index], `${path}[${index}]`));
  }
  if (!isRecord(sent) || kept instanceof Date) return [];
  const known = isRecord(kept) ? kept : {};
  return Object.entries(sent).flatMap(([name, value]) =>
    dropped(value, known[name], path === '' ? name : `${path}.${name}`),
  );
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
