import { Readable } from 'node:stream';

import {
  AdminGetUserCommand,
  AdminListDevicesCommand,
  AdminListUserSessionsCommand,
  CognitoIdentityProviderClient,
  ListWebAuthnCredentialsCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { SandboxRequestHandler } from '../../../../src/lib/sandbox/doors/in-process.js';
import { SandboxEngine } from '../../../../src/lib/sandbox/engine/engine.js';
import type { SandboxStore } from '../../../../src/lib/sandbox/state/store.js';
import { ANA, DAVID_DEVICES, Sandbox } from '../harness.js';
import { MemoryUploads } from '../memory-store.js';

function clientFor(engine: SandboxEngine): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    maxAttempts: 1,
    requestHandler: new SandboxRequestHandler(engine),
  });
}

const TARGET = { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.AdminGetUser' };

describe('SandboxRequestHandler', () => {
  it('works with the SDK client, which parses dates and request IDs', async () => {
    const sandbox = new Sandbox();
    const response = await clientFor(sandbox.engine).send(
      new AdminGetUserCommand({ UserPoolId: SANDBOX_POOL_ID, Username: ANA }),
    );
    expect(response.UserCreateDate).to.deep.equal(new Date(sandbox.user(ANA).createdAt));
    expect(response.$metadata.requestId).to.match(/^[0-9a-f-]{36}$/);
  });

  it('returns sessions and devices with members that the SDK knows', async () => {
    const sandbox = new Sandbox();
    const client = clientFor(sandbox.engine);
    const target = { UserPoolId: SANDBOX_POOL_ID, Username: DAVID_DEVICES };
    const { Sessions = [] } = await client.send(new AdminListUserSessionsCommand(target));
    const { Devices = [] } = await client.send(new AdminListDevicesCommand(target));
    const raw = async (operation: string) => Object.values(await sandbox.call(operation, target))[0];
    const names = (list: unknown) => (list as object[]).map((member) => Object.keys(member).sort());
    expect([names(Sessions), names(Devices)]).to.deep.equal([
      names(await raw('AdminListUserSessions')),
      names(await raw('AdminListDevices')),
    ]);
    expect(Sessions[0]?.CreateDate).to.deep.equal(new Date(sandbox.time - 2 * 86_400_000));
    expect(Devices[0]?.DeviceCreateDate).to.deep.equal(new Date(sandbox.time - 90 * 86_400_000));
  });

  it("turns errors of the service into the SDK's exceptions", async () => {
    const failed = clientFor(new Sandbox().engine).send(
      new AdminGetUserCommand({ UserPoolId: SANDBOX_POOL_ID, Username: 'nobody@tenant-one.example' }),
    );
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UserNotFoundException);
    expect(error).to.include({ message: 'User does not exist.', $fault: 'client' });
    expect((error as UserNotFoundException).$metadata.httpStatusCode).to.equal(400);
  });

  it('refuses an operation that is not modelled as unknown', async () => {
    const failed = clientFor(new Sandbox().engine).send(new ListWebAuthnCredentialsCommand({ AccessToken: 'x' }));
    expect(await failed.catch((thrown: unknown) => (thrown as Error).name)).to.equal('UnknownOperationException');
  });

  it('passes on the error of an unusable state file', async () => {
    const broken = new AdminError('SANDBOX_STATE', 'the sandbox state x is not valid JSON');
    const fails = () => Promise.reject(broken);
    const store: SandboxStore = { read: fails, update: fails, uploads: new MemoryUploads() };
    const failed = clientFor(new SandboxEngine(store)).send(
      new AdminGetUserCommand({ UserPoolId: SANDBOX_POOL_ID, Username: ANA }),
    );
    expect(await failed.catch((thrown: unknown) => thrown)).to.equal(broken);
  });

  it('accepts a body of text, of bytes, or none', async () => {
    const handler = new SandboxRequestHandler(new Sandbox().engine);
    const text = JSON.stringify({ UserPoolId: SANDBOX_POOL_ID, Username: ANA });
    const statusOf = async (body: unknown) => (await handler.handle({ headers: TARGET, body })).response.statusCode;
    expect(await statusOf(text)).to.equal(200);
    expect(await statusOf(new TextEncoder().encode(text))).to.equal(200);
    expect(await statusOf(undefined)).to.equal(400);
    expect(await statusOf('{')).to.equal(400);
    expect(await statusOf(5).catch((error: unknown) => error)).to.be.instanceOf(TypeError);
  });

  it('does nothing if the call was aborted', async () => {
    const sandbox = new Sandbox();
    const abortSignal = AbortSignal.abort();
    const failed = new SandboxRequestHandler(sandbox.engine).handle(
      {
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools' },
        body: '{"MaxResults":1}',
      },
      { abortSignal },
    );
    expect(await failed.catch((thrown: unknown) => (thrown as Error).name)).to.equal('AbortError');
  });

  it('answers requests for the OAuth endpoints, with the form in a stream', async () => {
    const handler = new SandboxRequestHandler(new Sandbox().engine);
    const { response } = await handler.handle({
      path: '/oauth2/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: Readable.from(['grant_type=refresh_token', '&client_id=unknown']),
    });
    expect([response.statusCode, JSON.parse(Buffer.from(response.body).toString())]).to.deep.equal([
      400,
      { error: 'invalid_client' },
    ]);
  });
});
