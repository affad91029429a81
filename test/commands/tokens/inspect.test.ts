import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import TokensInspect from '../../../src/commands/tokens/inspect.js';
import UsersAddToGroup from '../../../src/commands/users/add-to-group.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { DEMO_PASSWORD } from '../../../src/lib/sandbox/seed/seed-users.js';
import { existingKeys } from '../../../src/lib/sandbox/sign-in/tokens.js';
import { FileStore } from '../../../src/lib/sandbox/state/store.js';
import type { TokenInspection } from '../../../src/lib/tokens/inspect-token.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';
const JONAS = 'jonas.weber@tenant-two.example';

describe('tokens inspect', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  const idToken = async (email: string): Promise<string> => (await place().tokens(email, DEMO_PASSWORD)).IdToken;
  async function inspected(token: string, ...argv: string[]): Promise<TokenInspection> {
    const { stdout, stderr } = await run(TokensInspect, [...argv, '-o', 'json'], { stdin: token });
    expect(stdout, stderr).not.to.equal('');
    return JSON.parse(stdout) as TokenInspection;
  }

  it('shows tenant, roles and groups of a valid token', async () => {
    const { stdout, stderr, exitCode } = await run(TokensInspect, ['-'], { stdin: `${await idToken(BEN)}\n` });
    expect({ stderr, exitCode }).to.deep.equal({ stderr: '', exitCode: 0 });
    expect(stdout).to.include('ID token: valid').and.to.include(BEN).and.to.include('tenant_001');
    const { valid, faults, use, email, tenantId, roles, differences } = await inspected(await idToken(BEN));
    expect({ valid, faults, use, email, tenantId, roles, differences }).to.deep.equal({
      ...{ valid: true, faults: [], use: 'id', email: BEN, tenantId: 'tenant_001', roles: ['itsm_agent'] },
      differences: [],
    });
  });

  it('takes a token as it stands in a request, and prints the user name with -q', async () => {
    const { AccessToken } = await place().tokens(BEN, DEMO_PASSWORD);
    const { stdout } = await run(TokensInspect, ['-q'], { stdin: `Authorization: Bearer ${AccessToken}` });
    expect(stdout).to.equal(`${(await place().user(BEN))?.username ?? ''}\n`);
  });

  it('says what has changed since, and when', async () => {
    const token = await idToken(BEN);
    await run(UsersSetAttributes, [BEN, '--role', 'itsm_admin', '--yes']);
    await run(UsersAddToGroup, [BEN, '--group', 'operators', '--yes']);
    await run(UsersDisable, [BEN, '--yes']);
    const { valid, differences } = await inspected(token);
    const withoutTimes = differences?.map(({ found }) => found.replaceAll(/20[\dT:.-]+Z/g, 'TIME'));
    expect({ valid, withoutTimes }).to.deep.equal({
      valid: true,
      withoutTimes: [
        'The token is that of a user who is disabled since TIME.',
        'The token still says itsm_agent; the user is itsm_admin since TIME.',
        'The token still says no group; the user is in operators since TIME.',
      ],
    });
  });

  it("gives the user's last change if the history does not have it", async () => {
    const token = await idToken(BEN);
    await place().call('AdminUpdateUserAttributes', {
      Username: BEN,
      UserAttributes: [{ Name: 'custom:tenant_id', Value: 'tenant_003' }],
    });
    const [difference] = (await inspected(token)).differences ?? [];
    expect(difference?.found).to.match(
      /^The token still says tenant_001; the user belongs to tenant_003 \(the user was last changed at 20\S+Z\)\.$/,
    );
  });

  it('says that the user was deleted', async () => {
    const token = await idToken(BEN);
    await place().call('AdminDeleteUser', { Username: BEN });
    expect((await inspected(token)).differences).to.deep.equal([
      { field: 'user', found: 'The user has been deleted.' },
    ]);
  });

  it('exits with 9 for a token that is not valid, names each reason, and compares nothing', async () => {
    const token = (await idToken(BEN)).replace(/[^.]*$/, 'AAAA');
    const argv = ['--use', 'access', '--client-id', 'another0client'];
    const { stdout, exitCode } = await run(TokensInspect, argv, { stdin: token });
    expect(exitCode).to.equal(9);
    expect(stdout)
      .to.include('ID token: NOT VALID')
      .and.to.match(/signature .*\n *token-use .*\n *client /);
    expect((await run(TokensInspect, [...argv, '-q'], { stdin: token })).stdout).to.equal('');
    expect((await inspected(token)).differences).to.equal(null);
  });

  it('verifies with the keys of a file, and requests nothing', async () => {
    const token = await idToken(BEN);
    const file = place().path('jwks.json');
    await writeFile(file, JSON.stringify(await existingKeys(new FileStore(place().sandbox))));
    // Nothing listens there.
    await writeLiveContext(place(), 'http://127.0.0.1:9');
    const { valid, differences } = await inspected(token, '--jwks', file);
    expect({ valid, differences }).to.deep.equal({ valid: true, differences: null });
    await writeFile(file, '{"keys": []}');
    expect((await inspected(token, '--jwks', file)).faults.map(({ rule }) => rule)).to.deep.equal(['key']);
  });

  for (const [name, content] of [
    ['is missing', undefined],
    ['is no JSON', 'keys'],
    ['has no keys', '{"keys": "none"}'],
  ] as const) {
    it(`refuses a file of keys that ${name}`, async () => {
      const file = place().path('jwks.json');
      if (content !== undefined) await writeFile(file, content);
      const { exitCode, stderr } = await run(TokensInspect, ['--jwks', file], { stdin: await idToken(BEN) });
      expect({ exitCode, names: stderr.includes(file) }).to.deep.equal({ exitCode: 2, names: true });
    });
  }

  it('verifies with the keys that a served sandbox has, by either of its issuers', async () => {
    for (const issuer of ['aws', 'served'] as const) {
      await whileServed(
        place(),
        async (url) => {
          await writeLiveContext(place(), url);
          const { token } = await tokenFrom(url);
          const { exitCode, stderr } = await run(TokensInspect, [], { stdin: token, env: ANY_CREDENTIALS });
          expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' });
        },
        { issuer },
      );
    }
  });

  it('says that the endpoint has no keys', async () => {
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url);
      const argv = ['--pool-id', 'us-east-1_Missing01'];
      const { exitCode, stderr } = await run(TokensInspect, argv, { stdin: await idToken(BEN), env: ANY_CREDENTIALS });
      expect(exitCode).to.equal(7);
      expect(stderr).to.include('did not answer with the public keys of user pool us-east-1_Missing01');
    });
  });

  it('shows nothing of the token of another tenant, of a user who has moved, or of one that is forged', async () => {
    const { IdToken, AccessToken } = await place().tokens(JONAS, DEMO_PASSWORD);
    const moved = await idToken(BEN);
    await run(UsersSetAttributes, [BEN, '--move-to-tenant', 'tenant_003', '--yes']);
    for (const token of [IdToken, AccessToken, IdToken.replace(/[^.]*$/, 'AAAA'), moved]) {
      const result = await run(TokensInspect, ['--tenant', 'tenant_001'], { stdin: token });
      expect(result).to.deep.include({ exitCode: 3, stdout: '' });
      expect(result.stderr).not.to.include(JONAS).and.not.to.include(BEN);
    }
  });

  it('shows the token of a user of the own tenant', async () => {
    const { exitCode } = await run(TokensInspect, ['--tenant', 'tenant_001'], { stdin: await idToken(BEN) });
    expect(exitCode).to.equal(0);
  });

  it('refuses what is no token, and a token as an argument, and never shows it', async () => {
    const { IdToken, RefreshToken } = await place().tokens(BEN, DEMO_PASSWORD);
    for (const [argv, stdin, code] of [
      [[IdToken], '', 'USAGE'],
      [['-', RefreshToken], '', 'USAGE'],
      [['-', '-', RefreshToken, '--debug'], '', 'USAGE'],
      [[], RefreshToken, 'INVALID_TOKEN'],
      [[], '', 'INVALID_TOKEN'],
      [[], `${IdToken}\n${IdToken}`, 'INVALID_TOKEN'],
      [[], `${IdToken} ${RefreshToken}`, 'INVALID_TOKEN'],
      [[], IdToken.slice(0, 200), 'INVALID_TOKEN'],
    ] as const) {
      const { stdout, stderr, exitCode } = await run(TokensInspect, [...argv, '-o', 'json'], { stdin });
      const { error } = JSON.parse(stdout) as { error: { code: string } };
      expect([error.code, exitCode]).to.deep.equal([code, 2]);
      for (const part of [...IdToken.split('.'), RefreshToken]) expect(stdout + stderr).not.to.include(part);
    }
  });

  /** An ID token from the served sandbox, with its issuer. */
  async function tokenFrom(url: string): Promise<{ token: string }> {
    const { createHmac } = await import('node:crypto');
    const [clientId, { secret = '' }] = Object.entries((await place().pool()).clients)[0]!;
    const SECRET_HASH = createHmac('sha256', secret)
      .update(BEN + clientId)
      .digest('base64');
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: BEN, PASSWORD: DEMO_PASSWORD, SECRET_HASH },
      }),
    });
    const { AuthenticationResult } = (await response.json()) as { AuthenticationResult: { IdToken: string } };
    return { token: AuthenticationResult.IdToken };
  }
});
