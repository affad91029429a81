import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';

import { carryOut, disableUser, getUser, listUsers } from '../../../src/lib/library/index.js';
import { openSandbox, type Sandbox, type SandboxOptions, serveSandbox } from '../../../src/lib/library/sandbox.js';
import { rejection } from '../conventions/refusal.js';
import { withFolder } from '../sandbox/temporary-folder.js';
import { all, ANA } from './own-sandbox.js';

async function using<T>(made: Promise<Sandbox>, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await made;
  try {
    return await use(sandbox);
  } finally {
    await sandbox.close();
  }
}

for (const [door, make] of [
  ['openSandbox', openSandbox],
  ['serveSandbox', serveSandbox],
] as const) {
  describe(`${door} of the library`, () => {
    it('answers a client of AWS, which sees what the library changes and the other way round', () =>
      using(make(), async (sandbox) => {
        const client = new CognitoIdentityProviderClient(sandbox.clientConfig);
        const ana = { UserPoolId: sandbox.poolId, Username: ANA };
        const directory = await sandbox.openDirectory();
        await client.send(new AdminDisableUserCommand(ana));
        expect((await getUser(directory, ANA)).enabled).to.equal(false);
        await carryOut(directory, await disableUser(directory, { user: 'ben.carter@tenant-one.example' }), {
          yes: true,
        });
        const ben = await client.send(new AdminGetUserCommand({ ...ana, Username: 'ben.carter@tenant-one.example' }));
        expect(ben.Enabled).to.equal(false);
        client.destroy();
      }));

    it('has as many users as it is asked for', async () => {
      for (const users of [0, 3]) {
        await using(make({ users }), async (sandbox) => {
          expect(await all(listUsers(await sandbox.openDirectory()))).to.have.lengthOf(users);
        });
      }
    });

    it('keeps its state in the folder that is given', () =>
      withFolder(async (folder) => {
        await using(make({ folder, users: 2 }), async (sandbox) => {
          const directory = await sandbox.openDirectory();
          await carryOut(directory, await disableUser(directory, { user: ANA }), { yes: true });
        });
        expect(await readdir(folder)).to.include('sandbox.json');
        await using(make({ folder }), async (sandbox) => {
          expect((await getUser(await sandbox.openDirectory(), ANA)).enabled).to.equal(false);
        });
      }));

    it('fails calls with the faults that are asked for, which its client retries', () =>
      // Rare enough that no call has one at each of its attempts.
      using(make({ faults: { throttle: 0.02, error: 0.02, reset: 0.02 } }), async (sandbox) => {
        expect(await all(listUsers(await sandbox.openDirectory()))).to.have.lengthOf(20);
      }));

    it('refuses every call if the faults say so', () =>
      using(make({ faults: { throttle: 1 } }), async (sandbox) => {
        const client = new CognitoIdentityProviderClient({ ...sandbox.clientConfig, maxAttempts: 1 });
        const call = client.send(new AdminGetUserCommand({ UserPoolId: sandbox.poolId, Username: ANA }));
        const error: unknown = await call.catch((thrown: unknown) => thrown);
        expect(error).to.include({ name: 'TooManyRequestsException' });
        client.destroy();
      }));

    it('cannot be used once it is closed, which may be done twice', async () => {
      const sandbox = await make();
      const directory = await sandbox.openDirectory();
      await sandbox.close();
      await sandbox[Symbol.asyncDispose]();
      expect((await rejection(getUser(directory, ANA))).code).to.equal('USAGE');
      expect((await rejection(sandbox.openDirectory())).message).to.equal('the sandbox is closed');
    });

    it('refuses a time limit that no timer has', () =>
      using(make(), async ({ openDirectory }) => {
        for (const timeoutSeconds of [0, Number.NaN, 1e10]) {
          const { message } = await rejection(openDirectory({ timeoutSeconds }));
          expect(message).to.equal(`invalid timeoutSeconds ${timeoutSeconds}`);
        }
      }));

    it('opens no directory while it is being closed', async () => {
      const sandbox = await make();
      const [opening] = await Promise.allSettled([sandbox.openDirectory(), sandbox.close()]);
      expect(opening.status === 'rejected' && (opening.reason as Error).message).to.equal('the sandbox is closed');
    });

    const invalid: [what: string, options: SandboxOptions, message: string][] = [
      ['a number of users', { users: -1 }, 'invalid number of users -1'],
      ['a delay', { latencyMs: Number.NaN }, 'invalid latencyMs NaN'],
      ['a delay of days', { latencyMs: 1e10 }, 'invalid latencyMs 10000000000'],
      ['a rate', { rps: 0 }, 'invalid rps 0'],
      ['a probability', { faults: { error: 1.5 } }, 'fault error needs a probability from 0 to 1'],
      [
        'the sum of probabilities',
        { faults: { error: 0.6, reset: 0.6 } },
        'the fault probabilities add up to more than 1',
      ],
    ];
    for (const [what, options, message] of invalid) {
      it(`refuses ${what} that is not possible`, async () => {
        expect(await rejection(make(options))).to.include({ code: 'USAGE', message });
      });
    }

    it('refuses a folder with a file that is no state', () =>
      withFolder(async (folder) => {
        await writeFile(join(folder, 'sandbox.json'), '{}', { mode: 0o600 });
        expect((await rejection(make({ folder }))).code).to.equal('SANDBOX_STATE');
      }));
  });
}

describe('serveSandbox of the library', () => {
  it('has a URL on this machine, and frees its port when it is closed', async () => {
    const { url, close } = await serveSandbox();
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    const port = Number(new URL(url).port);
    expect((await rejection(serveSandbox({ port }))).message).to.equal(`cannot listen on port ${port}: it is in use`);
    await close();
    await (await serveSandbox({ port })).close();
    expect((await rejection(serveSandbox({ port: 70_000 }))).message).to.equal('invalid port 70000');
  });
});

describe('serveSandbox of the library', () => {
  for (const issuer of ['aws', 'served'] as const) {
    it(`has the discovery document of the issuer "${issuer}"`, async () => {
      const sandbox = await serveSandbox({ users: 0, issuer });
      const answer = await fetch(`${sandbox.url}/${sandbox.poolId}/.well-known/openid-configuration`);
      const document = (await answer.json()) as { issuer: string };
      expect(document.issuer).to.equal(sandbox.issuer);
      expect(sandbox.issuer.startsWith(sandbox.url)).to.equal(issuer === 'served');
      await sandbox.close();
    });
  }
});
