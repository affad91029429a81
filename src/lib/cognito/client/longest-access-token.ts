import { AdminError } from '../../errors.js';
import { accessTokenSeconds } from '../../model/app-client.js';
import type { Cognito } from './cognito.js';
import { PAGE_SIZE, pages } from './pages.js';

/**
 * Seconds that an API which checks access tokens offline can still accept one: the longest validity among the pool's app
 * clients. It is used for a note only, so a failed read is not an error.
 *
 * @returns `undefined` if the clients cannot be read, or there are none
 */
export async function longestAccessToken(cognito: Cognito): Promise<number | undefined> {
  try {
    let longest: number | undefined;
    for await (const { ClientId } of clients(cognito)) {
      const { UserPoolClient } = await cognito.call('DescribeUserPoolClient', { ClientId });
      longest = Math.max(longest ?? 0, accessTokenSeconds(UserPoolClient ?? {}));
    }
    return longest;
  } catch (error) {
    if (error instanceof AdminError) return undefined;
    throw error;
  }
}

function clients(cognito: Cognito) {
  return pages(async (NextToken) => {
    const page = await cognito.call('ListUserPoolClients', { MaxResults: PAGE_SIZE, NextToken });
    return { items: page.UserPoolClients, nextToken: page.NextToken, metadata: page.$metadata };
  });
}
