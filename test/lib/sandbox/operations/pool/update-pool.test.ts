import type { CreateUserPoolRequest, UpdateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox } from '../../harness.js';
import { updateRequest } from './update-request.js';

type Settings = Record<string, unknown>;

const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

async function describePool(sandbox: Sandbox, UserPoolId: string = SANDBOX_POOL_ID): Promise<Settings> {
  return (await sandbox.call('DescribeUserPool', { UserPoolId })).UserPool as Settings;
}

async function create(sandbox: Sandbox, settings: Omit<CreateUserPoolRequest, 'PoolName'>): Promise<Settings> {
  return (await sandbox.call('CreateUserPool', { PoolName: 'second', ...settings })).UserPool as Settings;
}

describe('UpdateUserPool', () => {
  it('resets every setting that the request leaves out, but not what is fixed at creation or set elsewhere', async () => {
    const sandbox = new Sandbox();
    const before = await describePool(sandbox);
    sandbox.time += 1000;
    expect(await sandbox.call('UpdateUserPool', { DeletionProtection: 'ACTIVE' })).to.deep.equal({});
    const { Policies, ...after } = await describePool(sandbox);
    const kept = ['Id', 'Arn', 'Name', 'CreationDate', 'SchemaAttributes', 'EstimatedNumberOfUsers'];
    const fixed = ['UsernameAttributes', 'UsernameConfiguration', 'Domain'];
    expect(after).to.deep.equal({
      ...Object.fromEntries([...kept, ...fixed].map((name) => [name, before[name]])),
      LastModifiedDate: sandbox.time / 1000,
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'OFF',
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      UserPoolTier: 'ESSENTIALS',
      UserPoolTags: {},
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    });
    expect(Policies).to.have.deep.nested.property('PasswordPolicy.MinimumLength', 8);
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.equal({ MfaConfiguration: 'OFF' });
  });

  it('changes only the date if the whole description is sent back', async () => {
    const sandbox = new Sandbox();
    const [before, mfa] = [await describePool(sandbox), await sandbox.call('GetUserPoolMfaConfig')];
    sandbox.time += 5000;
    await sandbox.call('UpdateUserPool', updateRequest(before));
    expect(await describePool(sandbox)).to.deep.equal({ ...before, LastModifiedDate: sandbox.time / 1000 });
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.deep.equal(mfa);
  });

  it('changes the pool that it names, and no other', async () => {
    const sandbox = new Sandbox();
    const seeded = await describePool(sandbox);
    const { Id: UserPoolId } = await create(sandbox, {});
    await sandbox.call('UpdateUserPool', { UserPoolId, PoolName: 'renamed' });
    expect(await describePool(sandbox)).to.deep.equal(seeded);
    expect(await describePool(sandbox, String(UserPoolId))).to.have.property('Name', 'renamed');
  });

  for (const [what, change, message] of [
    [
      'UnusedAccountValidityDays beside TemporaryPasswordValidityDays, even with the same value',
      { AdminCreateUserConfig: { UnusedAccountValidityDays: 7 } },
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    ],
    [
      'mandatory MFA for a pool without it',
      { MfaConfiguration: 'ON' },
      'Cannot turn MFA functionality ON, once the user pool has been created.',
    ],
    [
      'two functions for the pre token generation trigger',
      {
        LambdaConfig: {
          PreTokenGeneration: lambda('One'),
          PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: lambda('Other') },
        },
      },
      'PreTokenGeneration and the LambdaArn of PreTokenGenerationConfig must be identical.',
    ],
    [
      'a custom sender without a key',
      { LambdaConfig: { CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: lambda('Mail') } } },
      'A custom sender trigger needs a KMSKeyID.',
    ],
    [
      'mail of the developer without a source',
      { EmailConfiguration: { EmailSendingAccount: 'DEVELOPER' } },
      'SourceArn is required if EmailSendingAccount is DEVELOPER.',
    ],
  ] as [string, Partial<UpdateUserPoolRequest>, string][]) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const sandbox = new Sandbox();
      const before = await describePool(sandbox);
      expect(await sandbox.refusal('UpdateUserPool', { ...updateRequest(before), ...change })).to.deep.equal([
        'InvalidParameterException',
        message,
      ]);
      expect(await describePool(sandbox)).to.deep.equal(before);
    });
  }

  it('accepts mandatory MFA from a pool that has it', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('SetUserPoolMfaConfig', {
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    await sandbox.call('UpdateUserPool', updateRequest(await describePool(sandbox)));
    expect(await sandbox.call('GetUserPoolMfaConfig')).to.have.property('MfaConfiguration', 'ON');
  });

  it('takes 0 days as the default, and returns the old name of the days with the same value', async () => {
    const sandbox = new Sandbox();
    for (const [given, days] of [
      [0, 7],
      [30, 30],
    ]) {
      const PasswordPolicy = { TemporaryPasswordValidityDays: given };
      await sandbox.call('UpdateUserPool', { Policies: { PasswordPolicy } });
      const pool = await describePool(sandbox);
      expect(pool).to.have.deep.nested.property('Policies.PasswordPolicy.TemporaryPasswordValidityDays', days);
      expect(pool).to.have.deep.nested.property('AdminCreateUserConfig.UnusedAccountValidityDays', days);
    }
  });

  it('returns a pre token generation trigger under both of its names, whichever was given', async () => {
    const sandbox = new Sandbox();
    const both = { LambdaVersion: 'V1_0', LambdaArn: lambda('Token') };
    for (const LambdaConfig of [{ PreTokenGeneration: lambda('Token') }, { PreTokenGenerationConfig: both }]) {
      await sandbox.call('UpdateUserPool', { LambdaConfig });
      expect((await describePool(sandbox)).LambdaConfig).to.deep.equal({
        PreTokenGeneration: lambda('Token'),
        PreTokenGenerationConfig: both,
      });
    }
  });
});
