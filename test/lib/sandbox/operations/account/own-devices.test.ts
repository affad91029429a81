import { expect } from 'chai';
import { BEN } from '../../harness.js';
import { OwnAccount } from './own-account.js';

const DeviceSecretVerifierConfig = { Salt: 'c2FsdA==', PasswordVerifier: 'dmVyaWZpZXI=' };
const UNKNOWN = 'us-east-1_0f3b2c1d-0000-4000-8000-000000000001';

/** Ben, signed in on a new device of a pool that tracks them. */
async function onNewDevice(asksUser = false): Promise<{ account: OwnAccount; DeviceKey: string }> {
  const account = new OwnAccount();
  account.sandbox.pool.settings.DeviceConfiguration = { DeviceOnlyRememberedOnUserPrompt: asksUser };
  await account.signIn();
  const [DeviceKey = ''] = Object.keys(account.sandbox.user(BEN).devices ?? {});
  return { account, DeviceKey };
}

async function withDevice(): Promise<{ account: OwnAccount; DeviceKey: string }> {
  const { account, DeviceKey } = await onNewDevice();
  await account.own('ConfirmDevice', { DeviceKey, DeviceSecretVerifierConfig, DeviceName: 'phone' });
  return { account, DeviceKey };
}

describe('ConfirmDevice', () => {
  it('lists a new device, which was not listed before', async () => {
    const { account, DeviceKey } = await onNewDevice();
    expect(await account.own('ListDevices')).to.deep.equal({ Devices: [] });
    expect((await account.ownRefusal('GetDevice', { DeviceKey }))[0]).to.equal('ResourceNotFoundException');
    expect(
      await account.own('ConfirmDevice', { DeviceKey, DeviceSecretVerifierConfig, DeviceName: 'phone' }),
    ).to.deep.equal({ UserConfirmationNecessary: false });
    const { Devices } = await account.own('ListDevices');
    expect(Devices).to.have.nested.property('[0].DeviceKey', DeviceKey);
    expect(JSON.stringify(Devices)).to.include('"device_name","Value":"phone"');
    expect(account.sandbox.user(BEN).devices?.[DeviceKey]?.verifier).to.deep.equal({
      salt: 'c2FsdA==',
      verifier: 'dmVyaWZpZXI=',
    });
  });

  it('says that the user must be asked, if the pool wants that', async () => {
    const { account, DeviceKey } = await onNewDevice(true);
    expect(await account.own('ConfirmDevice', { DeviceKey, DeviceSecretVerifierConfig })).to.deep.equal({
      UserConfirmationNecessary: true,
    });
  });

  it('refuses a device twice, an unknown one, and one without a verifier', async () => {
    const { account, DeviceKey } = await withDevice();
    const refusal = async (input: object) => (await account.ownRefusal('ConfirmDevice', input))[0];
    expect(await refusal({ DeviceKey, DeviceSecretVerifierConfig })).to.equal('DeviceKeyExistsException');
    expect(await refusal({ DeviceKey: UNKNOWN, DeviceSecretVerifierConfig })).to.equal('ResourceNotFoundException');
    expect(await refusal({ DeviceKey })).to.equal('InvalidParameterException');
  });

  it('refuses a pool that does not track devices', async () => {
    const { account, DeviceKey } = await onNewDevice();
    delete account.sandbox.pool.settings.DeviceConfiguration;
    expect(await account.ownRefusal('ConfirmDevice', { DeviceKey, DeviceSecretVerifierConfig })).to.deep.equal([
      'InvalidUserPoolConfigurationException',
      'The user pool does not track devices.',
    ]);
  });
});

describe('the devices of a user who is signed in', () => {
  it('are listed and returned as the administrator sees them', async () => {
    const { account, DeviceKey } = await withDevice();
    const { sandbox } = account;
    expect(await account.own('ListDevices')).to.deep.equal(await sandbox.call('AdminListDevices', { Username: BEN }));
    expect(await account.own('GetDevice', { DeviceKey })).to.deep.equal(
      await sandbox.call('AdminGetDevice', { Username: BEN, DeviceKey }),
    );
  });

  it('are listed page by page', async () => {
    const { account } = await withDevice();
    await account.signIn();
    const { devices = {} } = account.sandbox.user(BEN);
    const second = Object.keys(devices).find((key) => devices[key]?.unconfirmed)!;
    await account.own('ConfirmDevice', { DeviceKey: second, DeviceSecretVerifierConfig });
    const { Devices, PaginationToken } = await account.own('ListDevices', { Limit: 1 });
    expect(Devices).to.have.length(1);
    const rest = await account.own('ListDevices', { Limit: 1, PaginationToken });
    expect(rest.Devices).to.have.length(1);
    expect(rest).to.not.have.property('PaginationToken');
    expect((await account.ownRefusal('ListDevices', { PaginationToken: 'none' }))[0]).to.equal(
      'InvalidParameterException',
    );
  });

  it('can be remembered or not, by the user and by an administrator', async () => {
    const { account, DeviceKey } = await withDevice();
    const { sandbox } = account;
    const remembered = () => sandbox.user(BEN).devices?.[DeviceKey]?.remembered;
    await account.own('UpdateDeviceStatus', { DeviceKey, DeviceRememberedStatus: 'not_remembered' });
    expect(remembered()).to.equal(false);
    const input = { Username: BEN, DeviceKey, DeviceRememberedStatus: 'remembered' };
    expect(await sandbox.call('AdminUpdateDeviceStatus', input)).to.deep.equal({});
    expect(remembered()).to.equal(true);
  });

  it('can be forgotten', async () => {
    const { account, DeviceKey } = await withDevice();
    expect(await account.own('ForgetDevice', { DeviceKey })).to.deep.equal({});
    expect(await account.own('ListDevices')).to.deep.equal({ Devices: [] });
  });

  for (const operation of ['GetDevice', 'ForgetDevice', 'UpdateDeviceStatus']) {
    it(`are not found by ${operation} if there is no such device`, async () => {
      const { account } = await withDevice();
      expect(await account.ownRefusal(operation, { DeviceKey: UNKNOWN })).to.deep.equal([
        'ResourceNotFoundException',
        'Device does not exist.',
      ]);
      expect((await account.ownRefusal(operation, { DeviceKey: 'none' }))[0]).to.equal('InvalidParameterException');
    });
  }

  for (const operation of ['GetDevice', 'ForgetDevice']) {
    it(`are not shown by ${operation} without an access token, which its shape does not require`, async () => {
      const { account, DeviceKey } = await withDevice();
      expect(await account.sandbox.refusal(operation, { DeviceKey })).to.deep.equal([
        'NotAuthorizedException',
        'Invalid Access Token',
      ]);
    });
  }

  it('have no status in a pool that does not track devices', async () => {
    const { account, DeviceKey } = await withDevice();
    const { sandbox } = account;
    delete sandbox.pool.settings.DeviceConfiguration;
    expect((await account.ownRefusal('UpdateDeviceStatus', { DeviceKey }))[0]).to.equal(
      'InvalidUserPoolConfigurationException',
    );
    expect((await sandbox.refusal('AdminUpdateDeviceStatus', { Username: BEN, DeviceKey }))[0]).to.equal(
      'InvalidUserPoolConfigurationException',
    );
  });

  it('are updated by an administrator only if user, device and pool exist', async () => {
    const { account, DeviceKey } = await withDevice();
    const refusal = async (input: object) =>
      (await account.sandbox.refusal('AdminUpdateDeviceStatus', { Username: BEN, DeviceKey, ...input }))[0];
    expect(await refusal({ Username: 'nobody' })).to.equal('UserNotFoundException');
    expect(await refusal({ DeviceKey: UNKNOWN })).to.equal('ResourceNotFoundException');
    expect(await refusal({ UserPoolId: 'us-east-1_No' })).to.equal('ResourceNotFoundException');
    expect(await refusal({ DeviceRememberedStatus: 'lost' })).to.equal('InvalidParameterException');
  });
});
