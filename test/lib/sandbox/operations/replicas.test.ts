import { expect } from 'chai';
import { refusalOf, Sandbox } from '../harness.js';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/mrk-1234';
const SECONDARY = { RegionName: 'eu-west-1' };

function replicable(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.pool.settings.KeyConfiguration = { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: KEY };
  sandbox.pool.settings.IssuerConfiguration = { Type: 'UPDATED' };
  return sandbox;
}

const replica = (region: string, Role: string, Status: string) => ({
  RegionName: region,
  Role,
  Status,
  UserPoolArn: `arn:aws:cognito-idp:${region}:000000000000:userpool/us-east-1_Sandbox01`,
});

describe('the replicas of a pool', () => {
  it('are its primary one alone at first', async () => {
    expect(await new Sandbox().call('ListUserPoolReplicas')).to.deep.equal({
      UserPoolReplicas: [replica('us-east-1', 'PRIMARY', 'ACTIVE')],
    });
  });

  it('are created inactive, activated, and deleted once they are inactive again', async () => {
    const sandbox = replicable();
    const listed = async () => (await sandbox.call('ListUserPoolReplicas')).UserPoolReplicas;
    const primary = replica('us-east-1', 'PRIMARY', 'ACTIVE');

    expect(await sandbox.call('CreateUserPoolReplica', { ...SECONDARY, UserPoolTags: { team: 'iam' } })).to.deep.equal({
      UserPoolReplica: replica('eu-west-1', 'SECONDARY', 'CREATING'),
    });
    expect(await listed()).to.deep.equal([replica('eu-west-1', 'SECONDARY', 'INACTIVE'), primary]);

    const active = { UserPoolReplica: replica('eu-west-1', 'SECONDARY', 'ACTIVE') };
    expect(await sandbox.call('UpdateUserPoolReplica', { ...SECONDARY, Status: 'ACTIVE' })).to.deep.equal(active);
    expect(await listed()).to.deep.equal([active.UserPoolReplica, primary]);
    expect(await refusalOf(sandbox.call('DeleteUserPoolReplica', SECONDARY))).to.deep.equal([
      'InvalidParameterException',
      'The replica in eu-west-1 is not inactive.',
    ]);

    await sandbox.call('UpdateUserPoolReplica', { ...SECONDARY, Status: 'INACTIVE' });
    expect(await sandbox.call('DeleteUserPoolReplica', SECONDARY)).to.deep.equal({
      UserPoolReplica: replica('eu-west-1', 'SECONDARY', 'DELETING'),
    });
    expect(await listed()).to.deep.equal([primary]);
  });

  const KEY_NEEDED = 'A replica needs a customer managed multi-Region key of the user pool.';
  const refused: Record<string, readonly [change: (sandbox: Sandbox) => void, region: string, message: string]> = {
    'with the key of AWS': [({ pool }) => delete pool.settings.KeyConfiguration, 'eu-west-1', KEY_NEEDED],
    'with a key of one Region': [
      ({ pool }) => {
        pool.settings.KeyConfiguration = { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: KEY.replace('mrk-', '') };
      },
      'eu-west-1',
      KEY_NEEDED,
    ],
    'with the original issuer': [
      ({ pool }) => {
        pool.settings.IssuerConfiguration = { Type: 'ORIGINAL' };
      },
      'eu-west-1',
      'A replica needs the updated issuer of the user pool.',
    ],
    'in the primary Region': [() => undefined, 'us-east-1', 'The user pool already has a replica in us-east-1.'],
    'in a Region that has one': [
      ({ pool }) => {
        pool.replicas = { 'eu-west-1': { status: 'INACTIVE' } };
      },
      'eu-west-1',
      'The user pool already has a replica in eu-west-1.',
    ],
    'in what is no Region': [() => undefined, 'everywhere', 'everywhere is not an AWS Region.'],
  };
  for (const [name, [change, RegionName, message]] of Object.entries(refused)) {
    it(`are not created ${name}`, async () => {
      const sandbox = replicable();
      change(sandbox);
      expect(await refusalOf(sandbox.call('CreateUserPoolReplica', { RegionName }))).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
    });
  }

  it('change only in secondary Regions that have one', async () => {
    const sandbox = replicable();
    const status = (RegionName: string) => sandbox.call('UpdateUserPoolReplica', { RegionName, Status: 'INACTIVE' });
    expect([await refusalOf(status('us-east-1')), await refusalOf(status('eu-west-1'))]).to.deep.equal([
      ['InvalidParameterException', 'us-east-1 is the primary Region of the user pool.'],
      ['ResourceNotFoundException', 'User pool us-east-1_Sandbox01 has no replica in eu-west-1.'],
    ]);
  });
});
