import { defined } from '../../model/defined.js';
import { PAGE_SIZE, pages } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { makeAddressBook } from '../../model/address-book.js';
import { ATTRIBUTE } from '../../model/user.js';

/**
 * The directory, with the addresses of the whole pool read beforehand where that takes fewer calls than looking each of
 * so many addresses up: AdminGetUser does not find a federated user by the address, and listing is what Cognito allows
 * least of.
 *
 * @param addresses how many would be looked up
 * @param options.stop ends the reading before its next page
 * @param options.progress is told how many users were read
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
  const users = pages(async (PaginationToken) => {
    if (stop?.aborted) throw new AdminError('CANCELLED', 'interrupted', { hint: 'Nothing was changed.' });
    const page = await directory.cognito.call('ListUsers', {
      Limit: PAGE_SIZE,
      ...defined({ PaginationToken }),
    });
    return { items: page.Users, nextToken: page.PaginationToken, metadata: page.$metadata };
  });
  try {
    for await (const { Attributes = [] } of users) {
      const address = Attributes.find(({ Name }) => Name === ATTRIBUTE.email)?.Value;
      if (address !== undefined) book.add(address);
      if (progress !== undefined) progress.done += 1;
    }
  } catch (error) {
    // A caller who may not list users can still act on the native ones.
    if (!(error instanceof AdminError) || error.code !== 'ACCESS_DENIED') throw error;
    return directory;
  }
  return { ...directory, addresses: book };
}
