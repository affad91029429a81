import { expect } from 'chai';

import ClientSet from '../../../src/commands/client/set.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('client set', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const client = async () => {
    const { UserPoolClient } = (await place().call('DescribeUserPoolClient', { ClientId: SANDBOX_CLIENT_ID })) as {
      UserPoolClient: Record<string, unknown>;
    };
    const { LastModifiedDate: _, ...settings } = UserPoolClient;
    return settings;
  };

  it('changes the settings that are given, and no other', async () => {
    const before = await client();
    const argv = ['--access-token-validity', '30m', '--add-scope', 'phone', '--default-redirect'];
    const redirect = 'http://localhost:3000/auth/callback';
    expect(await run(ClientSet, [...argv, redirect])).to.deep.equal({
      stdout: 'Changed accessTokenValiditySeconds, defaultRedirectUri, oauthScopes of app client stackflow-web.\n',
      stderr: '',
      exitCode: 0,
      asked: [],
    });
    expect(await client()).to.deep.equal({
      ...before,
      AccessTokenValidity: 30,
      TokenValidityUnits: { ...(before.TokenValidityUnits as object), AccessToken: 'minutes' },
      AllowedOAuthScopes: ['email', 'openid', 'profile', 'phone'],
      DefaultRedirectURI: redirect,
    });
  });

  it('changes another client with --client-id', async () => {
    const { exitCode, stderr } = await run(ClientSet, ['--name', 'web', '--client-id', 'nosuchclient']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([
      4,
      'error: no app client nosuchclient in user pool us-east-1_Sandbox01',
    ]);
  });

  it('asks before users lose a way to sign in', async () => {
    const { exitCode, stderr } = await run(ClientSet, ['--identity-providers', 'COGNITO']);
    expect([exitCode, stderr.includes('Sign-in through AzureAD stops working at once.')]).to.deep.equal([2, true]);
  });

  for (const [what, argv, message] of [
    ['nothing to set', [], 'no setting is given'],
    ['a time out of range', ['--access-token-validity', '4m'], 'invalid value "4m" for --access-token-validity'],
    ['a time without a unit', ['--id-token-validity', '60'], 'invalid value "60" for --id-token-validity'],
    ['seconds of a session', ['--session-validity', '200s'], 'invalid value "200s" for --session-validity'],
  ] as const) {
    it(`exits with 2 for ${what}`, async () => {
      const { stderr, exitCode } = await run(ClientSet, argv);
      expect([stderr.split('\n')[0], exitCode]).to.deep.equal([`error: ${message}`, 2]);
    });
  }
});
