import { expect } from 'chai';
import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import { callerIdentity } from '../../../../src/lib/cognito/client/caller-identity.js';
import type { Endpoint } from '../../../../src/lib/cognito/client/endpoint.js';
import { rejection } from '../../conventions/refusal.js';
import { endpointAt } from '../endpoint-at.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../environment.js';
import { closedPort, type Reply, withEndpoint } from '../fake-endpoint.js';

const ARN = 'arn:aws:iam::111122223333:user/ana';
const xml = (text: string, status = 200): Reply => ({
  status,
  text,
  headers: { 'content-type': 'text/xml' },
});
const IDENTITY = xml(
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account><Arn>${ARN}</Arn>` +
    '<UserId>AIDA</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>',
);

describe('callerIdentity', () => {
  const environment = awsEnvironment();
  const endpoint = endpointAt(undefined, { credentials: { kind: 'aws' } });
  const withSts = (stsUrl: string) => ({ ...endpoint, aws: { stsUrl } });

  it('asks AWS who the credentials belong to', () =>
    withEndpoint(
      () => IDENTITY,
      async (url, seen) => {
        environment.set(EXAMPLE_KEYS);
        expect(await callerIdentity(withSts(url))).to.deep.equal({ account: '111122223333', arn: ARN });
        expect(seen.map(({ text }) => new URLSearchParams(text).get('Action'))).to.deep.equal(['GetCallerIdentity']);
      },
    ));

  it('fails if AWS does not accept the credentials', () =>
    withEndpoint(
      () =>
        xml(
          '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>' +
            '<Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>',
          403,
        ),
      async (url) => {
        environment.set(EXAMPLE_KEYS);
        expect((await rejection(callerIdentity(withSts(url)))).code).to.equal('INVALID_CREDENTIALS');
      },
    ));

  it('fails without credentials, and without a connection', async () => {
    expect((await rejection(callerIdentity(endpoint))).code).to.equal('NO_CREDENTIALS');
    environment.set(EXAMPLE_KEYS);
    const url = `http://127.0.0.1:${await closedPort()}`;
    expect((await rejection(callerIdentity(withSts(url)))).message).to.equal(
      'no connection to 127.0.0.1 (ECONNREFUSED)',
    );
  });

  it('stops on an interrupt', async () => {
    environment.set(EXAMPLE_KEYS);
    const interrupted = { ...endpoint, interrupt: AbortSignal.abort() };
    expect((await rejection(callerIdentity(interrupted))).code).to.equal('CANCELLED');
  });
});

describe('assertAccount', () => {
  const environment = awsEnvironment();
  const check = (url: string | undefined, changes: Partial<Endpoint> = {}) =>
    openCognito(endpointAt(url, { credentials: { kind: 'aws' }, ...changes })).assertAccount();

  it('accepts the account that the context expects, and asks once', () =>
    withEndpoint(
      () => IDENTITY,
      async (url, seen) => {
        environment.set({ ...EXAMPLE_KEYS, AWS_ENDPOINT_URL_STS: url });
        const cognito = openCognito(endpointAt(undefined, { credentials: { kind: 'aws' } }));
        await Promise.all([cognito.assertAccount(), cognito.assertAccount()]);
        expect(seen.length).to.equal(1);
      },
    ));

  it('refuses another account', () =>
    withEndpoint(
      () => IDENTITY,
      async (url) => {
        environment.set({ ...EXAMPLE_KEYS, AWS_ENDPOINT_URL_STS: url });
        expect(await rejection(check(undefined, { account: '444455556666' }))).to.deep.equal({
          code: 'WRONG_ACCOUNT',
          message: 'the credentials belong to account 111122223333, but the context expects 444455556666',
          hint: 'Nothing was changed. Use credentials of the expected account (--profile NAME), or another context.',
        });
      },
    ));

  it('asks nothing if the context expects no account, and in the sandbox', async () => {
    // Without credentials, asking would fail.
    await check(undefined, { account: undefined });
    await check(undefined, { credentials: { kind: 'sandbox' } });
  });

  it('refuses if there is no answer', async () => {
    environment.set({ ...EXAMPLE_KEYS, AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${await closedPort()}` });
    const { code, hint } = await rejection(check(undefined));
    expect([code, hint?.split('\n')[0]]).to.deep.equal([
      'UNREACHABLE',
      'Nothing was changed: context prod expects account 111122223333, which could not be checked.',
    ]);
  });

  it('asks at the endpoint if that is not AWS’s, and refuses another account there', () =>
    withEndpoint(
      () => IDENTITY,
      async (url, seen) => {
        environment.set(EXAMPLE_KEYS);
        expect((await rejection(check(url, { account: '444455556666' }))).code).to.equal('WRONG_ACCOUNT');
        expect(seen.length).to.equal(1);
      },
    ));

  it('accepts an endpoint on this machine that does not have STS', () =>
    withEndpoint(
      () => ({ status: 400, text: '{"__type":"UnknownOperationException"}' }),
      async (url, seen) => {
        environment.set(EXAMPLE_KEYS);
        await check(url);
        expect(seen.length).to.equal(1);
      },
    ));

  it('refuses an endpoint elsewhere that does not answer', async () => {
    environment.set(EXAMPLE_KEYS);
    // A name that never resolves (RFC 6761).
    expect((await rejection(check('https://sts.invalid', { timeoutMs: 3_000 }))).hint).to.match(/could not be checked/);
  });

  it('does not swallow an interrupt', async () => {
    environment.set(EXAMPLE_KEYS);
    const interrupt = AbortSignal.abort();
    expect((await rejection(check('http://127.0.0.1:1', { interrupt }))).code).to.equal('CANCELLED');
  });
});
