import { expect } from 'chai';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../../../src/lib/model/sandbox-ids.js';
import { Sandbox, START } from '../../harness.js';

type Settings = Record<string, unknown>;

function invalid(message: string): readonly [string, string] {
  return ['InvalidParameterException', message];
}

describe('DescribeUserPool', () => {
  it("returns StackFlow's settings, the schema and the number of users", async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('DescribeUserPool');
    const { SchemaAttributes, ...settings } = UserPool as Settings & { SchemaAttributes: Settings[] };
    const lambda = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
    expect(settings).to.deep.equal({
      ...JSON.parse(JSON.stringify(sandbox.pool.settings)),
      Id: SANDBOX_POOL_ID,
      Arn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Sandbox01',
      CreationDate: sandbox.pool.createdAt / 1000,
      LastModifiedDate: sandbox.pool.modifiedAt / 1000,
      EstimatedNumberOfUsers: 20,
    });
    expect(settings).to.deep.include({
      Name: 'stackflow-sandbox',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'OPTIONAL',
      DeletionProtection: 'ACTIVE',
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: {
        PreSignUp: lambda('StackFlowCognitoPreSignUp'),
        PostConfirmation: lambda('StackFlowCognitoPostConfirm'),
        PreTokenGeneration: lambda('StackFlowCognitoPreToken'),
        PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: lambda('StackFlowCognitoPreToken') },
      },
    });
    const custom = SchemaAttributes.filter(({ Name }) => String(Name).startsWith('custom:'));
    expect(custom.map(({ Name, Mutable, Required }) => [Name, Mutable, Required])).to.deep.equal([
      ['custom:tenant_id', true, false],
      ['custom:role', true, false],
      ['custom:department', true, false],
      ['custom:employee_no', false, false],
    ]);
    expect(SchemaAttributes).to.have.length(25);
  });
});

describe('GetUserPoolMfaConfig', () => {
  it('returns optional MFA with TOTP and SMS', async () => {
    expect(await new Sandbox().call('GetUserPoolMfaConfig')).to.deep.equal({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: {
        SmsConfiguration: {
          SnsCallerArn: 'arn:aws:iam::000000000000:role/stackflow-cognito-sms',
          ExternalId: 'stackflow-sandbox',
          SnsRegion: 'us-east-1',
        },
      },
    });
  });
});

describe('CreateUserPool and ListUserPools', () => {
  it('creates a case-sensitive pool with the defaults of the API', async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('CreateUserPool', { PoolName: 'second' });
    const { Id, Arn, SchemaAttributes, ...rest } = UserPool as Settings;
    expect(Id).to.match(/^us-east-1_[A-Za-z0-9]{9}$/);
    expect(Arn).to.equal(`arn:aws:cognito-idp:us-east-1:000000000000:userpool/${String(Id)}`);
    expect(SchemaAttributes).to.have.length(21);
    expect(rest).to.deep.include({
      Name: 'second',
      EstimatedNumberOfUsers: 0,
      CreationDate: START.getTime() / 1000,
      MfaConfiguration: 'OFF',
      Policies: {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
    });
    const target = { UserPoolId: Id };
    await sandbox.call('AdminCreateUser', { ...target, Username: 'Ana' });
    expect((await sandbox.refusal('AdminGetUser', { ...target, Username: 'ana' }))[0]).to.equal(
      'UserNotFoundException',
    );
  });

  it('adds the prefix to custom attributes, and enforces them for users', async () => {
    const sandbox = new Sandbox();
    const { UserPool } = await sandbox.call('CreateUserPool', {
      PoolName: 'second',
      UsernameAttributes: ['email'],
      Schema: [
        { Name: 'email', AttributeDataType: 'String', Required: true },
        {
          Name: 'level',
          AttributeDataType: 'Number',
          NumberAttributeConstraints: { MinValue: '1', MaxValue: '5' },
        },
        { Name: 'since', AttributeDataType: 'DateTime', Mutable: false },
        { Name: 'code', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '5' } },
      ],
    });
    const create = (attributes: Record<string, string>) =>
      sandbox.refusal('AdminCreateUser', {
        UserPoolId: (UserPool as Settings).Id,
        Username: 'a@b.example',
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      });
    const start = 'Attributes did not conform to the schema: ';
    expect(await create({ 'custom:level': '6' })).to.deep.equal(
      invalid(`${start}custom:level: Number must be at most 5.\n`),
    );
    expect(await create({ 'custom:code': 'longer' })).to.deep.equal(
      invalid(`${start}custom:code: String must be no longer than 5 characters.\n`),
    );
    expect(await create({ 'custom:since': 'once' })).to.deep.equal(
      invalid(`${start}custom:since: Attribute value must be a date and time.\n`),
    );
  });

  const attribute = (name: string) => ({ Name: name, AttributeDataType: 'String' });
  const number = (name: string) => ({ Name: name, AttributeDataType: 'Number' });
  for (const [what, input, refusal] of [
    [
      'a custom attribute that is required',
      { Schema: [{ ...attribute('x'), Required: true }] },
      invalid('Required custom attributes are not supported currently.'),
    ],
    [
      'a name of more than 20 characters',
      { Schema: [attribute('x'.repeat(21))] },
      invalid(
        `1 validation error detected: Value '${'x'.repeat(21)}' at 'schema.1.member.name' failed to satisfy ` +
          'constraint: Member must have length less than or equal to 20',
      ),
    ],
    [
      'more than 50 attributes',
      { Schema: Array.from({ length: 51 }, (_, index) => attribute(`a${index}`)) },
      invalid(
        "1 validation error detected: Value '[51 members]' at 'schema' failed to satisfy constraint: " +
          'Member must have length less than or equal to 50',
      ),
    ],
    [
      'a custom attribute without a type',
      { Schema: [{ Name: 'x' }] },
      invalid('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.'),
    ],
    [
      'a length that is none',
      { Schema: [{ ...attribute('x'), StringAttributeConstraints: { MinLength: '-1' } }] },
      invalid('x: "-1" is not a length.'),
    ],
    [
      'a length over the limit, of a standard attribute too',
      { Schema: [{ ...attribute('email'), StringAttributeConstraints: { MaxLength: '2049' } }] },
      invalid('email: A length can be at most 2048.'),
    ],
    [
      'a least length over the greatest',
      { Schema: [{ ...attribute('x'), StringAttributeConstraints: { MinLength: '5', MaxLength: '4' } }] },
      invalid('x: MinLength exceeds MaxLength.'),
    ],
    [
      'a number that is none',
      { Schema: [{ ...number('x'), NumberAttributeConstraints: { MaxValue: 'many' } }] },
      invalid('x: "many" is not a number.'),
    ],
    [
      'a least value over the greatest',
      { Schema: [{ ...number('x'), NumberAttributeConstraints: { MinValue: '10', MaxValue: '9' } }] },
      invalid('x: MinValue exceeds MaxValue.'),
    ],
    [
      'another type for a standard attribute',
      { Schema: [number('email')] },
      invalid(
        'email: You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email.',
      ),
    ],
    [
      'an attribute that is given twice',
      { Schema: [attribute('x'), attribute('custom:x')] },
      invalid('custom:x: Existing attribute already has name custom:x.'),
    ],
    [
      'aliases together with sign-in addresses',
      { UsernameAttributes: ['email'], AliasAttributes: ['email'] },
      invalid('Only one of the aliasAttributes or usernameAttributes can be set in a user pool.'),
    ],
    [
      'verification before update of an attribute without verification',
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
      invalid('AttributesRequireVerificationBeforeUpdate must be among the AutoVerifiedAttributes.'),
    ],
  ] as const) {
    it(`refuses ${what}, and creates no pool`, async () => {
      const sandbox = new Sandbox();
      expect(await sandbox.refusal('CreateUserPool', { PoolName: 'second', ...input })).to.deep.equal(refusal);
      expect(Object.keys(sandbox.state.pools)).to.deep.equal([SANDBOX_POOL_ID]);
    });
  }

  it('lists every pool once, page by page', async () => {
    const sandbox = new Sandbox();
    await sandbox.call('CreateUserPool', { PoolName: 'second' });
    const first = await sandbox.call('ListUserPools', { MaxResults: 1 });
    const second = await sandbox.call('ListUserPools', { MaxResults: 1, NextToken: first.NextToken });
    const pools = [first, second].flatMap(({ UserPools }) => UserPools as Settings[]);
    expect(pools.map(({ Name }) => Name)).to.have.members(['stackflow-sandbox', 'second']);
    expect(Object.keys(pools[0]!)).to.deep.equal(['Id', 'Name', 'LambdaConfig', 'CreationDate', 'LastModifiedDate']);
    expect(second).to.not.have.property('NextToken');
  });

  it('requires a page size', async () => {
    expect(await new Sandbox().refusal('ListUserPools')).to.deep.equal(
      invalid(
        "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null",
      ),
    );
  });
});

describe('DescribeRiskConfiguration', () => {
  it('is empty for a pool or client with threat protection, and refused without', async () => {
    const sandbox = new Sandbox();
    const target = { ClientId: SANDBOX_CLIENT_ID };
    expect((await sandbox.refusal('DescribeRiskConfiguration'))[0]).to.equal('UserPoolAddOnNotEnabledException');
    sandbox.pool.settings.UserPoolAddOns = { AdvancedSecurityMode: 'AUDIT' };
    const UserPoolId = SANDBOX_POOL_ID;
    expect(await sandbox.call('DescribeRiskConfiguration', target)).to.deep.equal({
      RiskConfiguration: { UserPoolId, ...target },
    });
    expect(await sandbox.call('DescribeRiskConfiguration')).to.deep.equal({ RiskConfiguration: { UserPoolId } });
    expect((await sandbox.refusal('DescribeRiskConfiguration', { ClientId: 'nosuchclient' }))[0]).to.equal(
      'ResourceNotFoundException',
    );
  });
});
