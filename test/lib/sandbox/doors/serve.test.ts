import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { parseFaults } from '../../../../src/lib/sandbox/doors/faults.js';
import { SandboxRequestHandler } from '../../../../src/lib/sandbox/doors/in-process.js';
import { serveSandbox } from '../../../../src/lib/sandbox/doors/serve.js';
import { SandboxEngine } from '../../../../src/lib/sandbox/engine/engine.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { FileStore } from '../../../../src/lib/sandbox/state/store.js';
import { ANA } from '../harness.js';
import { MemoryStore, MemoryUploads } from '../memory-store.js';
import { withFolder } from '../temporary-folder.js';
import { type Response, send, serving } from './served.js';

const SIGNED = { authorization: 'AWS4-HMAC-SHA256 any' };
const SECRET = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

function call(
  url: string,
  operation: string,
  input: object,
  headers: Record<string, string> = SIGNED,
): Promise<Response> {
  const target = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
  return send(url, { headers: { ...headers, ...target }, body: JSON.stringify(input) });
}

const GET_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };

function typeOf({ status, body }: Response): [number, string] {
  return [status, (JSON.parse(body) as { __type?: string }).__type ?? 'no error'];
}

describe('sandbox serve', () => {
  it('listens on the loopback address and returns its URL', () =>
    serving({}, ({ url }) => {
      expect(url).to.match(/^http:\/\/127\.0\.0\.1:[1-9][0-9]*$/);
      return Promise.resolve();
    }));

  it('uses the JSON 1.1 protocol, with errors named in body and header', () =>
    serving({}, async ({ url }) => {
      const found = await call(url, 'AdminGetUser', GET_ANA);
      expect(found.status).to.equal(200);
      expect(found.headers['content-type']).to.equal('application/x-amz-json-1.1');
      expect(found.headers['x-amzn-requestid']).to.match(/^[0-9a-f-]{36}$/);

      const missing = await call(url, 'AdminGetUser', { ...GET_ANA, Username: 'nobody' });
      expect([missing.status, missing.headers['x-amzn-errortype'], JSON.parse(missing.body)]).to.deep.equal([
        400,
        'UserNotFoundException:',
        { __type: 'UserNotFoundException', message: 'User does not exist.' },
      ]);
      const unknown = await call(url, 'CreateTerms', {});
      expect(typeOf(unknown)).to.deep.equal([400, 'UnknownOperationException']);
    }));

  it('shares its state at once with an engine that uses the same file in process', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'sandbox.json');
      await serving({ store: new FileStore(file) }, async ({ url }) => {
        const target = { UserPoolId: SANDBOX_POOL_ID, ClientId: SANDBOX_CLIENT_ID };
        const remote = new CognitoIdentityProviderClient({
          region: 'us-east-1',
          credentials: SECRET,
          endpoint: url,
        });
        const local = new CognitoIdentityProviderClient({
          region: 'us-east-1',
          credentials: SECRET,
          requestHandler: new SandboxRequestHandler(new SandboxEngine(new FileStore(file))),
        });
        for (const [writer, reader, name] of [
          [remote, local, 'by HTTP'],
          [local, remote, 'in process'],
        ] as const) {
          await writer.send(new UpdateUserPoolClientCommand({ ...target, ClientName: name }));
          const { UserPoolClient } = await reader.send(new DescribeUserPoolClientCommand(target));
          expect(UserPoolClient?.ClientName).to.equal(name);
        }
        remote.destroy();
      });
    }));

  it('requires a signature, except for the operations that apps call', () =>
    serving({}, async ({ url }) => {
      expect(typeOf(await call(url, 'AdminGetUser', GET_ANA, {}))).to.deep.equal([
        400,
        'MissingAuthenticationTokenException',
      ]);
      for (const operation of ['InitiateAuth', 'RespondToAuthChallenge', 'RevokeToken']) {
        expect(typeOf(await call(url, operation, {}, {}))).to.deep.equal([400, 'InvalidParameterException']);
      }
    }));

  it('answers an operation that it does not know the same with and without a signature', () =>
    serving({}, async ({ url }) => {
      for (const operation of ['StartWebAuthnRegistration', 'NoSuchOperation', '']) {
        for (const headers of [{}, undefined]) {
          const [, type] = typeOf(await call(url, operation, {}, headers));
          expect([operation, type]).to.deep.equal([operation, 'UnknownOperationException']);
        }
      }
    }));

  it('refuses a Host header that is not loopback', () =>
    serving({}, async ({ url }) => {
      const { port } = new URL(url);
      for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '10.0.0.1']) {
        expect((await call(url, 'AdminGetUser', GET_ANA, { ...SIGNED, host })).status).to.equal(403);
      }
      for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'LOCALHOST']) {
        expect((await call(url, 'AdminGetUser', GET_ANA, { ...SIGNED, host })).status).to.equal(200);
      }
    }));

  it('publishes the keys of its tokens under each pool that exists', () =>
    serving({}, async ({ url }) => {
      const keys = await send(url, { method: 'GET', path: `/${SANDBOX_POOL_ID}/.well-known/jwks.json` });
      const [key] = (JSON.parse(keys.body) as { keys: Record<string, string>[] }).keys;
      expect(key).to.have.keys('alg', 'e', 'kid', 'kty', 'n', 'use');
      for (const path of ['/none', '/us-east-1_Nope/.well-known/jwks.json', '/constructor/.well-known/jwks.json']) {
        expect((await send(url, { method: 'GET', path })).status).to.equal(404);
      }
      expect((await send(url, { method: 'PUT' })).status).to.equal(405);
    }));

  it('refuses a request that is too large, and one that is not JSON', () =>
    serving({}, async ({ url }) => {
      const large = await call(url, 'AdminGetUser', { ...GET_ANA, Username: 'x'.repeat(8 * 1024 * 1024) });
      expect(large.status).to.equal(413);
      const headers = { ...SIGNED, 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser' };
      expect(typeOf(await send(url, { headers, body: '{' }))).to.deep.equal([400, 'SerializationException']);
    }));

  it('responds with the error of an unusable state, and keeps serving', () => {
    const broken = new AdminError('SANDBOX_STATE', 'the sandbox state x is not valid JSON');
    const fails = () => Promise.reject(broken);
    const store = { read: fails, update: fails, uploads: new MemoryUploads() };
    return serving({ store }, async ({ url }) => {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const response = await call(url, 'AdminGetUser', GET_ANA);
        expect([response.status, JSON.parse(response.body)]).to.deep.equal([
          500,
          { __type: 'InternalErrorException', message: broken.message },
        ]);
      }
    });
  });

  it('reports a port that is in use', () =>
    serving({}, async ({ url }) => {
      const port = Number(new URL(url).port);
      const store = new MemoryStore(seedState());
      const error: unknown = await serveSandbox({ store, port }).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(AdminError);
      expect(error).to.include({
        code: 'USAGE',
        message: `cannot listen on port ${port}: it is in use`,
        hint: 'Choose another port with --port N, or --port 0 for any free one',
      });
    }));

  it('closes at once, even with a request in progress, and frees its port', async () => {
    const store = new MemoryStore(seedState());
    const served = await serveSandbox({ store, port: 0, latencyMs: 600_000 });
    const { url } = served;
    const broken = call(url, 'AdminGetUser', GET_ANA).catch((error: unknown) => (error as { code?: string }).code);
    await new Promise((resolve) => setImmediate(resolve));
    await served.close();
    expect(await broken).to.be.oneOf(['ECONNRESET', 'ECONNREFUSED']);
    const again = await serveSandbox({ store, port: Number(new URL(url).port) });
    await again.close();
  });

  describe('with faults', () => {
    const users = async (store: MemoryStore) => Object.keys((await store.read()).pools[SANDBOX_POOL_ID]!.users).length;
    const CREATE = { UserPoolId: SANDBOX_POOL_ID, Username: 'new@tenant-one.example' };

    for (const [fault, expected] of [
      ['throttle', [400, 'TooManyRequestsException']],
      ['error', [500, 'InternalErrorException']],
    ] as const) {
      it(`responds with ${expected[1]} for ${fault}, without running the operation`, () =>
        serving({ faults: parseFaults(`${fault}=1`) }, async ({ url }, store) => {
          expect(typeOf(await call(url, 'AdminCreateUser', CREATE))).to.deep.equal(expected);
          expect(await users(store)).to.equal(20);
        }));
    }

    for (const [when, number, count] of [
      ['before', 0.4, 20],
      ['after', 0.5, 21],
    ] as const) {
      it(`drops a connection ${when} the operation`, () =>
        serving({ faults: parseFaults('reset=1'), random: () => number }, async ({ url }, store) => {
          const error: unknown = await call(url, 'AdminCreateUser', CREATE).catch((thrown: unknown) => thrown);
          expect(error).to.have.property('code', 'ECONNRESET');
          expect(await users(store)).to.equal(count);
        }));
    }

    it('are survived by an SDK client that retries', () => {
      // Four of five requests fail, each in its own way.
      const draws = [0.1, 0.3, 0.5, 0.1, 0.9];
      let drawn = 0;
      const random = () => draws[drawn++ % draws.length]!;
      const faults = parseFaults('throttle=0.2,error=0.2,reset=0.2');
      return serving({ faults, random }, async ({ url }, store) => {
        const client = new CognitoIdentityProviderClient({
          region: 'us-east-1',
          credentials: SECRET,
          endpoint: url,
          maxAttempts: 6,
        });
        const { $metadata } = await client.send(new AdminCreateUserCommand(CREATE));
        expect($metadata.attempts).to.equal(4);
        expect(await users(store)).to.equal(21);
        client.destroy();
      });
    });

    it('throttles above the rate limit', () =>
      serving({ rps: 0.001 }, async ({ url }) => {
        const types: [number, string][] = [];
        for (let sent = 0; sent < 3; sent += 1) types.push(typeOf(await call(url, 'AdminGetUser', GET_ANA)));
        const throttled = [400, 'TooManyRequestsException'];
        expect(types).to.deep.equal([[200, 'no error'], throttled, throttled]);
      }));
  });
});
