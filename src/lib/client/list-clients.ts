import { defined } from '../model/defined.js';
import { PAGE_SIZE, pages } from '../cognito/client/pages.js';
import type { Directory } from '../directory.js';

/** An app client as ListUserPoolClients returns it. */
export interface ClientSummary {
  readonly clientId: string;
  readonly name: string;
  /** Whether it is the context's app client. */
  readonly current: boolean;
}

/** The pool's app clients, as they come. */
export function listClients(directory: Directory): AsyncIterable<ClientSummary> {
  return pages(async (NextToken) => {
    const page = await directory.cognito.call('ListUserPoolClients', {
      MaxResults: PAGE_SIZE,
      ...defined({ NextToken }),
    });
    const items = page.UserPoolClients?.map(({ ClientId, ClientName }) => ({
      clientId: ClientId ?? '',
      name: ClientName ?? '',
      current: ClientId !== undefined && ClientId === directory.context.clientId,
    }));
    return { items, nextToken: page.NextToken, metadata: page.$metadata };
  });
}
