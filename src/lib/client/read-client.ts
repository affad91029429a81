import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { AppClient } from '../model/app-client.js';

/** An app client, and what the service said of it that this SDK does not model. */
export interface ClientReading {
  readonly client: AppClient;
  /** Paths of settings that the SDK dropped, such as `FutureSetting` or `RefreshTokenRotation.Mode`. */
  readonly unmodelled: readonly string[];
}

/**
 * Reads an app client, the directory's unless another is named (DescribeUserPoolClient).
 *
 * @throws AdminError MISSING_INPUT where the context names no client, CLIENT_NOT_FOUND, BAD_RESPONSE where the service
 *   answers another client than the one asked for
 */
export async function readClient(
  directory: Directory,
  ClientId = directory.clientId(),
): Promise<ClientReading> {
  const { output, raw } = await directory.cognito.callRaw('DescribeUserPoolClient', { ClientId });
  const client = output.UserPoolClient;
  if (client?.ClientId !== ClientId || client.UserPoolId !== directory.endpoint.poolId) {
    throw new AdminError(
      'BAD_RESPONSE',
      `asked for app client ${ClientId}, and was answered another or none`,
      {
        hint: 'Nothing was written.',
      },
    );
  }
  const sent: unknown = (raw as { UserPoolClient?: unknown } | undefined)?.UserPoolClient;
  return { client: client as AppClient, unmodelled: droppedPaths(sent, client) };
}

/** Paths of what the service sent and the SDK's model did not keep. A null means absent, to the service as well. */
function droppedPaths(sent: unknown, kept: unknown, path = ''): string[] {
  if (!isRecord(sent) || kept instanceof Date) return [];
  const known = isRecord(kept) ? kept : {};
  return Object.entries(sent).flatMap(([name, value]) => {
    if (value === null) return [];
    const here = path === '' ? name : `${path}.${name}`;
    return known[name] === undefined ? [here] : droppedPaths(value, known[name], here);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
