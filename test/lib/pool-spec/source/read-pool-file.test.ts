import { expect } from 'chai';

import { AdminError } from '../../../../src/lib/errors.js';
import { type PoolFileOptions, readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';
import { problemText } from '../../../../src/lib/pool-spec/source/problem.js';
import { CLASSIC_TRIGGERS } from '../../../../src/lib/pool-spec/schema.js';
import { readFixture } from '../fixtures.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:';
const TEN_FUNCTIONS = {
  preSignUp: `${FUNCTION}pre-sign-up`,
  preAuthentication: `${FUNCTION}pre-authentication`,
  postAuthentication: `${FUNCTION}post-authentication`,
  postConfirmation: `${FUNCTION}post-confirmation`,
  customMessage: `${FUNCTION}custom-message`,
  userMigration: `${FUNCTION}user-migration`,
  defineAuthChallenge: `${FUNCTION}define`,
  createAuthChallenge: `${FUNCTION}create`,
  verifyAuthChallengeResponse: `${FUNCTION}verify`,
};
const PRE_TOKEN = `${FUNCTION}pre-token`;

function values(pairs: Readonly<Record<string, string>>): PoolFileOptions {
  return { values: new Map(Object.entries(pairs)) };
}

/** The errors of a file, as the message and the hint say them. */
function errorsOf(text: string, options?: PoolFileOptions): string[] {
  try {
    readPoolFile('pool.yaml', text, options);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    return [error.message, ...(error.hint ?? '').split('\n')];
  }
  return [];
}

describe('readPoolFile', () => {
  it('reads every field of an OpenMCF manifest', () => {
    const { spec, warnings, dialect } = readFixture(
      'openmcf-production',
      values({ 'pre-token.status.outputs.function_arn': PRE_TOKEN }),
    );
    expect({ dialect, warnings }).to.deep.equal({ dialect: 'openmcf', warnings: [] });
    expect(spec).to.deep.equal({
      name: 'stackflow-production',
      region: 'us-east-1',
      usernameAttributes: ['email', 'phone_number'],
      usernameCaseSensitive: false,
      passwordPolicy: {
        minimumLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 3,
      },
      mfa: { mode: 'OPTIONAL', softwareToken: true },
      autoVerifiedAttributes: ['email'],
      accountRecovery: ['verified_email', 'verified_phone_number'],
      email: {
        sendingAccount: 'DEVELOPER',
        sourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/stackflow.example',
        from: 'StackFlow <no-reply@stackflow.example>',
        replyTo: 'support@stackflow.example',
        configurationSet: 'sign-in',
      },
      adminCreateUserOnly: true,
      deletionProtection: true,
      attributes: [
        { name: 'tenant_id', type: 'String', mutable: true, minLength: 1, maxLength: 64 },
        {
          name: 'seats',
          type: 'Number',
          developerOnly: false,
          mutable: true,
          required: false,
          minValue: 0,
          maxValue: 1000,
        },
      ],
      triggers: { ...TEN_FUNCTIONS, preTokenGeneration: PRE_TOKEN },
      clients: [
        {
          name: 'web',
          generateSecret: true,
          oauth: true,
          oauthFlows: ['code'],
          oauthScopes: ['openid', 'email', 'profile'],
          callbackUrls: ['https://app.stackflow.example/auth/callback'],
          logoutUrls: ['https://app.stackflow.example/'],
          defaultRedirectUri: 'https://app.stackflow.example/auth/callback',
          identityProviders: ['COGNITO'],
          authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          accessTokenValiditySeconds: 1_800,
          idTokenValiditySeconds: 3_600,
          refreshTokenValiditySeconds: 604_800,
          tokenRevocation: true,
          preventUserExistenceErrors: 'ENABLED',
        },
        {
          name: 'jobs',
          generateSecret: true,
          authFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        },
      ],
      domain: {
        domain: 'login.stackflow.example',
        certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333-4444-5555-666677778888',
      },
    });
  });

  it('leaves out what a manifest leaves out', () => {
    expect(Object.keys(readFixture('openmcf-staging').spec)).to.have.members([
      ...['name', 'region', 'usernameAttributes', 'autoVerifiedAttributes', 'clients'],
    ]);
  });

  it('reads every field of a Stacktape pool, and lets overrides win', () => {
    const { spec, warnings, dialect } = readFixture(
      'stacktape',
      values({ "$ResourceParam('preToken', 'arn')": PRE_TOKEN }),
    );
    expect({ dialect, warnings: warnings.map(problemText) }).to.deep.equal({
      dialect: 'stacktape',
      warnings: [
        'line 79, column 48, resources.userPool.overrides.UserPoolUserPool.Policies.PasswordPolicy.MinimumLength: ' +
          'wins over resources.userPool.properties.passwordPolicy.minimumLength (line 31)',
      ],
    });
    expect(spec).to.deep.equal({
      deletionProtection: true,
      usernameAttributes: ['email'],
      autoVerifiedAttributes: ['email', 'phone_number'],
      adminCreateUserOnly: true,
      passwordPolicy: {
        minimumLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: false,
        temporaryPasswordValidityDays: 5,
      },
      mfa: { mode: 'OPTIONAL', sms: true, softwareToken: true, email: false },
      sms: { callerArn: 'arn:aws:iam::111122223333:role/stackflow-sms', externalId: 'stackflow' },
      email: {
        sendingAccount: 'DEVELOPER',
        sourceArn: 'arn:aws:ses:us-east-1:111122223333:identity/stackflow.example',
        from: 'no-reply@stackflow.example',
        replyTo: 'support@stackflow.example',
      },
      invitation: {
        emailSubject: 'Welcome to StackFlow',
        emailMessage: 'Hello {username}, your temporary password is {####}',
        smsMessage: '{username} {####}',
      },
      verification: {
        method: 'CONFIRM_WITH_CODE',
        emailSubject: 'Your code',
        emailMessage: 'Your code is {####}',
        emailSubjectByLink: 'Your link',
        emailMessageByLink: 'Follow {##this link##}',
        smsMessage: 'Code {####}',
      },
      attributes: [
        {
          name: 'tenant_id',
          type: 'String',
          developerOnly: false,
          mutable: true,
          required: false,
          minLength: 1,
          maxLength: 64,
        },
        { name: 'seats', type: 'Number', minValue: 0, maxValue: 1000 },
      ],
      triggers: { ...TEN_FUNCTIONS, preTokenGeneration: PRE_TOKEN },
      clients: [
        {
          oauthFlows: ['code'],
          oauthScopes: ['openid', 'email'],
          callbackUrls: ['https://app.stackflow.example/auth/callback'],
          logoutUrls: ['https://app.stackflow.example/'],
          accessTokenValiditySeconds: 1_800,
          idTokenValiditySeconds: 3_600,
          refreshTokenValiditySeconds: 604_800,
          preventUserExistenceErrors: 'ENABLED',
        },
      ],
      domain: { domain: 'stackflow-login' },
      hostedUiCss: '.logo-customizable { max-width: 60% }',
      identityProviders: [{ name: 'Google', type: 'Google' }],
    });
  });

  it('resolves parameters, mappings and conditions of a template, and reads the ten events of SAM functions', () => {
    const { spec, warnings, unresolved, dialect } = readFixture('sam');
    expect({ dialect, warnings }).to.deep.equal({ dialect: 'cloudformation', warnings: [] });
    expect(spec).to.deep.equal({
      name: 'stackflow-production',
      deletionProtection: true,
      usernameAttributes: ['email'],
      autoVerifiedAttributes: ['email'],
      adminCreateUserOnly: true,
      passwordPolicy: { minimumLength: 12 },
      mfa: { mode: 'OPTIONAL', sms: false, softwareToken: true, email: false },
      email: { sendingAccount: 'DEVELOPER' },
      attributes: [{ name: 'tenant_id', type: 'String', mutable: true, minLength: 1, maxLength: 64 }],
      tags: { Stage: 'production' },
      clients: [
        {
          name: 'web',
          generateSecret: false,
          oauth: true,
          oauthFlows: ['code'],
          oauthScopes: ['openid'],
          callbackUrls: ['https://app.stackflow.example/cb', 'https://admin.stackflow.example/cb'],
          accessTokenValiditySeconds: 1_800,
          refreshTokenValiditySeconds: 43_200,
        },
      ],
      domain: { domain: 'stackflow-production' },
      groups: [{ name: 'admins', precedence: 1 }],
    });
    expect(unresolved.map(({ path, names }) => [path.join('.'), ...names])).to.have.deep.members([
      ['email.sourceArn', 'SenderArn'],
      ...CLASSIC_TRIGGERS.map((name) => [
        `triggers.${name}`,
        name === 'preSignUp' ? 'PreSignUp.Arn' : 'Everything.Arn',
      ]),
    ]);
  });

  it('takes values of --resolve for references, before the defaults of parameters', () => {
    const given = {
      SenderArn: 'arn:aws:ses:eu-west-1:111122223333:identity/x',
      'PreSignUp.Arn': PRE_TOKEN,
      Stage: 'test',
    };
    const { spec, unresolved } = readFixture('sam', values({ ...given, 'Everything.Arn': `${FUNCTION}rest` }));
    // A mapping has no entry for the other stage.
    expect(unresolved.map(({ path, names }) => [path.join('.'), ...names])).to.deep.equal([
      ['clients.0.accessTokenValiditySeconds', 'Tokens.test.Minutes'],
    ]);
    expect(spec.email?.sourceArn).to.equal(given.SenderArn);
    expect(spec.triggers?.preSignUp).to.equal(PRE_TOKEN);
    expect([spec.name, spec.deletionProtection, spec.adminCreateUserOnly]).to.deep.equal([
      'stackflow-test',
      undefined,
      false,
    ]);
  });

  const own = (lines: string) => `poolSpec: 1\n${lines}`;
  const manifest = (lines: string) =>
    `kind: AwsCognitoUserPool\nspec:\n  region: us-east-1\n  clients: [{ name: web }]\n${lines}`;

  const strange: readonly (readonly [string, string, string[]])[] = [
    [
      'a misspelt key',
      own('deletionProtect: true'),
      ['line 2, column 1, deletionProtect: unknown key, ignored — Did you mean deletionProtection?'],
    ],
    [
      'a misspelt key within a list',
      own('clients:\n  - name: a\n    callbackUrl: []'),
      ['line 4, column 5, clients[0].callbackUrl: unknown key, ignored — Did you mean callbackUrls?'],
    ],
    [
      'a key without a value',
      own('deletionProtection:'),
      ['line 2, column 1, deletionProtection: has no value, ignored'],
    ],
    [
      'a misspelt key of a manifest',
      manifest('  passwordPolicy: { minLength: 8 }'),
      ['line 5, column 21, spec.passwordPolicy.minLength: unknown key, ignored — Did you mean minimumLength?'],
    ],
  ];
  for (const [what, text, expected] of strange) {
    it(`warns of ${what}, with its place and a suggestion`, () => {
      const { warnings } = readPoolFile('pool.yaml', text);
      expect(
        warnings.map((warning) => problemText(warning) + (warning.hint === undefined ? '' : ` — ${warning.hint}`)),
      ).to.deep.equal(expected);
    });
  }

  const wrong: readonly (readonly [string, string, string])[] = [
    [
      'a wrong type',
      own('deletionProtection: maybe'),
      'line 2, column 21, deletionProtection: expected true or false, not "maybe"',
    ],
    [
      'a control character in a message',
      own('invitation: { emailMessage: "{####}\\n\\a" }'),
      'line 2, column 29, invitation.emailMessage: expected text without control characters, not "{####}\\u000a\\u0007"',
    ],
    ['a number for text', own('name: 12'), 'line 2, column 7, name: expected text of 1 to 128 characters'],
    [
      'a number out of range',
      own('passwordPolicy:\n  minimumLength: 5'),
      'line 3, column 18, passwordPolicy.minimumLength: expected a number from 6 to 99',
    ],
    [
      'an unknown word',
      own('mfa: { mode: OPTION }'),
      'line 2, column 14, mfa.mode: expected one of: OFF, OPTIONAL, ON, not "OPTION"',
    ],
    ['a scalar for a map', own('mfa: on'), 'line 2, column 1, mfa: expected a map'],
    ['a scalar for a list', own('clients: web'), 'line 2, column 1, clients: expected a list'],
    ['another version', 'poolSpec: 2', 'line 1, column 11, poolSpec: expected 1'],
    [
      'a minimum length over the maximum length',
      own('attributes: [{ name: a, type: String, minLength: 5, maxLength: 4 }]'),
      'line 2, column 50, attributes[0].minLength: the minimum length exceeds the maximum length',
    ],
    [
      'a minimum value over the maximum value',
      own('attributes: [{ name: a, type: Number, minValue: 1.5, maxValue: -2 }]'),
      'line 2, column 49, attributes[0].minValue: the minimum value exceeds the maximum value',
    ],
    [
      'alias and user name attributes',
      own('aliasAttributes: [email]\nusernameAttributes: [email]'),
      'line 2, column 1, aliasAttributes: a pool has either alias attributes or user name attributes, not both',
    ],
    [
      'an authenticator app with MFA off',
      own('mfa: { mode: OFF, softwareToken: true }'),
      'line 2, column 34, mfa.softwareToken: one-time passwords of an authenticator app need MFA, which is OFF',
    ],
    [
      'an authenticator app where MFA is off by default',
      manifest('  softwareTokenMfaEnabled: true'),
      'line 5, column 28, spec.softwareTokenMfaEnabled: one-time passwords of an authenticator app need MFA, which is OFF by default',
    ],
    [
      'DEVELOPER without a source ARN',
      manifest('  emailConfiguration: { emailSendingAccount: DEVELOPER }'),
      'line 5, column 46, spec.emailConfiguration.emailSendingAccount: DEVELOPER needs the ARN of a verified SES identity (source ARN)',
    ],
    [
      'a custom domain without a certificate',
      manifest('  domain: { domain: login.x.example }'),
      'line 5, column 21, spec.domain.domain: a custom domain needs the ARN of a certificate in us-east-1',
    ],
    [
      'a default redirect that is not a callback',
      own('clients: [{ name: a, callbackUrls: [https://a.example/], defaultRedirectUri: https://b.example/ }]'),
      'line 2, column 78, clients[0].defaultRedirectUri: the default redirect URL is not one of the callback URLs',
    ],
    [
      'a callback URL that Cognito refuses',
      own('clients: [{ name: a, callbackUrls: [http://a.example/] }]'),
      'line 2, column 22, clients[0].callbackUrls: URL "http://a.example/" uses http, which is allowed only for localhost',
    ],
    [
      'two app clients of one name',
      own('clients: [{ name: a }, { name: a }]'),
      'line 2, column 32, clients[1].name: a second app client with the name "a"',
    ],
    [
      'minutes out of range',
      manifest('').replace('{ name: web }', '{ name: web, accessTokenValidityMinutes: 2 }'),
      'line 4, column 54, spec.clients[0].accessTokenValidityMinutes: expected 5 minutes to 1 day',
    ],
    [
      'no app client',
      'kind: AwsCognitoUserPool\nspec:\n  region: us-east-1',
      'line 3, column 3, spec.clients: at least one app client is required',
    ],
    [
      'no region',
      'kind: AwsCognitoUserPool\nspec:\n  clients: [{ name: a }]',
      'line 3, column 3, spec.region: is required',
    ],
    [
      'an unknown event of a SAM function',
      'Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events: { E: { Type: Cognito, Properties: { UserPool: !Ref P, Trigger: PreSignup } } }\n  P: { Type: AWS::Cognito::UserPool }',
      'line 5, column 78, Resources.F.Properties.Events.E.Properties.Trigger: expected one of: ',
    ],
    [
      'an unknown unit of a validity',
      'Resources:\n  C:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: { AccessTokenValidity: 1, TokenValidityUnits: { AccessToken: hour } }',
      'line 4, column 78, Resources.C.Properties.TokenValidityUnits.AccessToken: expected one of: seconds, minutes, hours, days',
    ],
  ];
  for (const [what, text, expected] of wrong) {
    it(`refuses ${what}, with its place`, () => {
      expect(errorsOf(text)[0]).to.satisfy(
        (message: string | undefined) => message?.startsWith(`pool.yaml ${expected}`),
        errorsOf(text)[0],
      );
    });
  }

  it('reports everything that is wrong at once, in the order of the file', () => {
    const text = own(
      'tier: GOLD\npasswordPolicy:\n  minimumLength: 200\n  requireSymbols: 1\nclients:\n  - name: a\n    oauthFlows: [cod]',
    );
    expect(errorsOf(text)).to.deep.equal([
      'pool.yaml line 2, column 7, tier: expected one of: LITE, ESSENTIALS, PLUS, not "GOLD"',
      'Correct the file in an editor',
      'Also line 4, column 18, passwordPolicy.minimumLength: expected a number from 6 to 99',
      'Also line 5, column 19, passwordPolicy.requireSymbols: expected true or false. Write true or false',
      'Also line 8, column 5, clients[0].oauthFlows: expected one of: code, implicit, client_credentials, not "cod". Did you mean code?',
    ]);
  });

  it('lets the newer key for the validity of temporary passwords win, wherever it is', () => {
    const keys = ['passwordPolicy: { temporaryPasswordValidityDays: 5 }', 'unusedAccountValidityDays: 9'];
    const daysOf = ([one, other]: readonly string[]) =>
      readPoolFile('s.yaml', `resources: { p: { type: user-auth-pool, properties: { ${one}, ${other} } } }`).spec
        .passwordPolicy?.temporaryPasswordValidityDays;
    expect([daysOf(keys), daysOf(keys.toReversed())]).to.deep.equal([5, 5]);
  });

  it('converts text of a template, which may come from a parameter, and of no other file', () => {
    const template = JSON.stringify({
      Resources: {
        Pool: {
          Type: 'AWS::Cognito::UserPool',
          Properties: {
            UserPoolName: 12,
            UsernameConfiguration: { CaseSensitive: 'True' },
            Policies: { PasswordPolicy: { MinimumLength: '12' } },
          },
        },
      },
    });
    expect(readPoolFile('t.json', template).spec).to.deep.equal({
      name: '12',
      usernameCaseSensitive: true,
      passwordPolicy: { minimumLength: 12 },
    });
    expect(errorsOf(own('usernameCaseSensitive: "true"'))[0]).to.include('expected true or false, not "true"');
  });

  it('takes 0 days of a temporary password for the default of 7, as Cognito does', () => {
    const days = (text: string) => readPoolFile('p.yaml', text).spec.passwordPolicy?.temporaryPasswordValidityDays;
    expect(days('poolSpec: 1\npasswordPolicy: { temporaryPasswordValidityDays: 0 }\n')).to.equal(7);
    expect(days('resources: { p: { type: user-auth-pool, properties: { unusedAccountValidityDays: 0 } } }\n')).to.equal(
      7,
    );
  });

  it('asks for one pool in a file if the pools of several documents have one name', () => {
    const text = 'poolSpec: 1\nname: a\n---\npoolSpec: 1\nname: b\n';
    const hint = 'Write each pool into a file of its own: several have the same name';
    expect(errorsOf(text)).to.deep.equal(['pool.yaml declares 2 user pools', hint]);
    expect(errorsOf(text, { resource: 'pool' })).to.deep.equal([
      'pool.yaml declares several user pools named "pool"',
      hint,
    ]);
  });

  it('asks which pool is meant if a file declares several', () => {
    const pool = (name: string) =>
      `  ${name}: { type: user-auth-pool, properties: { unusedAccountValidityDays: 9 } }\n`;
    const text = `resources:\n${pool('staff')}${pool('customers')}`;
    expect(errorsOf(text)).to.deep.equal([
      'pool.yaml declares 2 user pools',
      'Choose one with --resource: staff, customers',
    ]);
    expect(errorsOf(text, { resource: 'stuff' })).to.deep.equal([
      'pool.yaml declares no user pools named "stuff"',
      'Did you mean staff? User pools: staff, customers',
    ]);
    expect(readPoolFile('pool.yaml', text, { resource: 'staff' }).spec.passwordPolicy).to.deep.equal({
      temporaryPasswordValidityDays: 9,
    });
  });

  it('gives each pool of a template the parts that refer to it', () => {
    const client = (id: string, pool: string) =>
      `  ${id}: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref ${pool}, ClientName: ${id} } }\n`;
    const text = `Resources:\n  A: { Type: AWS::Cognito::UserPool }\n  B: { Type: AWS::Cognito::UserPool }\n${client('one', 'A')}${client('two', 'B')}`;
    const namesOf = (resource: string) =>
      readPoolFile('t.yaml', text, { resource }).spec.clients?.map(({ name }) => name);
    expect([namesOf('A'), namesOf('B')]).to.deep.equal([['one'], ['two']]);
  });
});
