import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';
import { callerIdentity } from '../../../../src/lib/cognito/client/caller-identity.js';
import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import type { Endpoint } from '../../../../src/lib/cognito/client/endpoint.js';
import { connectionAgent } from '../../../../src/lib/cognito/connection/connection-agent.js';
import { uploadFile } from '../../../../src/lib/cognito/transfer/upload-file.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { endpointAt, plainEndpointAt } from '../endpoint-at.js';
import { awsEnvironment, EXAMPLE_KEYS } from '../environment.js';
import { closedPort, withEndpoint } from '../fake-endpoint.js';
import { type Asked, type Certificate, makeCertificate, withProxy, withTlsServer } from './connect-proxy.js';

/** Names under .invalid belong to nobody (RFC 2606), so that a request that misses the proxy reaches nobody. */
const HOST = 'cognito.invalid';
const IDENTITY =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>' +
  '<Arn>arn:aws:iam::111122223333:user/ana</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>';

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (request.method === 'PUT') response.end();
  else if (request.headers['x-amz-target'] === undefined) {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(IDENTITY);
  } else response.end(JSON.stringify({ UserPool: { Id: 'us-east-1_Pool' } }));
}

const failure = (work: Promise<unknown>): Promise<AdminError> =>
  work.then(
    () => Promise.reject(new Error('did not fail')),
    (error: unknown) => error as AdminError,
  );

describe('connections', () => {
  const environment = awsEnvironment();
  let folder: string;
  let certificate: Certificate;
  let aws: Endpoint['aws'];

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-tls-'));
    try {
      certificate = await makeCertificate(folder, HOST);
    } catch (error) {
      if (process.env.CI !== undefined) throw error;
      this.skip();
    }
    aws = { caBundle: certificate.cert, stsUrl: `https://${HOST}` };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const describePool = (changes: Partial<Endpoint> = {}, url = `https://${HOST}`) =>
    openCognito(plainEndpointAt(url, { aws, timeoutMs: 5_000, ...changes })).call('DescribeUserPool', {});

  /** What the proxy was asked while `work` was done with these variables; `PROXY` stands for the proxy's address. */
  const askedWith = (
    variables: Record<string, string>,
    work: () => Promise<unknown>,
    status?: number,
  ): Promise<readonly Asked[]> =>
    withTlsServer(certificate, answer, (port) =>
      withProxy({ port, ...(status === undefined ? {} : { status }) }, async (proxy, asked) => {
        environment.set(
          Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replace('PROXY', proxy)])),
        );
        await work();
        return asked;
      }),
    );

  const TARGET = `${HOST}:443`;

  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']) {
    it(`go through the proxy of ${name}`, async () => {
      const asked = await askedWith({ [name]: 'http://PROXY' }, describePool);
      expect(asked).to.deep.equal([{ target: TARGET, authorization: undefined }]);
    });
  }

  it('go through a proxy without a scheme by http', async () => {
    const asked = await askedWith({ HTTPS_PROXY: 'PROXY' }, describePool);
    expect(asked).to.deep.equal([{ target: TARGET, authorization: undefined }]);
  });

  for (const proxy of ['socks5://ana:MARKED@127.0.0.1:1', 'http://ana:MARKED@[bad', 'ana:MARKED@host:port']) {
    it(`are refused with a proxy that cannot be used: ${proxy.replace('MARKED', '…')}`, async () => {
      environment.set({ HTTPS_PROXY: proxy });
      const { code, message } = await failure(describePool());
      expect([code, message]).to.deep.equal([
        'USAGE',
        'the proxy that the environment names is not a URL of http or https',
      ]);
    });
  }

  it('go through the proxy to STS and for uploads too, with the password of the proxy', async () => {
    const file = join(folder, 'users.csv');
    await writeFile(file, 'a');
    environment.set(EXAMPLE_KEYS);
    const endpoint = endpointAt(undefined, { credentials: { kind: 'aws' }, aws: { ...aws, hasKeys: true } });
    const asked = await askedWith({ HTTPS_PROXY: 'http://ana:p%40ss@PROXY' }, async () => {
      await callerIdentity(endpoint);
      await uploadFile(endpoint, `https://${HOST}/upload?X-Amz-Signature=x`, file);
    });
    const authorization = `Basic ${Buffer.from('ana:p@ss').toString('base64')}`;
    expect(asked).to.deep.equal(Array(2).fill({ target: TARGET, authorization }));
  });

  for (const [region, variant, host, sts] of [
    ['us-east-1', {}, 'cognito-idp.us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com'],
    ['us-east-1', { fips: true }, 'cognito-idp-fips.us-east-1.amazonaws.com', 'sts-fips.us-east-1.amazonaws.com'],
    ['eu-west-1', { dualStack: true }, 'cognito-idp.eu-west-1.amazonaws.com', 'sts.eu-west-1.api.aws'],
    [
      'us-gov-west-1',
      { fips: true },
      'cognito-idp-fips.us-gov-west-1.amazonaws.com',
      'sts.us-gov-west-1.amazonaws.com',
    ],
    ['cn-north-1', {}, 'cognito-idp.cn-north-1.amazonaws.com.cn', 'sts.cn-north-1.amazonaws.com.cn'],
  ] as const) {
    it(`reach the host of AWS that errors name: ${host}`, async () => {
      environment.set(EXAMPLE_KEYS);
      const endpoint = endpointAt(undefined, {
        region,
        credentials: { kind: 'aws' },
        aws: { ...variant, hasKeys: true },
      });
      const messages: string[] = [];
      const refuse = async () => {
        messages.push((await failure(openCognito(endpoint).call('DescribeUserPool', {}))).message);
        messages.push((await failure(callerIdentity(endpoint))).message);
      };
      const asked = await askedWith({ HTTPS_PROXY: 'http://PROXY' }, refuse, 403);
      expect(asked.map(({ target }) => target)).to.deep.equal([`${host}:443`, `${sts}:443`]);
      expect(messages).to.deep.equal([host, sts].map((name) => `the proxy refused the connection to ${name} (403)`));
    });
  }

  for (const [name, value] of [
    ['NO_PROXY', HOST],
    ['no_proxy', '.invalid'],
    ['NO_PROXY', 'example.com, *.invalid'],
    ['NO_PROXY', '*'],
    ['HTTP_PROXY', 'http://PROXY'],
  ] as const) {
    it(`do not go through the proxy with ${name}=${value}`, async () => {
      const proxy: Record<string, string> = name === 'HTTP_PROXY' ? {} : { HTTPS_PROXY: 'http://PROXY' };
      let error: AdminError | undefined;
      const asked = await askedWith({ ...proxy, [name]: value }, async () => {
        error = await failure(describePool());
      });
      expect(asked).to.deep.equal([]);
      expect(error?.message).to.match(/^no connection to cognito\.invalid \((?:ENOTFOUND|EAI_AGAIN)\)$/);
    });
  }

  it('to this machine never go through a proxy', () =>
    withEndpoint(
      () => ({ json: { UserPool: { Id: 'us-east-1_Pool' } } }),
      async (url, seen) => {
        const proxies = { HTTP_PROXY: 'http://PROXY', HTTPS_PROXY: 'http://PROXY' };
        const asked = await askedWith(proxies, () => describePool({}, url));
        expect([asked.length, seen.length]).to.deep.equal([0, 1]);
      },
    ));

  it('fail if the proxy refuses, and never show its password', async () => {
    const errors: AdminError[] = [];
    await askedWith(
      { HTTPS_PROXY: 'http://ana:MARKED@PROXY' },
      async () => errors.push(await failure(describePool())),
      407,
    );
    const proxy = `127.0.0.1:${await closedPort()}`;
    environment.set({ HTTPS_PROXY: `http://ana:MARKED@${proxy}` });
    errors.push(await failure(describePool()));
    expect(errors.map(({ code, message }) => [code, message])).to.deep.equal([
      ['UNREACHABLE', 'the proxy refused the connection to https://cognito.invalid (407)'],
      ['UNREACHABLE', `no connection to the proxy ${proxy} (ECONNREFUSED)`],
    ]);
    expect(JSON.stringify(errors.map(({ message, hint, cause }) => [message, hint, String(cause)]))).to.not.include(
      'MARKED',
    );
  });

  it('trust no certificate that neither Node nor the bundle contains', async () => {
    const errors: AdminError[] = [];
    await askedWith({ HTTPS_PROXY: 'http://PROXY' }, async () => errors.push(await failure(describePool({ aws: {} }))));
    expect(errors.map(({ code, message }) => [code, message])).to.deep.equal([
      ['UNREACHABLE', 'no connection to https://cognito.invalid (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    ]);
  });

  it('trust the certificates of the bundle, without a proxy too', () =>
    withTlsServer(certificate, answer, async (port) => {
      const { UserPool: pool } = await describePool({}, `https://localhost:${port}`);
      expect(pool?.Id).to.equal('us-east-1_Pool');
    }));

  it('are refused if the bundle cannot be read', async () => {
    const { code, message } = await failure(describePool({ aws: { caBundle: '/nowhere.pem' } }));
    expect([code, message]).to.deep.equal([
      'USAGE',
      'cannot read the certificates "/nowhere.pem": there is no such file or folder',
    ]);
  });

  it('are those of Node if nothing is configured', async () => {
    expect(await connectionAgent(endpointAt(undefined))).to.equal(undefined);
  });
});
