import { expect } from 'chai';
import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import type { Endpoint } from '../../../../src/lib/cognito/client/endpoint.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { rejection } from '../../conventions/refusal.js';
import { endpointAt, plainEndpointAt } from '../endpoint-at.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../environment.js';
import { closedPort, errorReply, type Reply, withEndpoint, withTcp } from '../fake-endpoint.js';
import { fixedRetryDelays } from '../test-clocks.js';

const POOL: Reply = {
  json: { UserPool: { Id: 'us-east-1_Pool', CreationDate: 1700000000, Tomorrow: { a: 1 } } },
};
const PAGE: Reply = { text: '<!doctype html><html><body>Sign in to the network</body></html>' };

const describePool = (endpoint: Endpoint) => openCognito(endpoint).call('DescribeUserPool', {});

describe('openCognito', () => {
  awsEnvironment();
  fixedRetryDelays(0);

  it('sends the signed operation to the pool, with its user agent', () =>
    withEndpoint(
      () => ({ ...POOL, headers: { 'x-amzn-requestid': 'r-1' } }),
      async (url, seen) => {
        const { UserPool, $metadata } = await openCognito(plainEndpointAt(url)).call('DescribeUserPool', {});
        expect([UserPool, $metadata.requestId]).to.deep.equal([
          { Id: 'us-east-1_Pool', CreationDate: new Date('2023-11-14T22:13:20Z') },
          'r-1',
        ]);
        const [{ operation, text, headers }] = seen as [(typeof seen)[number]];
        expect([operation, text]).to.deep.equal(['DescribeUserPool', '{"UserPoolId":"us-east-1_Pool"}']);
        expect(headers.authorization).to.match(/^AWS4-HMAC-SHA256 Credential=SANDBOX\/.*us-east-1\/cognito-idp/);
        expect(headers['user-agent']).to.include('sf-admin');
      },
    ));

  it('returns the raw response if it is asked for', () =>
    withEndpoint(
      () => POOL,
      async (url) => {
        const { output, raw } = await openCognito(plainEndpointAt(url)).callRaw('DescribeUserPool', {});
        expect([output.UserPool?.Id, raw]).to.deep.equal(['us-east-1_Pool', POOL.json]);
      },
    ));

  it('returns the raw response of the attempt that succeeded', () =>
    withEndpoint(
      (_, before) => (before === 0 ? errorReply('InternalErrorException', 'Broken.', 500) : POOL),
      async (url, seen) => {
        const { raw } = await openCognito(plainEndpointAt(url)).callRaw('DescribeUserPool', {});
        expect([raw, seen.length]).to.deep.equal([POOL.json, 2]);
      },
    ));

  it('returns to each of several calls at once the raw response to its own request', () =>
    withEndpoint(
      ({ text }) => ({ json: { UserPoolClient: { ...(JSON.parse(text) as object), Tomorrow: text } } }),
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url));
        const ids = ['one', 'two', 'three'];
        const calls = await Promise.all(ids.map((ClientId) => cognito.callRaw('DescribeUserPoolClient', { ClientId })));
        const raws = calls.map(({ raw }) => (raw as { UserPoolClient: { ClientId: string } }).UserPoolClient.ClientId);
        expect(raws).to.deep.equal(ids);
      },
    ));

  it('returns the digits of a number that would be rounded, and every other value as it is', () =>
    withEndpoint(
      () => ({
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        text: '{"UserPool":{"Id":"us-east-1_Pool","Name":"1e999, 9007199254740993","A":[9007199254740993,-9007199254740993,1e999],"B":[9007199254740991,-1.5e3,-7e-323,1e+300,9007199254740992]}}',
      }),
      async (url) => {
        const { raw } = await openCognito(plainEndpointAt(url)).callRaw('DescribeUserPool', {});
        expect(raw).to.deep.equal({
          UserPool: {
            Id: 'us-east-1_Pool',
            Name: '1e999, 9007199254740993',
            A: ['9007199254740993', '-9007199254740993', '1e999'],
            B: [9007199254740991, -1500, -7e-323, 1e300, 2 ** 53],
          },
        });
      },
    ));

  for (const [what, status] of [
    ['answer', 200],
    ['error', 400],
  ] as const) {
    it(`refuses an ${what} of more than 32 MB, without a repetition`, () =>
      withEndpoint(
        () => ({ status, json: { UserPool: { Id: 'a'.repeat(32_000_000) } } }),
        async (url, seen) => {
          expect((await rejection(describePool(plainEndpointAt(url)))).code).to.equal('BAD_RESPONSE');
          expect(seen).to.have.length(1);
        },
      ));
  }

  it('says that a write may have happened if its answer is too large', () =>
    withEndpoint(
      () => ({ json: { a: 'a'.repeat(32_000_000) } }),
      async (url) => {
        const call = openCognito(plainEndpointAt(url)).call('AdminDisableUser', { Username: 'ana' });
        const error = await call.catch((thrown: unknown) => thrown as AdminError);
        expect(error).to.include({ code: 'BAD_RESPONSE', mayHaveHappened: true });
      },
    ));

  it('loads and sends nothing before the first call', () =>
    withEndpoint(
      () => POOL,
      (url, seen) => {
        openCognito(plainEndpointAt(url));
        expect(seen).to.deep.equal([]);
        return Promise.resolve();
      },
    ));

  it('repeats a throttled call', () =>
    withEndpoint(
      (_, before) => (before === 0 ? errorReply('TooManyRequestsException', 'Rate exceeded') : POOL),
      async (url, seen) => {
        expect((await describePool(plainEndpointAt(url))).$metadata.attempts).to.equal(2);
        expect(seen).to.have.length(2);
      },
    ));

  it('does not repeat a refused call', () =>
    withEndpoint(
      () => errorReply('UserNotFoundException', 'User does not exist.'),
      async (url, seen) => {
        const call = openCognito(plainEndpointAt(url)).call('AdminGetUser', { Username: 'eve' });
        expect((await rejection(call)).message).to.equal('no user eve in user pool us-east-1_Pool');
        expect(seen).to.have.length(1);
      },
    ));

  describe('with a wrong endpoint', () => {
    it('reports that no server listens', async () => {
      const url = `http://127.0.0.1:${await closedPort()}`;
      expect(await rejection(describePool(plainEndpointAt(url)))).to.deep.equal({
        code: 'UNREACHABLE',
        message: `no connection to ${url} (ECONNREFUSED)`,
        hint: 'Check the network, a proxy (HTTPS_PROXY, NO_PROXY), --endpoint-url and the region.',
      });
    });

    for (const status of [200, 302, 403, 502]) {
      it(`reports that an HTML page with status ${status} is not Cognito's JSON`, () =>
        withEndpoint(
          () => ({ ...PAGE, status }),
          async (url) => {
            expect(await rejection(describePool(plainEndpointAt(url)))).to.deep.equal({
              code: 'BAD_RESPONSE',
              message: `${url} answered DescribeUserPool with something other than Cognito's JSON`,
              hint: 'Check --endpoint-url. A proxy or a login page between this machine and AWS can answer like this too.',
            });
          },
        ));
    }

    for (const reply of [
      { status: 301, text: '' },
      { status: 307, json: {} },
      { status: 302, json: { __type: 'UserNotFoundException', message: 'x' } },
    ]) {
      it(`follows no redirect, and keeps the request ID: ${JSON.stringify(reply)}`, () =>
        withEndpoint(
          () => ({ ...reply, headers: { location: 'https://login.example/', 'x-amzn-requestid': 'r-1' } }),
          async (url, seen) => {
            const error: unknown = await describePool(plainEndpointAt(url)).catch((reason: unknown) => reason);
            const { code, exitCode, requestId } = error as AdminError;
            expect([code, exitCode, requestId, seen.length]).to.deep.equal(['BAD_RESPONSE', 7, 'r-1', 1]);
          },
        ));
    }

    it('reports a server that does not speak HTTP', () =>
      withTcp(
        (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
        async (port) => {
          const refusal = await rejection(describePool(plainEndpointAt(`http://127.0.0.1:${port}`)));
          expect(refusal.code).to.equal('BAD_RESPONSE');
        },
      ));

    it('fails at its time limit if no answer comes', () =>
      withTcp(
        () => undefined,
        async (port) => {
          const url = `http://127.0.0.1:${port}`;
          expect(await rejection(describePool(plainEndpointAt(url, { timeoutMs: 200 })))).to.deep.equal({
            code: 'TIMEOUT',
            message: `no answer from ${url} to DescribeUserPool within 0.2 s`,
            hint: 'Check the network, or allow more time: --timeout SECONDS',
          });
        },
      ));

    it('fails at its time limit if the answer stops in the middle', () =>
      withTcp(
        (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"UserPool"'),
        async (port) => {
          const call = describePool(plainEndpointAt(`http://127.0.0.1:${port}`, { timeoutMs: 200 }));
          expect((await rejection(call)).code).to.equal('TIMEOUT');
        },
      ));

    it('reports connections that are dropped', () =>
      withTcp(
        (socket) => socket.once('data', () => socket.destroy()),
        async (port) => {
          const url = `http://127.0.0.1:${port}`;
          expect((await rejection(describePool(plainEndpointAt(url)))).message).to.equal(
            `no connection to ${url} (ECONNRESET)`,
          );
        },
      ));

    it('reports a server that does not speak TLS', () =>
      withTcp(
        (socket) => socket.once('data', () => socket.end('this is not TLS\r\n')),
        async (port) => {
          const refusal = await rejection(describePool(plainEndpointAt(`https://127.0.0.1:${port}`)));
          expect(refusal.code).to.equal('UNREACHABLE');
        },
      ));

    for (const body of [{}, [], null, 'text']) {
      it(`refuses the answer ${JSON.stringify(body)}`, () =>
        withEndpoint(
          () => ({ json: body }),
          async (url) => {
            const { code, message } = await rejection(describePool(plainEndpointAt(url)));
            expect([code, message]).to.deep.equal([
              'BAD_RESPONSE',
              'DescribeUserPool returned an invalid response: it does not describe us-east-1_Pool',
            ]);
          },
        ));
    }
  });

  describe('on an interrupt', () => {
    const CANCELLED = { code: 'CANCELLED', message: 'interrupted', hint: undefined };

    it('ends the call in progress', () => {
      const controller = new AbortController();
      return withTcp(
        (socket) => {
          socket.once('data', () => {
            controller.abort();
          });
        },
        async (port) => {
          const endpoint = plainEndpointAt(`http://127.0.0.1:${port}`, { interrupt: controller.signal });
          expect(await rejection(describePool(endpoint))).to.deep.equal(CANCELLED);
        },
      );
    });

    it('does not repeat the call', () => {
      const controller = new AbortController();
      return withEndpoint(
        () => {
          controller.abort();
          return errorReply('TooManyRequestsException', 'Rate exceeded');
        },
        async (url, seen) => {
          const endpoint = plainEndpointAt(url, { interrupt: controller.signal });
          expect(await rejection(describePool(endpoint))).to.deep.equal(CANCELLED);
          expect(seen).to.have.length(1);
        },
      );
    });

    it('says that a write may have happened only if it was sent', async () => {
      const controller = new AbortController();
      const disable = async (endpoint: Endpoint) => {
        const call = openCognito(endpoint).call('AdminDisableUser', { Username: 'ana' });
        const error = (await call.catch((reason: unknown) => reason)) as AdminError;
        return [error.code, error.mayHaveHappened];
      };
      await withTcp(
        (socket) => {
          socket.once('data', () => {
            controller.abort();
          });
        },
        async (port) => {
          const url = `http://127.0.0.1:${port}`;
          const inProgress = plainEndpointAt(url, { interrupt: controller.signal });
          const before = plainEndpointAt(url, { interrupt: AbortSignal.abort() });
          expect([await disable(inProgress), await disable(before)]).to.deep.equal([
            ['CANCELLED', true],
            ['CANCELLED', false],
          ]);
        },
      );
    });

    it('sends nothing further', () =>
      withEndpoint(
        () => POOL,
        async (url, seen) => {
          const endpoint = plainEndpointAt(url, { interrupt: AbortSignal.abort() });
          expect(await rejection(describePool(endpoint))).to.deep.equal(CANCELLED);
          expect(seen).to.deep.equal([]);
        },
      ));
  });
});

describe('openCognito with long delays between retries', () => {
  awsEnvironment();
  fixedRetryDelays(0.9);

  it('fails at its time limit if it is still throttled', () =>
    withEndpoint(
      () => errorReply('TooManyRequestsException', 'Rate exceeded'),
      async (url) => {
        const call = describePool(plainEndpointAt(url, { timeoutMs: 200 }));
        expect((await rejection(call)).code).to.equal('TIMEOUT');
      },
    ));
});

describe('openCognito with credentials of AWS', () => {
  const environment = awsEnvironment();
  const aws = (url: string, changes: Partial<Endpoint> = {}) =>
    endpointAt(url, { credentials: { kind: 'aws' }, ...changes });
  const refused = (reply: Reply) =>
    withEndpoint(
      () => reply,
      async (url) => ({ url, ...(await rejection(describePool(aws(url)))) }),
    );

  it('signs with the credentials of the environment', () => {
    environment.set(EXAMPLE_KEYS);
    return withEndpoint(
      () => POOL,
      async (url, seen) => {
        await describePool(aws(url));
        expect(seen[0]?.headers.authorization).to.include(`Credential=${EXAMPLE_KEYS.AWS_ACCESS_KEY_ID}/`);
      },
    );
  });

  it('never sends them to the sandbox', () => {
    environment.set(EXAMPLE_KEYS);
    return withEndpoint(
      () => POOL,
      async (url, seen) => {
        await describePool(plainEndpointAt(url));
        expect(JSON.stringify(seen)).to.not.include(EXAMPLE_KEYS.AWS_ACCESS_KEY_ID);
      },
    );
  });

  it('reports that there are none, and sends nothing', () =>
    withEndpoint(
      () => POOL,
      async (url, seen) => {
        const { code, message, hint } = await rejection(describePool(aws(url)));
        expect([code, hint]).to.deep.equal([
          'NO_CREDENTIALS',
          'Specify a profile (--profile), sign in (aws sso login) or set AWS_ACCESS_KEY_ID; or rehearse: --context sandbox',
        ]);
        expect(message).to.match(/^no AWS credentials for context prod: /);
        expect(seen).to.deep.equal([]);
      },
    ));

  it('reports that they have expired', async () => {
    environment.set(EXAMPLE_KEYS);
    const reason = 'The security token included in the request is expired';
    const { url: _, ...refusal } = await refused(errorReply('ExpiredTokenException', reason));
    expect(refusal).to.deep.equal({
      code: 'EXPIRED_CREDENTIALS',
      message: `the AWS credentials have expired: ${reason}`,
      hint: 'Renew them (for SSO: aws sso login), then run the command again.',
    });
  });

  it('reports that AWS does not accept them', async () => {
    environment.set(EXAMPLE_KEYS);
    const reason = 'The security token included in the request is invalid.';
    const { url, ...refusal } = await refused(errorReply('UnrecognizedClientException', reason));
    expect(refusal).to.deep.equal({
      code: 'INVALID_CREDENTIALS',
      message: 'AWS does not accept the credentials: The security token included in the request is invalid',
      hint:
        'Use other credentials (--profile), or sign in again. Used context prod: region us-east-1, expected account 111122223333, ' +
        `the default chain's credentials, endpoint ${url}.`,
    });
  });

  it('reports missing permissions', async () => {
    environment.set(EXAMPLE_KEYS);
    const reason =
      'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: cognito-idp:DescribeUserPool';
    const { code, message } = await refused(errorReply('AccessDeniedException', reason));
    expect([code, message]).to.deep.equal([
      'ACCESS_DENIED',
      `not allowed to call DescribeUserPool on user pool us-east-1_Pool: ${reason}`,
    ]);
  });

  /** The response of AWS STS to AssumeRole. */
  const ASSUMED: Reply = {
    text:
      '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAASSUMED</AccessKeyId>' +
      '<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>' +
      '<Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
    headers: { 'content-type': 'text/xml' },
  };

  it('first assumes the role of the context, with the code of its MFA device', async () => {
    const devices: string[] = [];
    const credentials = {
      kind: 'aws',
      roleArn: 'arn:aws:iam::111122223333:role/admin',
      externalId: 'outside',
      mfaSerial: 'arn:aws:iam::111122223333:mfa/ana',
    } as const;
    const mfaCode = (device: string) => {
      devices.push(device);
      return Promise.resolve('123456');
    };
    const asked = await withEndpoint(
      () => ASSUMED,
      async (sts, requests) => {
        environment.set(EXAMPLE_KEYS);
        await withEndpoint(
          () => POOL,
          async (url, seen) => {
            await describePool(aws(url, { credentials, mfaCode, aws: { stsUrl: sts } }));
            expect(seen[0]?.headers.authorization).to.include('Credential=ASIAASSUMED/');
          },
        );
        return requests[0]?.text;
      },
    );
    expect(devices).to.deep.equal(['arn:aws:iam::111122223333:mfa/ana']);
    expect(Object.fromEntries(new URLSearchParams(asked))).to.deep.include({
      Action: 'AssumeRole',
      RoleArn: 'arn:aws:iam::111122223333:role/admin',
      RoleSessionName: 'sf-admin',
      ExternalId: 'outside',
      SerialNumber: 'arn:aws:iam::111122223333:mfa/ana',
      TokenCode: '123456',
    });
  });
});
