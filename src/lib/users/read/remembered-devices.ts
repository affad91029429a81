import type { Cognito } from '../../cognito/client/cognito.js';
import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';

/** A device that the pool remembers of a user. */
export interface RememberedDevice {
  readonly key: string;
  /** When the user last signed in with it, ISO 8601, UTC; `null` if Cognito does not say. */
  readonly lastSignInAt: string | null;
}

/**
 * The devices that the pool remembers of a user (AdminListDevices).
 *
 * @param username the canonical user name
 * @throws AdminError UNSUPPORTED_OPERATION if the pool or the endpoint does not have it
 */
export function rememberedDevices(cognito: Cognito, username: string): AsyncGenerator<RememberedDevice> {
  return pages(async (PaginationToken) => {
    const page = await cognito.call('AdminListDevices', { Username: username, Limit: PAGE_SIZE, PaginationToken });
    return {
      items: (page.Devices ?? []).flatMap(({ DeviceKey: key, DeviceLastAuthenticatedDate: date }) =>
        key === undefined ? [] : [{ key, lastSignInAt: date?.toISOString() ?? null }],
      ),
      nextToken: page.PaginationToken,
    };
  });
}
