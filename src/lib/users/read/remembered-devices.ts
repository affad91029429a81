import type { Cognito } from '../../cognito/client/cognito.js';
import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';

/**
 * The keys of the devices that the pool remembers of a user (AdminListDevices).
 *
 * @param username the canonical user name
 * @throws AdminError UNSUPPORTED_OPERATION if the pool or the endpoint does not have it
 */
export function rememberedDevices(cognito: Cognito, username: string): AsyncGenerator<string> {
  return pages(async (PaginationToken) => {
    const page = await cognito.call('AdminListDevices', { Username: username, Limit: PAGE_SIZE, PaginationToken });
    return {
      items: (page.Devices ?? []).flatMap(({ DeviceKey }) => DeviceKey ?? []),
      nextToken: page.PaginationToken,
    };
  });
}
