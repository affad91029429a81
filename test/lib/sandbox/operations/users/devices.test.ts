import { expect } from 'chai';
import { DEMO_PASSWORD } from '../../../../../src/lib/sandbox/seed/seed-users.js';
import { Application, type SignInResponse } from '../../application.js';
import { BEN, DAVID_DEVICES, refusalOf, Sandbox } from '../../harness.js';

const DAY = 86_400;
const GONE = ['ResourceNotFoundException', 'Device does not exist.'];

interface Device {
  DeviceKey: string;
  DeviceAttributes: { Name: string; Value: string }[];
}

async function devicesOf(sandbox: Sandbox, Username: string): Promise<Device[]> {
  return (await sandbox.call('AdminListDevices', { Username })).Devices as Device[];
}

describe('AdminListDevices and AdminGetDevice', () => {
  it('return a device with its name, last IP address and dates in epoch seconds', async () => {
    const sandbox = new Sandbox();
    const now = sandbox.time / 1000;
    const [DeviceKey] = Object.keys(sandbox.user(DAVID_DEVICES).devices!);
    const { Device: device } = await sandbox.call('AdminGetDevice', { Username: DAVID_DEVICES, DeviceKey });
    expect(device).to.deep.equal({
      DeviceKey: 'us-east-1_5af10000-0000-4000-9000-000000000001',
      DeviceAttributes: [
        { Name: 'device_status', Value: 'valid' },
        { Name: 'device_name', Value: 'Firefox 141 / Windows 11' },
        { Name: 'dev:device_remembered_status', Value: 'remembered' },
        { Name: 'last_ip_used', Value: '192.0.2.17' },
      ],
      DeviceCreateDate: now - 90 * DAY,
      DeviceLastModifiedDate: now - 6 * DAY,
      DeviceLastAuthenticatedDate: now - 6 * DAY,
    });
    expect((await devicesOf(sandbox, DAVID_DEVICES))[0]).to.deep.equal(device);
  });

  it('list every device once, page by page, with tokens that are valid for one user', async () => {
    const sandbox = new Sandbox();
    const list = (input: object) => sandbox.call('AdminListDevices', { Username: DAVID_DEVICES, ...input });
    const first = await list({ Limit: 1 });
    const second = await list({ Limit: 1, PaginationToken: first.PaginationToken });
    expect([...(first.Devices as Device[]), ...(second.Devices as Device[])]).to.deep.equal(
      (await list({ Limit: 0 })).Devices,
    );
    expect(second).to.not.have.property('PaginationToken');
    expect(
      await sandbox.refusal('AdminListDevices', { Username: BEN, PaginationToken: first.PaginationToken }),
    ).to.deep.equal(['InvalidParameterException', 'Paging Marker is Invalid for Request']);
  });

  it('return an empty list for a user without devices', async () => {
    expect(await new Sandbox().call('AdminListDevices', { Username: BEN })).to.deep.equal({ Devices: [] });
  });
});

describe('AdminForgetDevice', () => {
  it('removes one device, and is refused for it the second time', async () => {
    const sandbox = new Sandbox();
    const [first, second] = await devicesOf(sandbox, DAVID_DEVICES);
    const target = { Username: DAVID_DEVICES, DeviceKey: first!.DeviceKey };
    expect(await sandbox.call('AdminForgetDevice', target)).to.deep.equal({});
    expect(await devicesOf(sandbox, DAVID_DEVICES)).to.deep.equal([second]);
    for (const operation of ['AdminForgetDevice', 'AdminGetDevice']) {
      expect(await sandbox.refusal(operation, target)).to.deep.equal(GONE);
    }
  });
});

/** Confirms the new device of a sign-in, as a client does, and returns its key. */
async function confirmDevice(
  { sandbox }: Application,
  { AuthenticationResult: result }: SignInResponse,
): Promise<string> {
  const { DeviceKey } = result!.NewDeviceMetadata!;
  const DeviceSecretVerifierConfig = { Salt: 'c2FsdA==', PasswordVerifier: 'dmVyaWZpZXI=' };
  await sandbox.call('ConfirmDevice', { AccessToken: result!.AccessToken, DeviceKey, DeviceSecretVerifierConfig });
  return DeviceKey;
}

describe('a sign-in to a pool that tracks devices', () => {
  it('records a new device, returns its key, and recognises it the next time', async () => {
    const application = new Application();
    const { sandbox } = application;
    sandbox.pool.settings.DeviceConfiguration = { DeviceOnlyRememberedOnUserPrompt: true };
    const first = await application.signIn(BEN, DEMO_PASSWORD);
    await confirmDevice(application, first);
    const [device] = await devicesOf(sandbox, BEN);
    expect(first.AuthenticationResult).to.deep.include({
      NewDeviceMetadata: { DeviceKey: device!.DeviceKey, DeviceGroupKey: '-Sandbox01' },
    });
    expect(device!.DeviceAttributes).to.deep.include({
      Name: 'dev:device_remembered_status',
      Value: 'not_remembered',
    });

    sandbox.time += 60_000;
    const again = await application.signIn(BEN, DEMO_PASSWORD, { DEVICE_KEY: device!.DeviceKey });
    expect(again.AuthenticationResult).to.not.have.property('NewDeviceMetadata');
    const devices = Object.values(sandbox.user(BEN).devices!);
    expect(devices.map(({ lastAuthenticatedAt }) => lastAuthenticatedAt)).to.deep.equal([sandbox.time]);
  });

  it('keeps the confirmed devices, and the last twenty that were not confirmed', async () => {
    const application = new Application();
    const { sandbox } = application;
    sandbox.pool.settings.DeviceConfiguration = {};
    const confirmed = await confirmDevice(application, await application.signIn(BEN, DEMO_PASSWORD));
    const dropped = (await application.signIn(BEN, DEMO_PASSWORD)).AuthenticationResult!.NewDeviceMetadata!.DeviceKey;
    for (let count = 0; count < 20; count += 1) await application.signIn(BEN, DEMO_PASSWORD);
    const keys = Object.keys(sandbox.user(BEN).devices!);
    expect(keys).to.have.length(21).and.include(confirmed).and.not.include(dropped);
  });

  it('is refused with the key of a forgotten device', async () => {
    const application = new Application();
    const { sandbox } = application;
    sandbox.pool.settings.DeviceConfiguration = {};
    const DeviceKey = await confirmDevice(application, await application.signIn(BEN, DEMO_PASSWORD));
    await sandbox.call('AdminForgetDevice', { Username: BEN, DeviceKey });
    expect(await refusalOf(application.signIn(BEN, DEMO_PASSWORD, { DEVICE_KEY: DeviceKey }))).to.deep.equal(GONE);
  });
});
