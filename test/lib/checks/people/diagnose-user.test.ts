import type {
  AuthEventType,
  GroupType,
  UserPoolClientType,
  UserPoolType,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';

import { type Diagnosis, diagnoseUser } from '../../../../src/lib/checks/people/diagnose-user.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { type CognitoMock, type MockAnswer, mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { ANA, ANA_EMAIL, anaAnswer, type AnaOptions, POOL_ANSWER } from '../../users/ana.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const YESTERDAY = new Date('2026-02-28T12:00:00Z');
const AZURE = `AzureAD_${ANA_EMAIL}`;

/** What differs from a user and a pool with whom nothing is the matter. */
interface World {
  readonly ana?: AnaOptions;
  /** Of AdminGetUser's answer. */
  readonly user?: Partial<MockAnswer<'AdminGetUser'>>;
  readonly pool?: Partial<UserPoolType>;
  readonly client?: Partial<UserPoolClientType>;
  readonly events?: readonly AuthEventType[];
  readonly factors?: readonly string[];
  readonly groups?: readonly GroupType[];
  /** The identity providers of the pool, by name, with the attributes that they map. */
  readonly providers?: Readonly<Record<string, readonly string[]>>;
  /** Others whom ListUsers finds by the start of the address. */
  readonly alike?: readonly UserType[];
  /** The name that is asked about. Default: Ana's address. */
  readonly asked?: string;
}

function stand(cognito: CognitoMock, world: World): void {
  const { ana = {}, user = {}, pool = {}, client = {}, events = [], factors = ['PASSWORD'], alike = [] } = world;
  const { groups = [], providers = {} } = world;
  const settings: Partial<UserPoolType> = { MfaConfiguration: 'OPTIONAL', ...pool };
  cognito.answer('DescribeUserPool', { UserPool: { ...POOL_ANSWER.UserPool, ...settings } });
  cognito.answer('AdminGetUser', { ...anaAnswer(ana), ...user });
  cognito.answer('ListUsers', ({ Filter }) => ({
    Users: String(Filter).startsWith('email ^= ') ? [...alike] : [],
  }));
  cognito.answer('ListUserPoolClients', {
    UserPoolClients: [{ ClientId: 'web', ClientName: 'stackflow-web' }],
  });
  cognito.answer('DescribeUserPoolClient', {
    UserPoolClient: {
      UserPoolId: SANDBOX_POOL_ID,
      ClientId: 'web',
      ClientName: 'stackflow-web',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      ...client,
    },
  });
  cognito.answer('AdminListUserAuthEvents', { AuthEvents: [...events] });
  cognito.answer('AdminListGroupsForUser', { Groups: [...groups] });
  cognito.answer('ListIdentityProviders', { Providers: [] });
  cognito.answer('DescribeIdentityProvider', ({ ProviderName }) => {
    const mapped = providers[String(ProviderName)];
    if (mapped === undefined) throw serviceError('ResourceNotFoundException', 'No such provider.');
    const AttributeMapping = Object.fromEntries(mapped.map((name) => [name, 'claim']));
    return { IdentityProvider: { UserPoolId: SANDBOX_POOL_ID, ProviderName: String(ProviderName), AttributeMapping } };
  });
  cognito.answer('AdminGetUserAuthFactors', {
    Username: ANA,
    ConfiguredUserAuthFactors: [...factors] as 'PASSWORD'[],
  });
}

function diagnose(asked = ANA_EMAIL, where: TestDirectoryOptions = {}): Promise<Diagnosis> {
  return diagnoseUser(openTestDirectory(where), { user: asked }, NOW);
}

function signIn(result: 'Pass' | 'Fail', day: number, decision?: 'Block'): AuthEventType {
  return {
    EventType: 'SignIn',
    EventResponse: result,
    CreationDate: new Date(`2026-02-${day}T00:00:00Z`),
    ...(decision === undefined ? {} : { EventRisk: { RiskDecision: decision } }),
  };
}

/** An identity at a provider, as the attribute of a user: the one that made a federated user of that provider. */
function linked(providerName: string): AnaOptions {
  const identity = { userId: 'ana', providerName, providerType: 'SAML', primary: false, dateCreated: 0 };
  return { attributes: { identities: JSON.stringify([identity]) } };
}

function group(GroupName: string, Precedence?: number, role?: string): GroupType {
  const RoleArn = role === undefined ? undefined : `arn:aws:iam::111122223333:role/${role}`;
  return { GroupName, Precedence, RoleArn };
}

const HOSTED = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code' as const],
  SupportedIdentityProviders: ['COGNITO', 'AzureAD'],
};

const CASES: readonly [
  what: string,
  world: World,
  findings: readonly (readonly [rule: string, blocks: boolean, command: string | null])[],
][] = [
  ['nothing the matter', {}, []],
  ['a disabled account', { ana: { enabled: false } }, [['DISABLED', true, `users enable ${ANA_EMAIL}`]]],
  [
    'an invitation whose password has expired',
    { ana: { status: 'FORCE_CHANGE_PASSWORD' } },
    [['INVITATION_EXPIRED', true, `users resend-invite ${ANA_EMAIL}`]],
  ],
  [
    'an old invitation to a user who was changed since',
    { ana: { status: 'FORCE_CHANGE_PASSWORD' }, user: { UserLastModifiedDate: YESTERDAY } },
    [['INVITATION_MAY_HAVE_EXPIRED', false, `users resend-invite ${ANA_EMAIL}`]],
  ],
  [
    'an invitation that is open',
    {
      ana: { status: 'FORCE_CHANGE_PASSWORD' },
      user: { UserCreateDate: YESTERDAY, UserLastModifiedDate: YESTERDAY },
    },
    [['INVITATION_OPEN', false, `users resend-invite ${ANA_EMAIL}`]],
  ],
  [
    'a password that was reset',
    { ana: { status: 'RESET_REQUIRED' } },
    [['RESET_REQUIRED', true, `users reset-password ${ANA_EMAIL} --send-code`]],
  ],
  [
    'somebody who never confirmed',
    { user: { UserStatus: 'UNCONFIRMED' } },
    [['UNCONFIRMED', true, `users reset-password ${ANA_EMAIL} --permanent --generate-password`]],
  ],
  [
    'a compromised password',
    { user: { UserStatus: 'COMPROMISED' } },
    [['COMPROMISED', true, `users reset-password ${ANA_EMAIL} --temporary --generate-password`]],
  ],
  [
    'an archived account',
    { user: { UserStatus: 'ARCHIVED' } },
    [['ARCHIVED', true, `users reset-password ${ANA_EMAIL} --temporary --generate-password`]],
  ],
  ['a status that nobody has heard of', { user: { UserStatus: 'constructor' as 'CONFIRMED' } }, []],
  [
    'no address',
    { asked: ANA, ana: { attributes: { email: undefined, email_verified: undefined } } },
    [['EMAIL_MISSING', true, `users set-attributes ${ANA} --email ADDRESS`]],
  ],
  [
    'a new address that was not confirmed',
    { ana: { attributes: { email_verified: 'false' } } },
    [['EMAIL_CHANGE_PENDING', false, `users set-attributes ${ANA_EMAIL} --email ${ANA_EMAIL}`]],
  ],
  [
    'an address that was never verified',
    { ana: { status: 'RESET_REQUIRED', attributes: { email_verified: 'false' } } },
    [
      ['RESET_REQUIRED', true, `users reset-password ${ANA_EMAIL} --send-code`],
      ['EMAIL_NOT_VERIFIED', false, `users set-attributes ${ANA_EMAIL} --email ${ANA_EMAIL}`],
    ],
  ],
  [
    'another user whose address differs only in case',
    { alike: [{ Username: 'twin', Attributes: [{ Name: 'email', Value: 'Ana@Example.com' }] }] },
    [['ADDRESS_CASE', false, 'users diagnose twin']],
  ],
  [
    'a user of a provider with the same address',
    {
      alike: [{ Username: AZURE, UserStatus: 'EXTERNAL_PROVIDER', Attributes: [{ Name: 'email', Value: ANA_EMAIL }] }],
    },
    [['SHARED_ADDRESS', false, `users diagnose ${AZURE}`]],
  ],
  [
    'another user whose address starts alike',
    { alike: [{ Username: 'other', Attributes: [{ Name: 'email', Value: 'ana@example.com.br' }] }] },
    [],
  ],
  [
    'a preferred factor that is off',
    { user: { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } },
    [['MFA_PREFERENCE', true, `users reset-mfa ${ANA_EMAIL}`]],
  ],
  [
    'factors of a pool whose MFA is off, which no sign-in asks for',
    {
      pool: { MfaConfiguration: 'OFF' },
      user: { UserMFASettingList: ['SMS_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' },
    },
    [],
  ],
  [
    'codes by SMS without a number',
    { user: { UserMFASettingList: ['SMS_MFA'] } },
    [
      ['MFA_PHONE', true, `users reset-mfa ${ANA_EMAIL}`],
      ['MFA_ON', false, `users reset-mfa ${ANA_EMAIL}`],
    ],
  ],
  [
    'a second factor',
    { ana: { attributes: { phone_number: '+3510000' } }, user: { UserMFASettingList: ['SMS_MFA'] } },
    [['MFA_ON', false, `users reset-mfa ${ANA_EMAIL}`]],
  ],
  [
    'a privileged user without a second factor',
    { ana: { attributes: { 'custom:role': 'super_admin' } } },
    [['MFA_MISSING', false, null]],
  ],
  [
    'a privileged user with a passkey',
    { ana: { attributes: { 'custom:role': 'super_admin' } }, factors: ['PASSWORD', 'WEB_AUTHN'] },
    [],
  ],
  [
    'nothing to start a sign-in with',
    { factors: ['SOFTWARE_TOKEN'] },
    [['NO_FIRST_FACTOR', true, `users reset-password ${ANA_EMAIL} --temporary --generate-password`]],
  ],
  ['a sign-in that starts with a code by mail', { factors: ['EMAIL_OTP'] }, []],
  [
    'no tenant',
    { ana: { attributes: { 'custom:tenant_id': undefined } } },
    [['TENANT_MISSING', true, `users set-attributes ${ANA_EMAIL} --move-to-tenant TENANT`]],
  ],
  [
    'a malformed tenant',
    { ana: { attributes: { 'custom:tenant_id': 'acme' } } },
    [['TENANT_INVALID', true, `users set-attributes ${ANA_EMAIL} --move-to-tenant TENANT`]],
  ],
  [
    'a tenant with spaces around it',
    { ana: { attributes: { 'custom:tenant_id': 'tenant_001 ' } } },
    [['TENANT_INVALID', true, `users set-attributes ${ANA_EMAIL} --move-to-tenant TENANT`]],
  ],
  [
    'no role',
    { ana: { attributes: { 'custom:role': undefined } } },
    [['ROLE_MISSING', true, `users set-attributes ${ANA_EMAIL} --add-role itsm_agent`]],
  ],
  [
    'no role that is known',
    { ana: { attributes: { 'custom:role': "it's" } } },
    [['ROLE_UNKNOWN', true, `users set-attributes ${ANA_EMAIL} --remove-role 'it'\\''s' --add-role itsm_agent`]],
  ],
  [
    'an unknown role beside a known one',
    { ana: { attributes: { 'custom:role': 'itsm_agent,agent' } } },
    [['ROLE_UNKNOWN', false, `users set-attributes ${ANA_EMAIL} --remove-role agent`]],
  ],
  [
    'two unknown roles beside a known one',
    { ana: { attributes: { 'custom:role': 'itsm_agent,agent,boss' } } },
    [['ROLE_UNKNOWN', false, `users set-attributes ${ANA_EMAIL} --remove-role agent --remove-role boss`]],
  ],
  [
    'a malformed department',
    { ana: { attributes: { 'custom:department': 'IT & more' } } },
    [['DEPARTMENT_INVALID', false, `users set-attributes ${ANA_EMAIL} --unset custom:department`]],
  ],
  [
    'clients that take no password',
    { client: { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] } },
    [['CLIENT_FLOWS', true, 'pool check']],
  ],
  [
    'a client that takes passwords on the hosted UI',
    {
      client: {
        ExplicitAuthFlows: [],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        SupportedIdentityProviders: ['COGNITO'],
      },
    },
    [],
  ],
  [
    'a client without a list of flows, which allows those of Cognito’s default',
    { client: { ExplicitAuthFlows: undefined } },
    [],
  ],
  [
    'a client for machines alone',
    {
      client: {
        ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
        SupportedIdentityProviders: ['COGNITO'],
      },
    },
    [['CLIENT_FLOWS', true, 'pool check']],
  ],
  [
    'a federated user, and no client for the provider',
    { asked: AZURE, ana: { username: AZURE, status: 'EXTERNAL_PROVIDER' } },
    [
      ['CLIENT_FLOWS', true, 'pool check'],
      ['FEDERATED', false, null],
    ],
  ],
  [
    'a federated user, whose address and factors are the provider’s',
    {
      asked: AZURE,
      ana: {
        username: AZURE,
        status: 'EXTERNAL_PROVIDER',
        attributes: { email_verified: 'false', 'custom:role': 'super_admin' },
      },
      factors: [],
      client: {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        SupportedIdentityProviders: ['AzureAD'],
      },
    },
    [['FEDERATED', false, null]],
  ],
  [
    'a federated user whose name a pool that ignores case returns in lower case',
    {
      asked: AZURE.toLowerCase(),
      ana: { username: AZURE.toLowerCase(), status: 'EXTERNAL_PROVIDER' },
      client: {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        SupportedIdentityProviders: ['AzureAD'],
      },
    },
    [['FEDERATED', false, null]],
  ],
  [
    'a linked identity of a provider that was deleted, beside the password',
    { ana: linked('Okta') },
    [['PROVIDER_GONE', false, 'providers list']],
  ],
  [
    'a federated user whose provider was deleted',
    {
      asked: AZURE,
      ana: { username: AZURE, status: 'EXTERNAL_PROVIDER', ...linked('AzureAD') },
      client: HOSTED,
    },
    [
      ['PROVIDER_GONE', true, 'providers list'],
      ['FEDERATED', false, null],
    ],
  ],
  [
    'a linked identity whose provider no client offers',
    { ana: linked('Okta'), client: HOSTED, providers: { Okta: [] } },
    [['PROVIDER_NOT_OFFERED', false, 'client set --identity-providers COGNITO,AzureAD,Okta --client-id web']],
  ],
  [
    'a linked identity of a client without a hosted UI',
    { ana: linked('Okta'), providers: { Okta: [] } },
    [['PROVIDER_NOT_OFFERED', false, 'client list']],
  ],
  [
    'a linked identity whose provider a client offers, with attributes that it may write',
    {
      ana: linked('AzureAD'),
      client: { ...HOSTED, WriteAttributes: ['email', 'custom:role'] },
      providers: { AzureAD: ['username', 'email', 'email_verified', 'custom:role'] },
    },
    [],
  ],
  [
    'a provider that sets an attribute which the client may not write, beside the password',
    {
      ana: linked('AzureAD'),
      client: { ...HOSTED, WriteAttributes: ['email'] },
      providers: { AzureAD: ['email', 'custom:role'] },
    },
    [['MAPPED_ATTRIBUTE', false, 'client set --write-attributes email,custom:role --client-id web']],
  ],
  [
    'a federated user whose provider sets a custom attribute, with a client that has no list',
    {
      asked: AZURE,
      ana: { username: AZURE, status: 'EXTERNAL_PROVIDER', ...linked('AzureAD') },
      client: HOSTED,
      providers: { AzureAD: ['email', 'custom:role'] },
    },
    [
      ['MAPPED_ATTRIBUTE', true, 'client describe --client-id web'],
      ['FEDERATED', false, null],
    ],
  ],
  [
    'a hosted UI without a field for the password',
    { client: { ...HOSTED, SupportedIdentityProviders: ['AzureAD'] } },
    [['PASSWORD_NOT_OFFERED', false, `users link ${ANA_EMAIL} --provider PROVIDER --subject ID`]],
  ],
  [
    'two first groups with different roles',
    { groups: [group('editors', 1, 'A'), group('admins', 1, 'B'), group('others', 2, 'C')] },
    [['GROUP_ROLES', false, 'groups set editors --precedence N']],
  ],
  [
    'groups of which one comes first, and groups of the same role or without a precedence',
    { groups: [group('editors', 1, 'A'), group('admins', 1, 'A'), group('plain', 1), group('others', 2, 'C')] },
    [],
  ],
  ['groups without a precedence', { groups: [group('editors', undefined, 'A'), group('admins', undefined, 'B')] }, []],
  [
    'attempts that failed since the last success',
    { events: [signIn('Fail', 20), signIn('Fail', 19), signIn('Pass', 18), signIn('Fail', 17, 'Block')] },
    [['ATTEMPTS_FAILED', false, `users events ${ANA_EMAIL}`]],
  ],
  [
    'attempts that threat protection blocked',
    { events: [signIn('Fail', 20), signIn('Fail', 19, 'Block')] },
    [['ATTEMPTS_BLOCKED', true, `users events ${ANA_EMAIL}`]],
  ],
  [
    'failures before the last success, and failures of another kind',
    {
      events: [{ ...signIn('Fail', 21), EventType: 'ForgotPassword' }, signIn('Pass', 20), signIn('Fail', 19)],
    },
    [],
  ],
];

describe('diagnoseUser', () => {
  const cognito = mockCognito();

  for (const [what, world, expected] of CASES) {
    it(`diagnoses ${what}, and writes nothing`, async () => {
      stand(cognito, world);
      const { findings, unread } = await diagnose(world.asked);
      expect(findings.map(({ rule, blocks, command }) => [rule, blocks, command])).to.deep.equal(
        expected.map(([rule, blocks, command]) => [rule, blocks, command === null ? null : `sf-admin ${command}`]),
      );
      expect([unread, cognito.written()]).to.deep.equal([[], []]);
    });
  }

  it('gives the subject, the cause, the fix and the command of each finding', async () => {
    stand(cognito, { ana: { status: 'FORCE_CHANGE_PASSWORD' } });
    const { user, findings, verdict } = await diagnose();
    expect({ username: user?.username, findings, verdict }).to.deep.equal({
      username: ANA,
      findings: [
        {
          rule: 'INVITATION_EXPIRED',
          blocks: true,
          subject: `user ${ANA_EMAIL}`,
          found: 'the invitation is 28 days old, and its password was valid for 7 days',
          fix: 'Send the invitation again. Resetting the password does not replace it.',
          command: `sf-admin users resend-invite ${ANA_EMAIL}`,
        },
      ],
      verdict: `${ANA_EMAIL} cannot sign in: 1 cause found. Nothing was changed.`,
    });
  });

  it('puts blocking findings first, and says if there are none', async () => {
    stand(cognito, {
      ana: { enabled: false, attributes: { email_verified: 'false', 'custom:role': undefined } },
    });
    const found = await diagnose();
    expect(found.findings.map(({ rule }) => rule)).to.deep.equal(['DISABLED', 'ROLE_MISSING', 'EMAIL_CHANGE_PENDING']);
    stand(cognito, { ana: { attributes: { email_verified: 'false' } } });
    const harmless = await diagnose();
    stand(cognito, {});
    const none = await diagnose();
    expect([found, harmless, none].map(({ verdict }) => verdict)).to.deep.equal([
      `${ANA_EMAIL} cannot sign in: 2 causes found. Nothing was changed.`,
      `Nothing in the user pool prevents ${ANA_EMAIL} from signing in. 1 finding worth checking. Nothing was changed.`,
      `Nothing in the user pool prevents ${ANA_EMAIL} from signing in. Nothing was changed.`,
    ]);
  });

  it('repeats the needed flags in each command, and quotes an address with shell characters', async () => {
    const address = "liam.o'brien@example.com";
    stand(cognito, { ana: { enabled: false, attributes: { email: address } } });
    const directory = { ...openTestDirectory(), flagsToRepeat: '--context prod' };
    const { findings } = await diagnoseUser(directory, { user: ANA }, NOW);
    expect(findings.map(({ command }) => command)).to.deep.equal([
      `sf-admin users enable 'liam.o'\\''brien@example.com' --context prod`,
    ]);
  });

  it('names the provider that no app client allows sign-in through', async () => {
    stand(cognito, { client: { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] } });
    const native = await diagnose();
    stand(cognito, { ana: { username: AZURE, status: 'EXTERNAL_PROVIDER' } });
    const federated = await diagnose(AZURE);
    expect([native, federated].map(({ findings }) => findings[0]?.found)).to.deep.equal([
      'no app client (stackflow-web) allows sign-in with a password',
      'no app client (stackflow-web) allows sign-in through AzureAD',
    ]);
  });

  it('has a privileged user register a factor, or MFA turned on in the pool first', async () => {
    const ana = { attributes: { 'custom:role': 'super_admin' } };
    const fixes: (string | undefined)[] = [];
    for (const MfaConfiguration of ['OPTIONAL', 'OFF'] as const) {
      stand(cognito, { ana, pool: { MfaConfiguration } });
      fixes.push((await diagnose()).findings[0]?.fix);
    }
    expect(fixes).to.deep.equal([
      'Have the user register a TOTP factor after signing in.',
      'Turn MFA on in the pool: sf-admin pool set --mfa optional --mfa-totp on. Then have the user register a TOTP factor.',
    ]);
  });

  it('does not say that a privileged user has no second factor if passkeys could not be read', async () => {
    stand(cognito, { ana: { attributes: { 'custom:role': 'super_admin' } } });
    cognito.answer('AdminGetUserAuthFactors', serviceError('AccessDeniedException', 'Not you.'));
    const { findings, unread, verdict } = await diagnose();
    expect({ findings, unread, verdict }).to.deep.equal({
      findings: [],
      unread: [
        'not checked: the factors: AdminGetUserAuthFactors, which shows passkeys, is not allowed or not available',
      ],
      verdict: `Nothing that could be read in the user pool prevents ${ANA_EMAIL} from signing in. Nothing was changed.`,
    });
  });

  it('explains that a case-sensitive pool decides by the spelling', async () => {
    const alike = [{ Username: 'twin', Attributes: [{ Name: 'email', Value: 'ANA@example.com' }] }];
    const found: string[] = [];
    for (const CaseSensitive of [true, false]) {
      stand(cognito, { alike, pool: { UsernameConfiguration: { CaseSensitive } } });
      found.push(...(await diagnose()).findings.map((finding) => finding.found));
    }
    expect(found).to.deep.equal([
      'another user, twin, has ANA@example.com: this pool is case-sensitive, so the spelling decides who signs in',
      'another user, twin, has the same address as ANA@example.com',
    ]);
  });

  it('names each of two users who share the address, and diagnoses neither', async () => {
    stand(cognito, {});
    cognito.answer('AdminGetUser', ({ Username }) =>
      Username === AZURE ? anaAnswer({ username: AZURE, status: 'EXTERNAL_PROVIDER', enabled: false }) : anaAnswer(),
    );
    cognito.answer('ListUsers', { Users: [{ Username: ANA }, { Username: AZURE }] });
    const { user, findings } = await diagnose();
    expect({
      user,
      findings: findings.map(({ rule, blocks, found, command }) => [rule, blocks, found, command]),
    }).to.deep.equal({
      user: null,
      findings: [
        ['SHARED_ADDRESS', true, `2 users have the address; ${ANA} is CONFIRMED`, `sf-admin users diagnose ${ANA}`],
        [
          'SHARED_ADDRESS',
          true,
          `2 users have the address; ${AZURE} is EXTERNAL_PROVIDER`,
          `sf-admin users diagnose ${AZURE}`,
        ],
      ],
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('names no user of another tenant than the one that the caller acts in', async () => {
    const attributes = [
      { Name: 'email', Value: 'ANA@example.com' },
      { Name: 'custom:tenant_id', Value: 'tenant_002' },
    ];
    stand(cognito, { alike: [{ Username: 'twin', Attributes: attributes }] });
    const rulesIn = async (tenant: string | undefined) =>
      (await diagnose(ANA_EMAIL, { tenant })).findings.map(({ rule }) => rule);
    expect([await rulesIn(undefined), await rulesIn('tenant_001')]).to.deep.equal([['ADDRESS_CASE'], []]);
    cognito.answer('AdminGetUser', serviceError('UserNotFoundException'));
    expect((await rejection(diagnose('Ana@example.com', { tenant: 'tenant_001' }))).code).to.equal('USER_NOT_FOUND');
  });

  describe('if no user has the address', () => {
    beforeEach(() => {
      stand(cognito, { alike: [{ Username: ANA, Attributes: [{ Name: 'email', Value: ANA_EMAIL }] }] });
      cognito.answer('AdminGetUser', serviceError('UserNotFoundException'));
    });

    it('finds a user who has it in another case, whatever the case of the first letters', async () => {
      const { user, findings, verdict } = await diagnose('ANA@Example.com');
      expect({ user, findings, verdict }).to.deep.equal({
        user: null,
        findings: [
          {
            rule: 'ADDRESS_CASE',
            blocks: true,
            subject: 'user ANA@Example.com',
            found: `no user has the address ANA@Example.com, but ${ANA_EMAIL} differs only in case`,
            fix: 'Sign in with the address as it is stored: this pool is case-sensitive.',
            command: `sf-admin users diagnose ${ANA}`,
          },
        ],
        verdict: 'ANA@Example.com cannot sign in: 1 cause found. Nothing was changed.',
      });
      const prefixes = cognito
        .sent()
        .flatMap(([operation, { Filter }]) =>
          operation === 'ListUsers' && String(Filter).startsWith('email ^=') ? [Filter] : [],
        );
      expect(new Set(prefixes)).to.deep.equal(
        new Set(['ana', 'anA', 'aNa', 'aNA', 'Ana', 'AnA', 'ANa', 'ANA'].map((start) => `email ^= "${start}"`)),
      );
    });

    it('reports that no user has it, if none has a similar one either', async () => {
      expect((await rejection(diagnose('bob@example.com'))).code).to.equal('USER_NOT_FOUND');
      expect((await rejection(diagnose('no-address'))).code).to.equal('USER_NOT_FOUND');
    });

    it('says that case was ignored only if it was searched for in any case', async () => {
      const first = async (name: string) => (await rejection(diagnose(name))).hint?.split('. ')[0];
      const [address, name] = [await first('bob@example.com'), await first('no-address')];
      cognito.answer('ListUsers', serviceError('AccessDeniedException', 'Not you.'));
      const toCheck =
        'To check that it is the right pool: sf-admin whoami\nTo search for the person: sf-admin users find TEXT';
      expect([address, name, await first('bob@example.com')]).to.deep.equal([
        'The search ignored upper and lower case',
        toCheck,
        toCheck,
      ]);
    });
  });

  it('finds that nobody can sign in to a pool without app clients', async () => {
    stand(cognito, {});
    cognito.answer('ListUserPoolClients', { UserPoolClients: [] });
    const { findings } = await diagnose();
    expect(findings.map(({ rule, blocks, found }) => [rule, blocks, found])).to.deep.equal([
      ['CLIENT_FLOWS', true, 'the user pool has no app client to sign in through'],
    ]);
  });

  it('names what could not be read, and checks the rest', async () => {
    stand(cognito, { ana: { enabled: false } });
    cognito.answer('DescribeUserPoolClient', serviceError('AccessDeniedException', 'Not you.'));
    cognito.answer('ListUsers', serviceError('AccessDeniedException', 'Not you.'));
    cognito.answer('AdminListUserAuthEvents', serviceError('InternalErrorException', 'It broke.'));
    const { findings, unread } = await diagnose(ANA);
    expect({ rules: findings.map(({ rule }) => rule), unread: [...unread].sort() }).to.deep.equal({
      rules: ['DISABLED'],
      unread: [
        'not checked: sign-in events: AdminListUserAuthEvents failed: It broke',
        'not checked: similar addresses: not allowed to call ListUsers on user pool us-east-1_Sandbox01: Not you',
        'not checked: the app clients: not allowed to call DescribeUserPoolClient on user pool us-east-1_Sandbox01: Not you',
      ],
    });
  });

  it('reports an endpoint without an operation that every pool has', async () => {
    stand(cognito, {});
    cognito.answer('ListUserPoolClients', serviceError('UnknownOperationException', 'What?'));
    expect((await diagnose()).unread).to.deep.equal([
      'not checked: the app clients: the sandbox does not support ListUserPoolClients for this pool: What?',
    ]);
  });

  it('reports no missing events or factors if the pool does not have them', async () => {
    stand(cognito, {});
    cognito.answer('AdminListUserAuthEvents', serviceError('UserPoolAddOnNotEnabledException'));
    cognito.answer('AdminGetUserAuthFactors', serviceError('UnknownOperationException'));
    const { findings, unread } = await diagnose();
    expect([findings, unread]).to.deep.equal([[], []]);
  });

  it('reports if the factors could not be read', async () => {
    stand(cognito, {});
    cognito.answer('AdminGetUserAuthFactors', serviceError('InternalErrorException', 'It broke.'));
    const { findings, unread } = await diagnose();
    expect([findings, unread]).to.deep.equal([
      [],
      ['not checked: the factors: AdminGetUserAuthFactors failed: It broke'],
    ]);
  });

  it('refuses a user of another tenant', async () => {
    stand(cognito, {});
    expect((await rejection(diagnose(ANA_EMAIL, { tenant: 'tenant_002' }))).code).to.equal('TENANT_MISMATCH');
  });
});
