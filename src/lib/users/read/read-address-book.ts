import { MAX_USER_PAGES, PAGE_SIZE, pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { makeAddressBook } from '../../model/address-book.js';
import { ATTRIBUTE } from '../../model/user.js';
import { pageOfUsers } from './user-pages.js';

/**
 * The directory, with the addresses and tenants of the whole pool read in advance if that takes fewer calls than
 * looking up each address. AdminGetUser does not find federated users by address, and ListUsers has Cognito's lowest
 * quota.
 *
 * @param addresses how many addresses would be looked up
 * @param options.stop ends the reading before its next page
 * @param options.progress its `done` counts the users read
 * @throws AdminError CANCELLED; as the calls do
 */
export async function withAddressBook(
  directory: Directory,
  addresses: number,
  { stop, progress }: { stop?: AbortSignal; progress?: { done: number } } = {},
): Promise<Directory> {
  const { EstimatedNumberOfUsers = Infinity } = await directory.pool();
  if (addresses === 0 || EstimatedNumberOfUsers / PAGE_SIZE > addresses) return directory;
  const book = makeAddressBook();
  const page = pageOfUsers(directory.cognito, { Limit: PAGE_SIZE });
  const readPage = (token: string | undefined) => {
    if (stop?.aborted) throw new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
    return page(token);
  };
  try {
    for await (const { Attributes = [] } of pages(readPage, { maxPages: MAX_USER_PAGES })) {
      for (const { Name, Value } of Attributes) {
        if (Value === undefined || Value === '') continue;
        if (Name === ATTRIBUTE.email) book.add(Value);
        if (Name === ATTRIBUTE.tenantId) book.tenants.add(Value);
      }
      if (progress !== undefined) progress.done += 1;
    }
  } catch (error) {
    // Without permission to list users, native users can still be changed.
    if (!(error instanceof AdminError) || error.code !== 'ACCESS_DENIED') throw error;
    return directory;
  }
  return { ...directory, addresses: book };
}
