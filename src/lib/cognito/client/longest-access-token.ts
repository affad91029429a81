import { AdminError } from '../../errors.js';
import { accessTokenSeconds } from '../../model/app-client.js';
import type { Cognito } from './cognito.js';
import { PAGE_SIZE, pages } from './pages.js';

/**
 * Seconds that an access token, whichever of the pool's app clients it was issued to, can still be accepted by an API
 * that checks it offline. It is worth a note and never a failure, so what cannot be read is left open.
 *
 * @returns `undefined` where the clients cannot be read, or there are none
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
