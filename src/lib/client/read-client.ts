import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
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
  return { client: client as AppClient, unmodelled: Object.fromEntries(dropped(sent ?? null, client, '')) };
}

/** What the service sent and the SDK's model did not keep, by path. A null means absent, to the service as well. */
function dropped(sent: unknown, kept: unknown, path: string): [path: string, value: unknown][] {
  if (sent === null) return [];
  if (kept === undefined) return [[path, sent]];
  if (Array.isArray(sent)) {
    const items: readonly unknown[] = Array.isArray(kept) ? kept : [];
    return sent.flatMap((item, index) => dropped(item, items[index], `${path}[${index}]`));
  }
  if (!isRecord(sent) || kept instanceof Date) return [];
  const known = isRecord(kept) ? kept : {};
  return Object.entries(sent).flatMap(([name, value]) =>
    dropped(value, known[name], path === '' ? name : `${path}.${name}`),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
