import { expect } from 'chai';
import { callerIdentity } from '../../../../src/lib/cognito/client/caller-identity.js';
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
