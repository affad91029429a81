import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';

import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { type BinResult, requireBuild, runBin, type RunningBin, startBin } from '../helpers/run-bin.js';

describe('sandbox serve of the built command', () => {
  before(requireBuild);
  const place = ownPlace();
  let running: RunningBin | undefined;
  afterEach(() => running?.child.kill('SIGKILL'));

  const serve = async (...flags: string[]): Promise<{ url: string; server: RunningBin }> => {
    const server = startBin(['sandbox', 'serve', '--port', '0', ...flags], { place: place() });
    running = server;
    return { url: await server.waitFor('stdout', /http:\/\/\S+/), server };
  };
  const run = (argv: readonly string[]): Promise<BinResult> => runBin(argv, { place: place() });

  it('prints its URL, serves the pool of the sandbox context, and stops at Ctrl-C with exit 0', async () => {
    const { url, server } = await serve();
    const list = await run(['users', 'list', '--role', 'super_admin', '-q', '--endpoint-url', url]);
    server.child.kill('SIGINT');
    const ended = await server.ended;
    expect({ ...ended, users: list.stdout.split('\n').length - 1, isFree: await isFree(url) }).to.deep.equal({
      stdout: `Serving the sandbox at ${url}\n`,
      stderr: [
        `Hosted UI: ${hostedUiAt(url)}`,
        'User pool us-east-1_Sandbox01, app client sandbox0stackflow0client01. Press Ctrl-C to stop.',
        'Stopped.',
        '',
      ].join('\n'),
      code: 0,
      users: 2,
      isFree: true,
    });
  });

  it('stops at SIGTERM with exit 0, even while a request is in progress', async () => {
    const { url, server } = await serve('--latency', '20000');
    const asking = run(['users', 'list', '--endpoint-url', url, '--timeout', '2']);
    await connected(url);
    server.child.kill('SIGTERM');
    expect({ code: (await server.ended).code, isFree: await isFree(url) }).to.deep.equal({
      code: 0,
      isFree: true,
    });
    expect((await asking).code).to.equal(7);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`stops at ${signal} with exit 0 after a write, which loads the lock library and its signal handlers`, async () => {
      const { url, server } = await serve();
      const written = await post(url, 'AdminDisableUser', {
        UserPoolId: 'us-east-1_Sandbox01',
        Username: 'ben.carter@tenant-one.example',
      });
      server.child.kill(signal);
      const { code, stderr } = await server.ended;
      expect({ written: written.status, code, last: stderr.split('\n').at(-2) }).to.deep.equal({
        written: 200,
        code: 0,
        last: 'Stopped.',
      });
    });
  }

  it('prints only its URL with -q, and an object with -o json', async () => {
    const quiet = await serve('-q');
    quiet.server.child.kill('SIGINT');
    const json = await serve('-o', 'json');
    await json.server.waitFor('stdout', /\}\n/);
    json.server.child.kill('SIGINT');
    const url = json.url.replace(/",?$/, '');
    expect([(await quiet.server.ended).stdout, JSON.parse((await json.server.ended).stdout) as unknown]).to.deep.equal([
      `${quiet.url}\n`,
      {
        url,
        poolId: 'us-east-1_Sandbox01',
        clientId: 'sandbox0stackflow0client01',
        issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Sandbox01',
        discoveryUrl: `${url}/us-east-1_Sandbox01/.well-known/openid-configuration`,
        hostedUiUrl: hostedUiAt(url),
      },
    ]);
  });

  it('serves the issuer, the origins and the claims that its flags name', async () => {
    await writeFile(place().path('rules.json'), JSON.stringify({ rules: [{ add: { plan: 'pro' } }] }));
    const origin = 'https://app.example.com';
    const rules = ['--token-rules', place().path('rules.json')];
    const { url, server } = await serve('--issuer', 'served', '--allow-origin', origin, ...rules);
    const discovery = await fetch(`${url}/us-east-1_Sandbox01/.well-known/openid-configuration`, {
      headers: { origin },
    });
    expect(discovery.headers.get('access-control-allow-origin')).to.equal(origin);
    expect(await discovery.json()).to.include({ issuer: `${url}/us-east-1_Sandbox01` });
    const clientId = 'sandbox0stackflow0client01';
    const { UserPoolClient } = (await (
      await post(url, 'DescribeUserPoolClient', { UserPoolId: 'us-east-1_Sandbox01', ClientId: clientId })
    ).json()) as { UserPoolClient: { ClientSecret: string } };
    const USERNAME = 'ben.carter@tenant-one.example';
    const SECRET_HASH = createHmac('sha256', UserPoolClient.ClientSecret)
      .update(USERNAME + clientId)
      .digest('base64');
    const signedIn = await post(url, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME, PASSWORD: 'Sandbox-Demo-2026!', SECRET_HASH },
    });
    const { AuthenticationResult } = (await signedIn.json()) as { AuthenticationResult: { IdToken: string } };
    const [, claims = ''] = AuthenticationResult.IdToken.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).to.include({
      iss: `${url}/us-east-1_Sandbox01`,
      plan: 'pro',
    });
    server.child.kill('SIGINT');
    await server.ended;
  });

  it('refuses an origin and rules that are not valid, and serves nothing', async () => {
    await writeFile(place().path('rules.json'), '{"rules":[{"add":{"sub":"x"}}]}');
    for (const flags of [
      ['--allow-origin', '*'],
      ['--token-rules', place().path('rules.json')],
      ['--token-rules', place().path('none.yaml')],
    ]) {
      const { code, stdout } = await run(['sandbox', 'serve', '--port', '0', ...flags]);
      expect([code, stdout]).to.deep.equal([2, '']);
    }
  });

  it('refuses a port that is in use, and leaves the other server running', async () => {
    const { url } = await serve();
    const { port } = new URL(url);
    const second = await run(['sandbox', 'serve', '--port', port]);
    const list = await run(['users', 'list', '--limit', '1', '-q', '--endpoint-url', url]);
    expect({ second, list: list.code }).to.deep.equal({
      second: {
        stdout: '',
        stderr: `error: cannot listen on port ${port}: it is in use\n  Choose another port with --port N, or --port 0 for any free one\n`,
        code: 2,
      },
      list: 0,
    });
  });

  it('shares its state with the sandbox context in both directions', async () => {
    const { url } = await serve();
    const there = ['--endpoint-url', url];
    await run(['client', 'add-callback', 'https://here.example/']);
    await run(['client', 'add-callback', 'https://there.example/', ...there]);
    const both = [
      await run(['client', 'describe', '-o', 'json']),
      await run(['client', 'describe', '-o', 'json', ...there]),
    ];
    const urls = both.map(({ stdout }) => (JSON.parse(stdout) as { callbackUrls: string[] }).callbackUrls.slice(-2));
    expect(urls).to.deep.equal(Array(2).fill(['https://here.example/', 'https://there.example/']));
  });

  for (const [flags, answer] of [
    [['--fault', 'throttle=1'], '400 TooManyRequestsException'],
    [['--fault', 'error=1'], '500 InternalErrorException'],
    [['--fault', 'reset=1'], 'no answer'],
    [['--rps', '1'], '400 TooManyRequestsException'],
    [[], '200 undefined'],
  ] as const) {
    it(`answers the second request with ${answer} when it was started with ${flags.join(' ') || 'no fault'}`, async () => {
      const { url } = await serve(...flags);
      const ask = (): Promise<string> =>
        post(url, 'ListUserPools', { MaxResults: 1 }).then(
          async (response) => `${response.status} ${((await response.json()) as { __type?: string }).__type}`,
          () => 'no answer',
        );
      await ask();
      expect(await ask()).to.equal(answer);
    });
  }
});

/** Calls an operation as an AWS client does. */
/** The sign-in page of the seeded app client. */
function hostedUiAt(url: string): string {
  const callback = encodeURIComponent('http://localhost:3000/auth/callback');
  return `${url}/login?client_id=sandbox0stackflow0client01&response_type=code&redirect_uri=${callback}`;
}

function post(url: string, operation: string, input: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 any',
    },
    body: JSON.stringify(input),
  });
}

/** Resolves if a connection is accepted, rejects otherwise. */
function connected(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

function isFree(url: string): Promise<boolean> {
  return connected(url).then(
    () => false,
    () => true,
  );
}
