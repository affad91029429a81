import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import { getUser, type OpenOptions, openDirectory } from '../../../src/lib/library/index.js';
import { awsEnvironment } from '../cognito/environment.js';
import { rejection } from '../conventions/refusal.js';
import { withFolder } from '../sandbox/temporary-folder.js';

/** Variables of sf-admin that these tests set, or that a developer may have set. */
const VARIABLES = ['SF_ADMIN_CONTEXT', 'SF_ADMIN_CONFIG', 'SF_ADMIN_READ_ONLY', 'SF_ADMIN_CONFIG_DIR', 'USER_POOL_ID'];

const CONFIG = `
current: staging
contexts:
  staging:
    poolId: eu-west-1_AbCdEf123
    clientId: 1h57kf5cpq17m0eml12EXAMPLE
    tenant: tenant_001
`;

const ROLE = `
current: staging
contexts:
  staging:
    poolId: eu-west-1_AbCdEf123
    roleArn: arn:aws:iam::111122223333:role/admin
    mfaSerial: arn:aws:iam::111122223333:mfa/ana
`;

describe('openDirectory of the library', () => {
  const aws = awsEnvironment();
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = process.env;
    const others = Object.entries(before).filter(([name]) => !VARIABLES.includes(name));
    // No contexts file of the developer.
    process.env = { ...Object.fromEntries(others), SF_ADMIN_CONFIG_DIR: '/nonexistent' };
  });
  afterEach(() => {
    process.env = before;
  });

  async function contextOf(options: OpenOptions) {
    const directory = await openDirectory(options);
    await directory.close();
    return directory.context;
  }

  it('opens the sandbox by default, so that nothing reaches AWS by accident', async () => {
    expect((await contextOf({})).name).to.equal('sandbox');
  });

  it('opens a context by its name, and the one that the environment names', async () => {
    expect((await contextOf({ context: 'stackflow' })).protected).to.equal(true);
    process.env.SF_ADMIN_CONTEXT = 'stackflow';
    expect((await contextOf({})).name).to.equal('stackflow');
  });

  it('opens a pool by its ID, with the rules of the contexts that know it', async () => {
    const [known, unknown] = [
      await contextOf({ poolId: 'us-east-1_WKK1AVJ2m' }),
      await contextOf({ poolId: 'eu-west-1_Unknown01', clientId: 'abc', profile: 'default' }),
    ];
    expect([known.name, known.protected]).to.deep.equal(['stackflow', true]);
    expect([unknown.name, unknown.region, unknown.clientId]).to.deep.equal([null, 'eu-west-1', 'abc']);
  });

  it('reads the contexts file that is given, and reports what a command would print', () =>
    withFolder(async (folder) => {
      const configFile = join(folder, 'config.yaml');
      await writeFile(configFile, CONFIG, { mode: 0o600 });
      const notices: string[] = [];
      const options = { configFile, onNotice: (text: string) => notices.push(text) };
      expect((await contextOf(options)).tenant).to.equal('tenant_001');
      await contextOf({ ...options, poolId: 'eu-west-1_Unknown01' });
      expect(notices).to.deep.equal(['Context staging is bound to tenant_001, on user pool eu-west-1_Unknown01 too.']);
    }));

  it('opens for reading only if it is asked to, or the environment says so', async () => {
    expect((await contextOf({ readOnly: true })).readOnly).to.equal(true);
    expect((await contextOf({})).readOnly).to.equal(false);
    process.env.SF_ADMIN_READ_ONLY = '1';
    expect((await contextOf({ readOnly: false })).readOnly).to.equal(true);
  });

  const refused: [what: string, options: OpenOptions, code: string, message: RegExp][] = [
    ['an unknown context', { context: 'stakflow' }, 'UNKNOWN_CONTEXT', /unknown context "stakflow"/],
    ['a missing contexts file', { configFile: '/nonexistent.yaml' }, 'INVALID_CONFIG', /does not exist/],
    ['an invalid app client ID', { clientId: 'a b' }, 'USAGE', /invalid app client ID "a b"/],
    ['an invalid region', { region: 'europe' }, 'USAGE', /region: invalid AWS region "europe"/],
    ['an invalid URL', { endpointUrl: 'ftp://host' }, 'USAGE', /endpointUrl: invalid endpoint URL "ftp:\/\/host"/],
    ['an invalid time limit', { timeoutSeconds: 0.5 }, 'USAGE', /timeoutSeconds: invalid number of seconds "0.5"/],
    ['an invalid tenant', { tenant: 'one' }, 'INVALID_TENANT', /one/],
  ];
  for (const [what, options, code, message] of refused) {
    it(`refuses ${what}`, async () => {
      const found = await rejection(openDirectory(options));
      expect(found.code).to.equal(code);
      expect(found.message).to.match(message);
    });
  }

  it('asks the function of the caller for the MFA code of a role, and refuses the role without one', () =>
    withFolder(async (folder) => {
      const configFile = join(folder, 'config.yaml');
      await writeFile(configFile, ROLE, { mode: 0o600 });
      aws.set({
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
        // Nothing listens there.
        AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
      });
      const asked: string[] = [];
      const mfaCode = (device: string) => {
        asked.push(device);
        return Promise.resolve('123456');
      };
      for (const options of [{ configFile }, { configFile, mfaCode }]) {
        const directory = await openDirectory({ ...options, timeoutSeconds: 5 });
        const { message } = await rejection(getUser(directory, 'ana'));
        expect(message.includes('requires an MFA code from arn:aws:iam::111122223333:mfa/ana')).to.equal(
          !('mfaCode' in options),
        );
        await directory.close();
      }
      expect(asked).to.include('arn:aws:iam::111122223333:mfa/ana');
    }));
});
