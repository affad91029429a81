import { expect } from 'chai';

import { proveSecret } from '../../../../src/lib/client/secrets/prove-secret.js';
import { plainEndpointAt } from '../../cognito/endpoint-at.js';
import { closedPort, type Reply, withEndpoint } from '../../cognito/fake-endpoint.js';

const CLIENT = { id: 'client', secret: 'a+secret' };

/** What is made of the answers of a token endpoint, and what it was asked. */
function prove(...replies: readonly Reply[]) {
  return withEndpoint(
    (_, before) => replies[Math.min(before, replies.length - 1)]!,
    async (url, seen) => ({
      proof: await proveSecret(plainEndpointAt(url), new URL(url), CLIENT, { retryDelay: 0 }),
      seen: [...seen],
    }),
  );
}

const oauthError = (error: string): Reply => ({ status: 400, json: { error } });

describe('proveSecret', () => {
  it('uses a refresh token that does not exist, with HTTP Basic', async () => {
    const { proof, seen } = await prove(oauthError('invalid_grant'));
    expect([proof, seen.map(({ line, text }) => [line, text])]).to.deep.equal([
      { kind: 'accepted' },
      [['POST /oauth2/token', 'grant_type=refresh_token&refresh_token=no-token']],
    ]);
    expect(seen[0]?.headers.authorization).to.equal(`Basic ${btoa('client:a+secret')}`);
  });

  it('takes a secret that is accepted at a later attempt for a good one', async () => {
    const { proof, seen } = await prove(oauthError('invalid_client'), oauthError('invalid_grant'));
    expect([proof, seen.length]).to.deep.equal([{ kind: 'accepted' }, 2]);
  });

  it('takes a secret that is refused three times for a bad one', async () => {
    const { proof, seen } = await prove(oauthError('invalid_client'));
    expect([proof, seen.length]).to.deep.equal([{ kind: 'refused' }, 3]);
  });

  for (const [what, reply, answered] of [
    ['another error', oauthError('unauthorized_client'), '"unauthorized_client"'],
    ['a page', { status: 503, text: '<html>' }, 'status 503'],
    ['no error', { json: { access_token: 'x' } }, 'status 200'],
    ['an error that is no text', { status: 400, json: { error: {} } }, 'status 400'],
    ['a huge answer', { status: 400, text: 'a'.repeat(100_000) }, 'status 400'],
  ] as [string, Reply, string][]) {
    it(`learns nothing from ${what}`, async () => {
      const { proof } = await prove(reply);
      expect(proof.kind === 'unknown' && proof.reason).to.match(new RegExp(`^the token endpoint at .* ${answered}$`));
    });
  }

  it('learns nothing if nobody can be asked', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { kind } = await proveSecret(plainEndpointAt(url), new URL(url), CLIENT);
    expect([kind, (await proveSecret(plainEndpointAt(url), undefined, CLIENT)).kind]).to.deep.equal([
      'unknown',
      'unknown',
    ]);
  });
});
