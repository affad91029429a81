import { inspect } from 'node:util';
import { expect } from 'chai';
import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import type { OperationName } from '../../../../src/lib/cognito/client/operations.js';
import { secretsIn } from '../../../../src/lib/cognito/errors/safe-error.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { reportError } from '../../../../src/lib/cli/report-error.js';
import { memoryStreams } from '../../output/memory-streams.js';
import { plainEndpointAt } from '../endpoint-at.js';
import { errorReply, type Reply, withEndpoint, withTcp } from '../fake-endpoint.js';
import { fixedRetryDelays } from '../test-clocks.js';

const MARKED = 'MARKED-"Horse"-7';
const REQUESTS: [OperationName, object][] = [
  ['AdminCreateUser', { Username: 'ana', TemporaryPassword: MARKED }],
  ['AdminSetUserPassword', { Username: 'ana', Password: MARKED }],
];

/** Everything that can be seen of an error: the report with --debug, and the error itself, inspected. */
async function visibleText(error: unknown): Promise<string> {
  const { streams, out, err } = memoryStreams({ color: false });
  await reportError(error, { streams, argv: ['-o', 'json', '--debug'] });
  await reportError(error, { streams, argv: [] });
  return out() + err() + inspect(error, { depth: 10, showHidden: true });
}

async function failure(operation: OperationName, input: object, url: string): Promise<unknown> {
  const endpoint = plainEndpointAt(url, { timeoutMs: 2000 });
  return openCognito(endpoint)
    .call(operation, input as never)
    .then(
      () => new Error('did not fail'),
      (error: unknown) => error,
    );
}

describe('an error of a call', () => {
  fixedRetryDelays(0);

  for (const [operation, input] of REQUESTS) {
    for (const [what, reply] of [
      [
        'a refusal that repeats the value',
        (body) => errorReply('InvalidParameterException', `Value '${MARKED}' at 'password' failed. ${body}`),
      ],
      ['a refusal of a new kind', (body) => errorReply('BrandNewException', body)],
      ['a trigger that repeats the request', (body) => errorReply('UserLambdaValidationException', body)],
      [
        'a trigger that repeats the secret alone',
        () => errorReply('UserLambdaValidationException', `we do not like ${MARKED} here`),
      ],
      ['a page that repeats the request', (body) => ({ text: body.replace('{', '') })],
      ['a page that begins with the secret', () => ({ text: MARKED.slice(0, 9) })],
      ['a redirect', (body) => ({ status: 302, text: body })],
    ] as [string, (body: string) => Reply][]) {
      it(`holds no secret of ${operation} after ${what}`, () =>
        withEndpoint(
          ({ text }) => reply(text),
          async (url) => {
            const error = await failure(operation, input, url);
            const text = await visibleText(error);
            expect((error as Error).name).to.equal('AdminError');
            expect(text).to.not.include('MARKED');
          },
        ));
    }
  }

  it('holds no secret after a connection that was dropped', () =>
    withTcp(
      (socket) => socket.once('data', () => socket.destroy()),
      async (port) => {
        const [operation, input] = REQUESTS[0]!;
        const error = await failure(operation, input, `http://127.0.0.1:${port}`);
        expect([await visibleText(error), (error as AdminError).mayHaveHappened]).to.satisfy(
          ([text, happened]: [string, boolean]) => !text.includes('MARKED') && happened,
        );
      },
    ));
});

describe('secretsIn', () => {
  it('finds the values of fields that are named like a secret, at any depth, and no others', () => {
    expect(
      secretsIn({
        Username: 'ana',
        TemporaryPassword: 'one',
        AuthParameters: { USERNAME: 'ana', PASSWORD: 'two', SECRET_HASH: 'three' },
        UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }],
        AccessToken: 'four',
        Session: 'five',
        SessionId: 'no secret',
        ClientSecret: ['six'],
        TokenValidityUnits: { AccessToken: 'minutes' },
        RefreshTokenValidity: 30,
      }),
    ).to.deep.equal(['one', 'two', 'three', 'four', 'five', 'six']);
  });
});
