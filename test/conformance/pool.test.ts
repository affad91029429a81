import {
  AddCustomAttributesCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolDomainCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  GetUICustomizationCommand,
  GetUserPoolMfaConfigCommand,
  ListTagsForResourceCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  SetUICustomizationCommand,
  SetUserPoolMfaConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UpdateUserPoolRequest, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import { createPoolUnderTest, errorOf, type PoolUnderTest } from './pool-under-test.js';

describe('conformance: the settings of a pool', () => {
  let pool: PoolUnderTest;

  const target = () => ({ UserPoolId: pool.UserPoolId });
  const describePool = async (): Promise<UserPoolType> => {
    const { UserPool } = await pool.cognito.send(new DescribeUserPoolCommand(target()));
    return UserPool!;
  };
  const update = (settings: Partial<UpdateUserPoolRequest>) =>
    pool.cognito.send(new UpdateUserPoolCommand({ ...target(), ...settings }));
  /** The settings of the pool, for an update request. */
  const settings = async (): Promise<Partial<UpdateUserPoolRequest>> => {
    const { Policies, AutoVerifiedAttributes, AccountRecoverySetting } = await describePool();
    return { Policies, AutoVerifiedAttributes, AccountRecoverySetting };
  };

  beforeEach(async () => {
    pool = await createPoolUnderTest();
  });

  afterEach(() => pool.remove());

  it('the pool is listed with all others', async () => {
    const ids: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await pool.cognito.send(new ListUserPoolsCommand({ MaxResults: 60, NextToken }));
      ids.push(...page.UserPools!.map(({ Id }) => Id!));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(ids).to.include(pool.UserPoolId);
  });

  it('a pool without further replicas is in its primary Region, which its ID starts with', async () => {
    const { UserPoolReplicas = [] } = await pool.cognito.send(new ListUserPoolReplicasCommand(target()));
    const [region] = pool.UserPoolId.split('_');
    expect(UserPoolReplicas.map(({ RegionName, Role, Status }) => [RegionName, Role, Status])).to.deep.equal([
      [region, 'PRIMARY', 'ACTIVE'],
    ]);
  });

  it('an update resets a setting that it leaves out to its default', async () => {
    await update({ ...(await settings()), DeletionProtection: 'INACTIVE', UserPoolTags: { team: 'identity' } });
    await update({ LambdaConfig: {} });
    const { AutoVerifiedAttributes, UserPoolTags, UsernameAttributes, UsernameConfiguration } = await describePool();
    expect([AutoVerifiedAttributes ?? [], UserPoolTags ?? {}]).to.deep.equal([[], {}]);
    expect([UsernameAttributes, UsernameConfiguration]).to.deep.equal([['email'], { CaseSensitive: false }]);
  });

  it('an update with all settings changes only the one that differs', async () => {
    const { LastModifiedDate: _one, ...before } = await describePool();
    const given = await settings();
    const PasswordPolicy = { ...given.Policies?.PasswordPolicy, MinimumLength: 14 };
    await update({ ...given, Policies: { ...given.Policies, PasswordPolicy } });
    const { LastModifiedDate: _other, ...after } = await describePool();
    expect(after).to.deep.equal({ ...before, Policies: { ...before.Policies, PasswordPolicy } });
  });

  it('the old name of the validity of temporary passwords is refused beside the new one', async () => {
    const refused = update({ ...(await settings()), AdminCreateUserConfig: { UnusedAccountValidityDays: 7 } });
    expect(await errorOf(refused)).to.equal('InvalidParameterException');
  });

  it('MFA is set with all of its factors, and off without any', async () => {
    const set = (input: object) => pool.cognito.send(new SetUserPoolMfaConfigCommand({ ...target(), ...input }));
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await set({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration });
    const { MfaConfiguration, ...factors } = await pool.cognito.send(new GetUserPoolMfaConfigCommand(target()));
    expect([MfaConfiguration, factors.SoftwareTokenMfaConfiguration]).to.deep.equal([
      'OPTIONAL',
      SoftwareTokenMfaConfiguration,
    ]);
    for (const wrong of [{ MfaConfiguration: 'ON' }, { MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration }]) {
      expect(await errorOf(set(wrong))).to.equal('InvalidParameterException');
    }
    expect(await errorOf(update({ ...(await settings()), MfaConfiguration: 'ON' }))).to.equal(
      'InvalidParameterException',
    );
    await set({ MfaConfiguration: 'OFF' });
    expect((await describePool()).MfaConfiguration).to.equal('OFF');
  });

  it('a custom attribute is added once', async () => {
    const add = () =>
      pool.cognito.send(
        new AddCustomAttributesCommand({
          ...target(),
          CustomAttributes: [{ Name: 'badge', AttributeDataType: 'String', Mutable: true }],
        }),
      );
    await add();
    expect((await describePool()).SchemaAttributes?.map(({ Name }) => Name)).to.include('custom:badge');
    expect(await errorOf(add())).to.equal('InvalidParameterException');
  });

  it('a domain is created, described and deleted, and styles need it', async () => {
    const Domain = `sf-admin-${Date.now()}`;
    const describeDomain = async () =>
      (await pool.cognito.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;
    const style = () =>
      pool.cognito.send(new SetUICustomizationCommand({ ...target(), CSS: '.label-customizable {}' }));
    expect(await errorOf(style())).to.equal('InvalidParameterException');
    expect(await describeDomain()).to.deep.equal({});
    await pool.cognito.send(new CreateUserPoolDomainCommand({ ...target(), Domain }));
    try {
      expect((await describeDomain())?.UserPoolId).to.equal(pool.UserPoolId);
      await style();
      const { UICustomization } = await pool.cognito.send(new GetUICustomizationCommand(target()));
      expect(UICustomization?.CSS).to.equal('.label-customizable {}');
    } finally {
      await pool.cognito.send(new DeleteUserPoolDomainCommand({ ...target(), Domain }));
    }
    expect((await describePool()).Domain).to.equal(undefined);
  });

  it('tags are added and removed by key', async () => {
    const ResourceArn = (await describePool()).Arn!;
    await pool.cognito.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'identity', stage: 'test' } }));
    await pool.cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
    const { Tags } = await pool.cognito.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).to.deep.equal({ stage: 'test' });
    expect((await describePool()).UserPoolTags).to.deep.equal({ stage: 'test' });
  });

  it('a pool without threat protection has no risk configuration', async () => {
    expect(await errorOf(pool.cognito.send(new DescribeRiskConfigurationCommand(target())))).to.equal(
      'UserPoolAddOnNotEnabledException',
    );
  });

  it('a client that is deleted is not found', async () => {
    const client = { ...target(), ClientId: pool.ClientId };
    await pool.cognito.send(new DeleteUserPoolClientCommand(client));
    expect(await errorOf(pool.cognito.send(new DescribeUserPoolClientCommand(client)))).to.equal(
      'ResourceNotFoundException',
    );
  });
});
