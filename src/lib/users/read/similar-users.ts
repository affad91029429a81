import { PAGE_SIZE } from '../../cognito/client/pages.js';
import type { Directory } from '../../directory.js';
import { userFromList } from '../../model/user.js';
import { closest } from '../../text/suggestion.js';
import { serverFilter } from './server-filter.js';
import { pageOfUsers } from './user-pages.js';

/** Letters of the start that a mistyped address is assumed to share with the right one: most of them, or only the first. */
const STARTS = [3, 1];
const MAX_SUGGESTIONS = 3;

/**
 * The addresses that were probably meant by a name that no user has, the nearest first. Costs two calls at most, each for
 * one page: in a large pool not every similar address is found. If the directory acts in a tenant, only users of that
 * tenant are suggested.
 *
 * @param name an address, or the part of one before the @
 * @throws AdminError as the calls do
 */
export async function similarUsers({ cognito, tenant }: Directory, name: string): Promise<string[]> {
  const starts = new Set(STARTS.map((length) => name.slice(0, length)));
  const found = await Promise.all(
    [...starts].map(async (start) => {
      const firstPage = pageOfUsers(cognito, { Filter: serverFilter('email', '^=', start), Limit: PAGE_SIZE });
      return (await firstPage(undefined)).items ?? [];
    }),
  );
  const addresses = found
    .flat()
    .map(userFromList)
    .filter(({ tenantId }) => tenant === undefined || tenantId === tenant)
    .flatMap(({ email }) => email ?? []);
  return nearest(name, [...new Set(addresses)]);
}

function nearest(name: string, addresses: readonly string[]): string[] {
  const compared = name.includes('@') ? (address: string) => address : localPart;
  const similar = addresses.filter((address) => isSimilar(name, address));
  const suggestions: string[] = [];
  while (suggestions.length < MAX_SUGGESTIONS) {
    const rest = similar.filter((address) => !suggestions.includes(address));
    const next = closest(name, rest.map(compared));
    if (next === undefined) break;
    suggestions.push(...rest.filter((address) => compared(address) === next));
  }
  return suggestions.slice(0, MAX_SUGGESTIONS);
}

/** Both parts must be similar: colleagues share a long domain, which makes any two of their addresses alike. */
function isSimilar(name: string, address: string): boolean {
  const [typed = '', domain] = name.split('@');
  return (
    closest(typed, [localPart(address)]) !== undefined &&
    (domain === undefined || closest(domain, [address.slice(localPart(address).length + 1)]) !== undefined)
  );
}

function localPart(address: string): string {
  return address.split('@')[0] ?? address;
}
