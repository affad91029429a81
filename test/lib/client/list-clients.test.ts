import { expect } from 'chai';
import { clientList } from '../../../src/lib/client/client-view.js';
import { type ClientSummary, listClients } from '../../../src/lib/client/list-clients.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { mockCognito } from '../cognito/cognito-mock.js';

describe('listClients', () => {
  const cognito = mockCognito();

  it("lists the clients of every page, and marks the context's", async () => {
    cognito.answer(
      'ListUserPoolClients',
      { UserPoolClients: [{ ClientId: SANDBOX_CLIENT_ID, ClientName: 'web' }], NextToken: 'more' },
      { UserPoolClients: [{ ClientId: 'other', ClientName: 'mobile' }] },
    );
    const clients: ClientSummary[] = [];
    for await (const client of listClients(openTestDirectory())) clients.push(client);
    expect(clients).to.deep.equal([
      { clientId: SANDBOX_CLIENT_ID, name: 'web', current: true },
      { clientId: 'other', name: 'mobile', current: false },
    ]);
    const request = { UserPoolId: SANDBOX_POOL_ID, MaxResults: 60 };
    expect(cognito.sent()).to.deep.equal([
      ['ListUserPoolClients', request],
      ['ListUserPoolClients', { ...request, NextToken: 'more' }],
    ]);
  });

  it('shows the same in every format', () => {
    const client = { clientId: 'abc', name: 'web', current: true };
    expect([clientList.id(client), clientList.json(client)]).to.deep.equal(['abc', client]);
    expect(clientList.columns.map(({ key, value }) => [key, value(client)])).to.deep.equal(Object.entries(client));
  });
});
