import { expect } from 'chai';
import { SANDBOX_CLIENT_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Application } from '../../application.js';
import { BEN, Sandbox, secretHash } from '../../harness.js';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';

describe('client secrets', () => {
  const client = { ClientId: SANDBOX_CLIENT_ID };

  it('are added, listed without their values, and deleted', async () => {
    const sandbox = new Sandbox();
    const { ClientSecrets: before } = await sandbox.call('ListUserPoolClientSecrets', client);
    const { ClientSecretDescriptor: added } = await sandbox.call('AddUserPoolClientSecret', client);
    const { ClientSecretId, ClientSecretCreateDate, ClientSecretValue } = added as Record<string, unknown>;
    expect(ClientSecretId).to.equal(`${SANDBOX_CLIENT_ID}--${sandbox.time}`);
    expect(ClientSecretCreateDate).to.equal(sandbox.time / 1000);
    expect(ClientSecretValue).to.match(/^[a-z0-9]{51}$/);
    expect(await sandbox.call('ListUserPoolClientSecrets', client)).to.deep.equal({
      ClientSecrets: [...(before as object[]), { ClientSecretId, ClientSecretCreateDate }],
    });

    const [first] = before as { ClientSecretId: string }[];
    await sandbox.call('DeleteUserPoolClientSecret', { ...client, ClientSecretId: first?.ClientSecretId });
    expect(await sandbox.call('ListUserPoolClientSecrets', client)).to.deep.equal({
      ClientSecrets: [{ ClientSecretId, ClientSecretCreateDate }],
    });
    const { UserPoolClient } = await sandbox.call('DescribeUserPoolClient', client);
    expect(UserPoolClient).to.include({ ClientSecret: ClientSecretValue });
  });

  it('are returned only if the caller did not choose them', async () => {
    const sandbox = new Sandbox();
    const request = { ...client, ClientSecret: 'chosen_secret_of_24_chars' };
    const { ClientSecretDescriptor } = await sandbox.call('AddUserPoolClientSecret', request);
    expect(ClientSecretDescriptor).to.have.all.keys('ClientSecretId', 'ClientSecretCreateDate');
  });

  it('are accepted in SECRET_HASH and by RevokeToken, the first one and the second one', async () => {
    const application = new Application();
    const second = 'chosen_secret_of_24_chars';
    await application.sandbox.call('AddUserPoolClientSecret', { ...client, ClientSecret: second });
    const SECRET_HASH = secretHash(second, BEN);
    const { AuthenticationResult } = await application.signIn(BEN, DEMO_PASSWORD, { SECRET_HASH });
    expect(await application.signIn(BEN, DEMO_PASSWORD)).to.have.property('AuthenticationResult');
    const revoke = { ...client, Token: AuthenticationResult?.RefreshToken };
    const wrong = { ...revoke, ClientSecret: 'another_secret_of_24_chars' };
    expect((await application.sandbox.refusal('RevokeToken', wrong))[0]).to.equal('UnauthorizedException');
    await application.sandbox.call('RevokeToken', { ...revoke, ClientSecret: second });
  });

  it('are at most two of 24 to 64 characters, never fewer than one, and only for a client that has one', async () => {
    const sandbox = new Sandbox();
    const { ClientSecrets } = await sandbox.call('ListUserPoolClientSecrets', client);
    const [only] = ClientSecrets as { ClientSecretId: string }[];
    expect(await sandbox.refusal('DeleteUserPoolClientSecret', { ...client, ...only })).to.deep.equal([
      'InvalidParameterException',
      'The last client secret of an app client cannot be deleted.',
    ]);
    for (const ClientSecret of ['x'.repeat(23), 'x'.repeat(65), `${'x'.repeat(24)}-`]) {
      const [name, text] = await sandbox.refusal('AddUserPoolClientSecret', { ...client, ClientSecret });
      expect([name, text.includes(ClientSecret)]).to.deep.equal(['InvalidParameterException', false]);
    }
    await sandbox.call('AddUserPoolClientSecret', client);
    expect((await sandbox.refusal('AddUserPoolClientSecret', client))[0]).to.equal('LimitExceededException');
    const unknown = { ...client, ClientSecretId: 'unknown' };
    expect((await sandbox.refusal('DeleteUserPoolClientSecret', unknown))[0]).to.equal('ResourceNotFoundException');

    const { UserPoolClient } = await sandbox.call('CreateUserPoolClient', { ClientName: 'public' });
    const { ClientId } = UserPoolClient as { ClientId: string };
    expect((await sandbox.refusal('AddUserPoolClientSecret', { ClientId }))[0]).to.equal('InvalidParameterException');
    expect(await sandbox.call('ListUserPoolClientSecrets', { ClientId })).to.deep.equal({ ClientSecrets: [] });
  });
});
