import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox } from '../../harness.js';

const SCOPES = [
  { ScopeName: 'read', ScopeDescription: 'Read tickets' },
  { ScopeName: 'write', ScopeDescription: 'Change tickets' },
];
const TICKETS = { Identifier: 'https://tickets.example.com', Name: 'Tickets', Scopes: SCOPES };

describe('resource servers', () => {
  it('are created, described, listed, replaced and deleted', async () => {
    const sandbox = new Sandbox();
    const ResourceServer = { UserPoolId: SANDBOX_POOL_ID, ...TICKETS };
    const { Identifier } = TICKETS;
    expect(await sandbox.call('CreateResourceServer', TICKETS)).to.deep.equal({ ResourceServer });
    expect(await sandbox.call('DescribeResourceServer', { Identifier })).to.deep.equal({ ResourceServer });

    await sandbox.call('CreateResourceServer', { Identifier: 'another', Name: 'Another' });
    const first = await sandbox.call('ListResourceServers', { MaxResults: 1 });
    const second = await sandbox.call('ListResourceServers', { MaxResults: 1, NextToken: first.NextToken });
    expect([first.ResourceServers, second]).to.deep.equal([
      [{ UserPoolId: SANDBOX_POOL_ID, Identifier: 'another', Name: 'Another', Scopes: [] }],
      { ResourceServers: [ResourceServer] },
    ]);

    await sandbox.call('UpdateResourceServer', { Identifier, Name: 'Renamed' });
    expect((await sandbox.call('DescribeResourceServer', { Identifier })).ResourceServer).to.deep.include({
      Name: 'Renamed',
      Scopes: [],
    });
    await sandbox.call('DeleteResourceServer', { Identifier });
    expect((await sandbox.refusal('DescribeResourceServer', { Identifier }))[0]).to.equal('ResourceNotFoundException');
  });

  it('give their scopes to app clients', async () => {
    const sandbox = new Sandbox();
    const client = {
      ClientName: 'machine',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [`${TICKETS.Identifier}/read`],
    };
    expect((await sandbox.refusal('CreateUserPoolClient', client))[0]).to.equal('ScopeDoesNotExistException');
    await sandbox.call('CreateResourceServer', TICKETS);
    await sandbox.call('CreateUserPoolClient', client);
    expect(await sandbox.refusal('CreateUserPoolClient', { ...client, AllowedOAuthScopes: ['read'] })).to.deep.equal([
      'ScopeDoesNotExistException',
      'Invalid scope requested: read',
    ]);
  });

  it('are at most 25, with unique identifiers and at most 100 unique scopes', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('CreateResourceServer', TICKETS);
    expect(await sandbox.refusal('CreateResourceServer', TICKETS)).to.deep.equal([
      'InvalidParameterException',
      `${TICKETS.Identifier} already exists in user pool ${SANDBOX_POOL_ID}.`,
    ]);
    const twice = { Identifier: 'twice', Name: 'Twice', Scopes: [SCOPES[0], SCOPES[0]] };
    expect((await sandbox.refusal('CreateResourceServer', twice))[0]).to.equal('InvalidParameterException');
    for (let count = 1; count < 25; count += 1) {
      await sandbox.call('CreateResourceServer', { Identifier: `server-${count}`, Name: 'Server' });
    }
    const Scopes = Array.from({ length: 101 }, (_, index) => ({ ScopeName: `s${index}`, ScopeDescription: 'x' }));
    const server = { Identifier: 'server-1', Name: 'Server' };
    await sandbox.call('UpdateResourceServer', { ...server, Scopes: Scopes.slice(1) });
    expect((await sandbox.refusal('UpdateResourceServer', { ...server, Scopes }))[0]).to.equal(
      'InvalidParameterException',
    );
    const oneMore = { Identifier: 'one-more', Name: 'Server' };
    expect((await sandbox.refusal('CreateResourceServer', oneMore))[0]).to.equal('LimitExceededException');
  });
});
