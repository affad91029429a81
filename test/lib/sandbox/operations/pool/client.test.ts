import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import type { ClientSettings } from '../../../../../src/lib/sandbox/state/state.js';
import { Sandbox, START } from '../../harness.js';

const CALLBACK = 'https://app.stackflow-tech.com/auth/callback';

/** Members of DescribeUserPoolClient that UpdateUserPoolClient does not have. */
const ANSWER_ONLY = ['ClientSecret', 'CreationDate', 'LastModifiedDate', 'ClientType'];

type Settings = Record<string, unknown>;

async function describeClient(sandbox: Sandbox): Promise<Settings> {
  const { UserPoolClient } = await sandbox.call('DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID });
  return UserPoolClient as Settings;
}

/** A request that changes `change` and keeps all other settings. */
async function fullRequest(sandbox: Sandbox, change: Settings): Promise<Settings> {
  const described = Object.entries(await describeClient(sandbox));
  return { ...Object.fromEntries(described.filter(([name]) => !ANSWER_ONLY.includes(name))), ...change };
}

describe('DescribeUserPoolClient', () => {
  it("returns StackFlow's client, with its secret in clear text and dates in epoch seconds", async () => {
    const sandbox = new Sandbox();
    const { createdAt, modifiedAt, secret } = sandbox.pool.clients[SANDBOX_CLIENT_ID]!;
    const own = ['email', 'family_name', 'given_name', 'locale', 'name', 'phone_number', 'picture', 'zoneinfo'];
    expect(await describeClient(sandbox)).to.deep.equal({
      UserPoolId: SANDBOX_POOL_ID,
      ClientId: SANDBOX_CLIENT_ID,
      ClientName: 'stackflow-web',
      ClientSecret: secret,
      ClientType: 'REGULAR',
      CreationDate: createdAt / 1000,
      LastModifiedDate: modifiedAt / 1000,
      RefreshTokenValidity: 30,
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
      ReadAttributes: [
        'custom:department',
        'custom:employee_no',
        'custom:role',
        'custom:tenant_id',
        ...own,
        'email_verified',
        'phone_number_verified',
      ],
      WriteAttributes: own,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
      SupportedIdentityProviders: ['COGNITO', 'AzureAD'],
      CallbackURLs: [CALLBACK, 'http://localhost:3000/auth/callback'],
      LogoutURLs: ['https://app.stackflow-tech.com/', 'http://localhost:3000/'],
      DefaultRedirectURI: CALLBACK,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['email', 'openid', 'profile'],
      AllowedOAuthFlowsUserPoolClient: true,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    });
  });

  it('reports that a client does not exist', async () => {
    expect(await new Sandbox().refusal('DescribeUserPoolClient', { ClientId: 'nosuchclient' })).to.deep.equal([
      'ResourceNotFoundException',
      'User pool client nosuchclient does not exist.',
    ]);
  });
});

describe('UpdateUserPoolClient', () => {
  it('resets every setting that the request leaves out to its default', async () => {
    const sandbox = new Sandbox();
    sandbox.time += 1000;
    const before = await describeClient(sandbox);
    const response = await sandbox.call('UpdateUserPoolClient', {
      ClientId: SANDBOX_CLIENT_ID,
      CallbackURLs: ['https://new.example/callback'],
    });
    const expected = {
      UserPoolId: SANDBOX_POOL_ID,
      ClientId: SANDBOX_CLIENT_ID,
      ClientName: 'stackflow-web',
      ClientSecret: before.ClientSecret,
      ClientType: 'REGULAR',
      CreationDate: before.CreationDate,
      LastModifiedDate: sandbox.time / 1000,
      CallbackURLs: ['https://new.example/callback'],
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      PreventUserExistenceErrors: 'LEGACY',
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      RefreshTokenValidity: 30,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    };
    expect(response.UserPoolClient).to.deep.equal(expected);
    expect(await describeClient(sandbox)).to.deep.equal(expected);
  });

  it('changes only the date if the whole description is sent back', async () => {
    const sandbox = new Sandbox();
    const before = await describeClient(sandbox);
    sandbox.time += 5000;
    await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, {}));
    expect(await describeClient(sandbox)).to.deep.equal({ ...before, LastModifiedDate: sandbox.time / 1000 });
  });

  it('ignores members of the description that the operation does not have', async () => {
    const sandbox = new Sandbox();
    const before = await describeClient(sandbox);
    await sandbox.call('UpdateUserPoolClient', { ...before, ClientSecret: 'x'.repeat(30), CreationDate: 1 });
    expect(await describeClient(sandbox)).to.deep.equal({
      ...before,
      LastModifiedDate: START.getTime() / 1000,
    });
  });

  it('ignores members that the operation does not have', async () => {
    const sandbox = new Sandbox();
    const before = await describeClient(sandbox);
    const unknown = { SettingOfTomorrow: { Level: 3 }, TokenValidityUnits: { AccessToken: 'hours', Tomorrow: 'days' } };
    await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, unknown));
    const { LastModifiedDate: _, ...after } = await describeClient(sandbox);
    expect({ ...before, TokenValidityUnits: { AccessToken: 'hours' } }).to.deep.include(after);
    expect(after).to.not.have.property('SettingOfTomorrow');
  });

  it('turns a refresh token validity of 0 into the default of 30 days', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, { RefreshTokenValidity: 0 }));
    expect((await describeClient(sandbox)).RefreshTokenValidity).to.equal(30);
  });

  for (const url of [
    'https://app.example/callback?next=1',
    'http://localhost',
    'http://localhost:3000/callback',
    'http://127.0.0.1:8080/callback',
    'http://[::1]/callback',
    'myapp://callback',
  ]) {
    it(`accepts the callback URL ${url}`, async () => {
      const sandbox = new Sandbox();
      await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, { CallbackURLs: [CALLBACK, url] }));
      expect((await describeClient(sandbox)).CallbackURLs).to.deep.equal([CALLBACK, url]);
    });
  }

  const WRITE_MESSAGE = 'Invalid write attributes specified while updating a client';
  const OAUTH = 'InvalidOAuthFlowException';
  const refusals: [string, Partial<ClientSettings>, string, string][] = [
    [
      'a callback URL with http on another host than localhost',
      { CallbackURLs: [CALLBACK, 'http://app.example/cb'] },
      'InvalidParameterException',
      'http://app.example/cb cannot use the HTTP protocol.',
    ],
    [
      'a host that only starts with localhost',
      { CallbackURLs: [CALLBACK, 'http://localhost.evil.example/'] },
      'InvalidParameterException',
      'http://localhost.evil.example/ cannot use the HTTP protocol.',
    ],
    [
      'a logout URL with a fragment',
      { LogoutURLs: ['https://app.example/#out'] },
      'InvalidParameterException',
      'https://app.example/#out cannot contain a fragment.',
    ],
    ['a relative URL', { LogoutURLs: ['/logout'] }, 'InvalidParameterException', '/logout is not an absolute URI.'],
    [
      'a default redirect URI that is not in the callback list',
      { DefaultRedirectURI: 'https://other.example/' },
      'InvalidParameterException',
      'Default redirect uri should be listed in the callback urls.',
    ],
    [
      'an empty callback list while the code flow is on',
      { CallbackURLs: [], DefaultRedirectURI: undefined },
      OAUTH,
      'CallbackUrls can not be empty when code flow or implicit flow is selected',
    ],
    [
      'OAuth without a scope',
      { AllowedOAuthScopes: [] },
      OAUTH,
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    ],
    [
      'client credentials together with the code flow',
      { AllowedOAuthFlows: ['code', 'client_credentials'] },
      OAUTH,
      'client_credentials flow can not be selected along with code flow or implicit flow',
    ],
    [
      'a scope without a resource server',
      { AllowedOAuthScopes: ['openid', 'api/read'] },
      'ScopeDoesNotExistException',
      'Invalid scope requested: api/read',
    ],
    [
      'a provider that the pool does not have',
      { SupportedIdentityProviders: ['COGNITO', 'Okta'] },
      'InvalidParameterException',
      'The provider Okta does not exist for User Pool stackflow-sandbox.',
    ],
    [
      'an unknown readable attribute',
      { ReadAttributes: ['custom:nope'] },
      'InvalidParameterException',
      'Invalid read attributes specified while updating a client',
    ],
    [
      'an unknown writable attribute',
      { WriteAttributes: ['email', 'custom:nope'] },
      'InvalidParameterException',
      WRITE_MESSAGE,
    ],
    [
      'a writable list without a required attribute',
      { WriteAttributes: ['name'] },
      'InvalidParameterException',
      WRITE_MESSAGE,
    ],
    ['sub as writable', { WriteAttributes: ['email', 'sub'] }, 'InvalidParameterException', WRITE_MESSAGE],
    [
      'legacy flows together with new ones',
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] },
      'InvalidParameterException',
      'Legacy ExplicitAuthFlows cannot be combined with those that start with ALLOW_.',
    ],
    [
      'an access token valid for two days',
      { AccessTokenValidity: 48 },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'an access token valid for less than five minutes',
      { AccessTokenValidity: 299, TokenValidityUnits: { AccessToken: 'seconds' } },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'an ID token valid for less than five minutes',
      { IdTokenValidity: 4, TokenValidityUnits: { IdToken: 'minutes' } },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'a refresh token valid for less than an hour',
      {
        AccessTokenValidity: 5,
        IdTokenValidity: 5,
        RefreshTokenValidity: 59,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'a refresh token valid for more than ten years',
      { RefreshTokenValidity: 3651 },
      'InvalidParameterException',
      'Invalid range for token validity.',
    ],
    [
      'a grace period of more than a minute',
      { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 61 } },
      'InvalidParameterException',
      "1 validation error detected: Value '61' at 'refreshTokenRotation.retryGracePeriodSeconds' failed to satisfy " +
        'constraint: Member must have value less than or equal to 60',
    ],
    [
      'a session of more than fifteen minutes for a challenge',
      { AuthSessionValidity: 16 },
      'InvalidParameterException',
      "1 validation error detected: Value '16' at 'authSessionValidity' failed to satisfy constraint: Member must have " +
        'value less than or equal to 15',
    ],
    [
      'a refresh token that expires before the access token',
      { AccessTokenValidity: 5, RefreshTokenValidity: 2, TokenValidityUnits: { RefreshToken: 'hours' } },
      'InvalidParameterException',
      'Refresh token validity must not be shorter than that of the access and ID tokens.',
    ],
  ];
  for (const [what, change, name, message] of refusals) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const sandbox = new Sandbox();
      const before = structuredClone(sandbox.state);
      expect(await sandbox.refusal('UpdateUserPoolClient', await fullRequest(sandbox, change))).to.deep.equal([
        name,
        message,
      ]);
      expect(sandbox.state).to.deep.equal(before);
    });
  }

  it('accepts 100 callback URLs and refuses 101', async () => {
    const sandbox = new Sandbox();
    const urls = Array.from({ length: 100 }, (_, index) => (index === 0 ? CALLBACK : `https://app${index}.example/`));
    await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, { CallbackURLs: urls }));
    expect((await describeClient(sandbox)).CallbackURLs).to.deep.equal(urls);
    expect(
      await sandbox.refusal(
        'UpdateUserPoolClient',
        await fullRequest(sandbox, { CallbackURLs: [...urls, 'https://one-too-many.example/'] }),
      ),
    ).to.deep.equal([
      'InvalidParameterException',
      "1 validation error detected: Value '[101 members]' at 'callbackURLs' failed to satisfy constraint: " +
        'Member must have length less than or equal to 100',
    ]);
  });

  it('accepts the shortest and the longest validity of tokens', async () => {
    const sandbox = new Sandbox();
    const validity = (AccessTokenValidity: number, IdTokenValidity: number, RefreshTokenValidity: number) => ({
      AccessTokenValidity,
      IdTokenValidity,
      RefreshTokenValidity,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' } as const,
    });
    for (const limits of [validity(5, 5, 60), validity(1440, 1440, 3650 * 1440)]) {
      await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, limits));
      expect(await describeClient(sandbox)).to.deep.include(limits);
    }
  });

  it('accepts 50 scopes and refuses 51', async () => {
    const sandbox = new Sandbox();
    const names = Array.from({ length: 51 }, (_, index) => `scope${index}`);
    const Scopes = names.map((ScopeName) => ({ ScopeName, ScopeDescription: 'x' }));
    await sandbox.call('CreateResourceServer', { Identifier: 'api', Name: 'API', Scopes });
    const AllowedOAuthScopes = names.map((name) => `api/${name}`);
    const allowed = { AllowedOAuthScopes: AllowedOAuthScopes.slice(1) };
    await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, allowed));
    const [, message] = await sandbox.refusal(
      'UpdateUserPoolClient',
      await fullRequest(sandbox, { AllowedOAuthScopes }),
    );
    expect(message).to.include("at 'allowedOAuthScopes' failed to satisfy constraint: Member must have length less");
  });

  it('accepts a URL of 1,024 characters and refuses 1,025', async () => {
    const sandbox = new Sandbox();
    const longest = `https://app.example/${'x'.repeat(1004)}`;
    await sandbox.call('UpdateUserPoolClient', await fullRequest(sandbox, { LogoutURLs: [longest] }));
    const [, message] = await sandbox.refusal(
      'UpdateUserPoolClient',
      await fullRequest(sandbox, { LogoutURLs: [`${longest}x`] }),
    );
    expect(message).to.include("at 'logoutURLs.1.member' failed to satisfy constraint: Member must have length less");
  });
});

describe('CreateUserPoolClient', () => {
  it('creates a public client with the documented defaults', async () => {
    const sandbox = new Sandbox();
    const { UserPoolClient } = await sandbox.call('CreateUserPoolClient', { ClientName: 'second' });
    const { ClientId, ...rest } = UserPoolClient as Settings;
    expect(ClientId).to.match(/^[a-z0-9]{26}$/);
    expect(rest).to.deep.equal({
      UserPoolId: SANDBOX_POOL_ID,
      ClientName: 'second',
      ClientType: 'REGULAR',
      CreationDate: START.getTime() / 1000,
      LastModifiedDate: START.getTime() / 1000,
      AllowedOAuthFlowsUserPoolClient: false,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
      PreventUserExistenceErrors: 'LEGACY',
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      RefreshTokenValidity: 30,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    });
  });

  it('generates a secret or uses the given one, and refuses both', async () => {
    const sandbox = new Sandbox();
    const secretOf = async (input: object) => {
      const { UserPoolClient } = await sandbox.call('CreateUserPoolClient', {
        ClientName: 'second',
        ...input,
      });
      return (UserPoolClient as Settings).ClientSecret;
    };
    const ClientSecret = 'a1b2c3d4e5f6a1b2c3d4e5f6a1';
    expect(await secretOf({ GenerateSecret: true })).to.match(/^[a-z0-9]{51}$/);
    expect(await secretOf({ ClientSecret })).to.equal(ClientSecret);
    expect(
      (await sandbox.refusal('CreateUserPoolClient', { ClientName: 'x', ClientSecret, GenerateSecret: true }))[0],
    ).to.equal('InvalidParameterException');
  });

  it('refuses client credentials and context data for a client without a secret', async () => {
    const sandbox = new Sandbox();
    const credentials = { ClientName: 'x', AllowedOAuthFlows: ['client_credentials'] };
    const context = { ClientName: 'x', EnablePropagateAdditionalUserContextData: true };
    expect((await sandbox.refusal('CreateUserPoolClient', credentials))[0]).to.equal('InvalidOAuthFlowException');
    expect((await sandbox.refusal('CreateUserPoolClient', context))[0]).to.equal('InvalidParameterException');
  });
});

describe('ListUserPoolClients', () => {
  it('lists every client once, page by page', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('CreateUserPoolClient', { ClientName: 'second' });
    await sandbox.call('CreateUserPoolClient', { ClientName: 'third' });
    const first = await sandbox.call('ListUserPoolClients', { MaxResults: 2 });
    const second = await sandbox.call('ListUserPoolClients', { MaxResults: 2, NextToken: first.NextToken });
    const clients = [first, second].flatMap(({ UserPoolClients }) => UserPoolClients as Settings[]);
    expect(clients.map(({ ClientName }) => ClientName)).to.have.members(['stackflow-web', 'second', 'third']);
    expect(Object.keys(clients[0]!)).to.deep.equal(['ClientId', 'UserPoolId', 'ClientName']);
    expect(second).to.not.have.property('NextToken');
  });
});

describe('DeleteUserPoolClient', () => {
  it('deletes a client, so that it is not described, listed or signed in with', async () => {
    const sandbox = new Sandbox();
    const target = { ClientId: SANDBOX_CLIENT_ID };
    expect(await sandbox.call('DeleteUserPoolClient', target)).to.deep.equal({});
    expect(await sandbox.call('ListUserPoolClients')).to.deep.equal({ UserPoolClients: [] });
    const signIn = { ...target, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: {} };
    for (const [operation, input] of [
      ['DescribeUserPoolClient', target],
      ['DeleteUserPoolClient', target],
      ['InitiateAuth', signIn],
    ] as const) {
      expect((await sandbox.refusal(operation, input))[0], operation).to.equal('ResourceNotFoundException');
    }
  });
});
