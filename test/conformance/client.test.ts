import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UpdateUserPoolClientRequest, UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { CLIENT, createPoolUnderTest, errorOf, type PoolUnderTest } from './pool-under-test.js';

describe('conformance: app clients', () => {
  let pool: PoolUnderTest;

  const target = () => ({ UserPoolId: pool.UserPoolId, ClientId: pool.ClientId });
  const describeClient = async (): Promise<UserPoolClientType> => {
    const { UserPoolClient } = await pool.cognito.send(new DescribeUserPoolClientCommand(target()));
    return UserPoolClient!;
  };
  const update = (settings: Partial<UpdateUserPoolClientRequest>) =>
    pool.cognito.send(new UpdateUserPoolClientCommand({ ...target(), ...settings }));
  /** The settings of the pool's client, for an update request. */
  const settings = (): Partial<UpdateUserPoolClientRequest> => {
    const { GenerateSecret: _, ...rest } = CLIENT;
    return rest;
  };

  beforeEach(async () => {
    pool = await createPoolUnderTest();
  });

  afterEach(() => pool.remove());

  it('a description has every setting, and the secret in clear text', async () => {
    const described = await describeClient();
    expect(described).to.deep.include(settings());
    expect(described.ClientSecret).to.be.a('string');
  });

  it('an update resets every setting that it leaves out to its default', async () => {
    await update({ ClientName: 'conformance', CallbackURLs: ['https://new.example/callback'] });
    const { ReadAttributes, WriteAttributes, AllowedOAuthFlows, AllowedOAuthScopes, LogoutURLs, ...rest } =
      await describeClient();
    for (const emptied of [ReadAttributes, WriteAttributes, AllowedOAuthFlows, AllowedOAuthScopes, LogoutURLs]) {
      expect(emptied ?? []).to.deep.equal([]);
    }
    expect(rest.DefaultRedirectURI).to.equal(undefined);
    expect(rest.AllowedOAuthFlowsUserPoolClient ?? false).to.be.false;
    expect(rest.PreventUserExistenceErrors ?? 'LEGACY').to.equal('LEGACY');
    expect(rest.RefreshTokenValidity ?? 30).to.equal(30);
    expect(rest.CallbackURLs).to.deep.equal(['https://new.example/callback']);
  });

  it('an update with all settings changes only the one that differs', async () => {
    const before = await describeClient();
    const CallbackURLs = [...CLIENT.CallbackURLs!, 'https://second.example/callback'];
    await update({ ...settings(), CallbackURLs });
    const { LastModifiedDate: _one, ...after } = await describeClient();
    const { LastModifiedDate: _other, ...rest } = before;
    expect(after).to.deep.equal({ ...rest, CallbackURLs });
  });

  it('URLs that Cognito forbids are refused', async () => {
    const callbacks = CLIENT.CallbackURLs!;
    for (const url of ['http://real.example/', 'https://app.example/#part', '/relative']) {
      expect(await errorOf(update({ ...settings(), CallbackURLs: [...callbacks, url] }))).to.equal(
        'InvalidParameterException',
      );
    }
    const many = Array.from({ length: 99 }, (_, index) => `https://app${index}.example/`);
    expect(await errorOf(update({ ...settings(), CallbackURLs: [...callbacks, ...many] }))).to.equal(
      'InvalidParameterException',
    );
    expect(await errorOf(update({ ...settings(), DefaultRedirectURI: 'https://other.example/' }))).to.equal(
      'InvalidParameterException',
    );
    const { DefaultRedirectURI: _, ...without } = settings();
    expect(await errorOf(update({ ...without, CallbackURLs: [] }))).to.be.oneOf([
      'InvalidOAuthFlowException',
      'InvalidParameterException',
    ]);
  });

  it('the client is listed in its pool, and a wrong pool ID is not found', async () => {
    const { UserPoolClients } = await pool.cognito.send(
      new ListUserPoolClientsCommand({ UserPoolId: pool.UserPoolId, MaxResults: 10 }),
    );
    expect(UserPoolClients?.map(({ ClientId, ClientName }) => [ClientId, ClientName])).to.deep.equal([
      [pool.ClientId, 'conformance'],
    ]);
    const { UserPool } = await pool.cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool.UserPoolId }));
    expect(UserPool?.UsernameConfiguration).to.deep.equal({ CaseSensitive: false });
    const elsewhere = new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_Elsewhere' });
    expect(await errorOf(pool.cognito.send(elsewhere))).to.equal('ResourceNotFoundException');
  });
});
