import { inspect } from 'node:util';
import { expect } from 'chai';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { outcomeJson, outcomeText } from '../../../../src/lib/changes/change-view.js';
import { planLines } from '../../../../src/lib/changes/plan-lines.js';
import { passwordViolations } from '../../../../src/lib/conventions/password.js';
import type { AdminError } from '../../../../src/lib/errors.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { createUser } from '../../../../src/lib/users/changes/create-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, unrecorded } from '../../changes/agreement.js';
import { lostAnswer, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { creationInput, type CreationText } from '../creation-input.js';
import { mockUsers } from '../mock-users.js';
import { ANA, ANA_EMAIL, anaAnswer, POOL_ANSWER } from '../ana.js';

const PASSWORD = 'Correct-Horse-9-Battery';

const INPUT: CreationText = {
  email: ANA_EMAIL,
  tenant: 'tenant_001',
  roles: ['itsm_agent'],
  attributes: [],
  permanent: false,
  invite: true,
  ifNotExists: false,
};

const REQUEST = {
  UserPoolId: SANDBOX_POOL_ID,
  Username: ANA_EMAIL,
  UserAttributes: [
    { Name: 'email', Value: ANA_EMAIL },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:tenant_id', Value: 'tenant_001' },
    { Name: 'custom:role', Value: 'itsm_agent' },
  ],
  DesiredDeliveryMediums: ['EMAIL'],
};

/** The answer to a creation: Ana as a new user, with other attributes if they are given. */
function shown(attributes: Readonly<Record<string, string | undefined>> = {}, username = ANA) {
  const { UserAttributes, UserMFASettingList, ...user } = anaAnswer({
    status: 'FORCE_CHANGE_PASSWORD',
    username,
    attributes,
  });
  return { User: { ...user, Attributes: UserAttributes } };
}

const NOT_FOUND = serviceError('UserNotFoundException');
const PROFILE_NOTE =
  'No StackFlow profile record is created: the post-confirmation trigger does that,\n' +
  'and Cognito does not run it for users whom an administrator creates.';

describe('createUser', () => {
  const cognito = mockUsers();

  /** No user has the address; the creation succeeds, and then the user is as in `created`. */
  function answerCreation(created = anaAnswer({ status: 'FORCE_CHANGE_PASSWORD' })) {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    cognito.answer('AdminGetUser', NOT_FOUND, created);
    cognito.answer('AdminCreateUser', shown());
    cognito.answer('AdminSetUserPassword', {});
  }

  async function create(input: Partial<CreationText> = {}, options = AGREED) {
    const directory = openTestDirectory();
    const [outcome] = await carryOut(
      directory,
      [await createUser(directory, creationInput({ ...INPUT, ...input }))],
      options,
    );
    return unrecorded(outcome!);
  }

  it('creates a user with a verified address in a tenant, and has Cognito mail the invitation', async () => {
    answerCreation();
    expect(await create()).to.deep.equal({
      plan: {
        operation: 'users.create',
        target: { kind: 'user', id: ANA, sub: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
        fields: [
          { field: 'email', before: null, after: ANA_EMAIL },
          { field: 'emailVerified', before: false, after: true },
          { field: 'tenantId', before: null, after: 'tenant_001' },
          { field: 'roles', before: [], after: ['itsm_agent'] },
          { field: 'status', before: null, after: 'FORCE_CHANGE_PASSWORD' },
          { field: 'invitation', before: null, after: 'mailed' },
        ],
        doneMessage: `Created ${ANA_EMAIL} in tenant_001.`,
        unchangedMessage: `${ANA_EMAIL} already exists.`,
        sendsMail: true,
        notes: [PROFILE_NOTE, 'Cognito mails an invitation with a temporary password.'],
      },
      changed: true,
      dryRun: false,
      requestIds: ['AdminCreateUser-1'],
      warnings: [],
    });
    expect(cognito.written()).to.deep.equal([['AdminCreateUser', REQUEST]]);
  });

  it('stores the roles with commas, trimmed, without duplicates, in the order of the conventions', async () => {
    answerCreation(anaAnswer({ attributes: { 'custom:role': 'itsm_agent,itsm_admin,cloud_admin' } }));
    await create({ roles: ['cloud_admin, itsm_agent', ' itsm_admin ', 'itsm_agent,'] });
    const [[, request]] = cognito.written() as [[string, typeof REQUEST]];
    expect(request.UserAttributes[3]).to.deep.equal({
      Name: 'custom:role',
      Value: 'itsm_agent,itsm_admin,cloud_admin',
    });
  });

  it('sends the department, the names and every further attribute', async () => {
    const further = {
      'custom:department': 'dept_it',
      given_name: 'Ana',
      family_name: 'Silva',
      locale: 'pt-PT',
    };
    answerCreation(anaAnswer({ attributes: further }));
    await create({
      department: 'dept_it',
      givenName: 'Ana',
      familyName: 'Silva',
      attributes: [{ name: 'locale', value: 'pt-PT' }],
    });
    expect(cognito.written()).to.deep.equal([
      [
        'AdminCreateUser',
        {
          ...REQUEST,
          UserAttributes: [
            ...REQUEST.UserAttributes,
            ...Object.entries(further).map(([Name, Value]) => ({ Name, Value })),
          ],
        },
      ],
    ]);
  });

  it('mails nothing if no invitation is wanted', async () => {
    answerCreation();
    await create({ invite: false });
    expect(cognito.written()).to.deep.equal([['AdminCreateUser', { ...REQUEST, MessageAction: 'SUPPRESS' }]]);
  });

  it('sends a given temporary password, and does not show it', async () => {
    answerCreation();
    const outcome = await create({ password: { kind: 'given', password: PASSWORD } });
    expect(cognito.written()).to.deep.equal([['AdminCreateUser', { ...REQUEST, TemporaryPassword: PASSWORD }]]);
    expect(inspect(outcome, { depth: Infinity })).to.not.include(PASSWORD);
    expect(outcome.plan.notes).to.deep.equal([PROFILE_NOTE, 'The temporary password is valid for 7 days.']);
  });

  it('generates a password that the pool accepts, and shows it once, after it is set', async () => {
    answerCreation();
    const directory = openTestDirectory();
    const change = await createUser(directory, creationInput({ ...INPUT, password: { kind: 'generate' } }));
    const [outcome] = await carryOut(directory, [change], AGREED);
    const sent = cognito.written()[0]![1].TemporaryPassword as string;
    expect(
      passwordViolations(sent, {
        minimumLength: 12,
        requireUppercase: true,
        requireLowercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 7,
      }),
    ).to.deep.equal([]);
    expect(outcomeJson(outcome!).password).to.equal(sent);
    expect(outcomeText(outcome!)).to.equal(`Created ${ANA_EMAIL} in tenant_001.\nPassword, shown only once: ${sent}`);
    for (const text of [JSON.stringify(change), inspect(change, { depth: Infinity }), planLines(change)]) {
      expect(text).to.not.include(sent);
    }
  });

  describe('with a permanent password', () => {
    const permanent = { permanent: true, password: { kind: 'given', password: PASSWORD } } as const;
    const setPassword = [
      'AdminSetUserPassword',
      { UserPoolId: SANDBOX_POOL_ID, Username: ANA, Password: PASSWORD, Permanent: true },
    ] as const;

    it('sets it in a second call, by the canonical user name, and mails nothing', async () => {
      answerCreation(anaAnswer({ status: 'CONFIRMED' }));
      const outcome = await create(permanent);
      expect(cognito.written()).to.deep.equal([
        ['AdminCreateUser', { ...REQUEST, MessageAction: 'SUPPRESS' }],
        setPassword,
      ]);
      expect(outcome.requestIds).to.deep.equal(['AdminCreateUser-1', 'AdminSetUserPassword-1']);
      expect(outcome.plan.notes).to.deep.equal([PROFILE_NOTE, 'No invitation is mailed: the password is permanent.']);
    });

    it('says that the user exists and what to do if the second call fails', async () => {
      answerCreation();
      cognito.answer('AdminSetUserPassword', serviceError('TooManyRequestsException'));
      expect(await rejection(create(permanent))).to.deep.equal({
        code: 'PARTIAL',
        message:
          `the user was created (${ANA}), but the password was not set: ` +
          'Cognito kept throttling AdminSetUserPassword, despite retries',
        hint:
          'The user exists, but the temporary password was not mailed. To set another:\n' +
          `sf-admin users reset-password ${ANA} --permanent --generate-password`,
      });
    });

    it('says that the password may not be set if the answer to the second call was lost', async () => {
      answerCreation();
      cognito.answer('AdminSetUserPassword', serviceError('InternalErrorException'));
      const { code, message, hint } = await rejection(create(permanent));
      expect([code, message.split(': ')[0], hint?.split('\n')[0]]).to.deep.equal([
        'PARTIAL',
        `the user was created (${ANA}), but the password may not be set`,
        'The user exists, but the password may not work. To set another:',
      ]);
    });

    it('keeps the password out of the error', async () => {
      answerCreation();
      cognito.answer('AdminSetUserPassword', serviceError('InternalErrorException'));
      const error: unknown = await create(permanent).catch((reason: unknown) => reason);
      expect(inspect(error, { depth: Infinity, showHidden: true })).to.not.include(PASSWORD);
    });

    it('is not verified while the user still has to change the password', async () => {
      answerCreation(anaAnswer({ status: 'FORCE_CHANGE_PASSWORD' }));
      const { error } = await create(permanent);
      expect(error?.message).to.equal(`${ANA_EMAIL} was written, but now has other values: status`);
    });

    it('makes the second call if the first attempt created the user and its answer was lost', async () => {
      answerCreation(anaAnswer({ status: 'CONFIRMED' }));
      cognito.answer(
        'AdminCreateUser',
        serviceError('UsernameExistsException', 'User account already exists', { attempts: 2 }),
      );
      await create(permanent);
      expect(cognito.written()[1]).to.deep.equal(setPassword);
    });
  });

  describe('if the service says that the user exists', () => {
    const existsAfter = (attempts: number) =>
      serviceError('UsernameExistsException', 'User account already exists', { attempts });

    it('takes a user exactly as planned for the result of a lost attempt', async () => {
      answerCreation();
      cognito.answer('AdminCreateUser', existsAfter(2));
      const outcome = await create();
      expect({
        changed: outcome.changed,
        id: outcome.plan.target.id,
        warnings: outcome.warnings,
      }).to.deep.equal({
        changed: true,
        id: ANA,
        warnings: ['the response was lost; a check shows that it was done'],
      });
    });

    it('refuses a user with other attributes, however many attempts there were', async () => {
      answerCreation(anaAnswer({ attributes: { 'custom:role': 'cloud_admin' } }));
      cognito.answer('AdminCreateUser', existsAfter(2));
      expect((await rejection(create())).code).to.equal('USER_EXISTS');
    });

    it('refuses at the first attempt, even if the user is exactly as planned', async () => {
      answerCreation();
      cognito.answer('AdminCreateUser', existsAfter(1));
      expect((await rejection(create())).code).to.equal('USER_EXISTS');
    });

    it('accepts a user that another process created in the meantime with --if-not-exists', async () => {
      answerCreation(anaAnswer({ attributes: { 'custom:role': 'cloud_admin' } }));
      cognito.answer('AdminCreateUser', existsAfter(1));
      const outcome = await create({ ifNotExists: true, password: { kind: 'generate' } });
      expect({ ...outcome, plan: outcome.plan.unchangedMessage }).to.deep.equal({
        plan: `${ANA_EMAIL} already exists.`,
        changed: false,
        dryRun: false,
        requestIds: [],
        warnings: [],
      });
    });

    it('refuses a user that another process created in another tenant', async () => {
      answerCreation(anaAnswer({ attributes: { 'custom:tenant_id': 'tenant_002' } }));
      cognito.answer('AdminCreateUser', existsAfter(1));
      expect((await rejection(create({ ifNotExists: true }))).code).to.equal('TENANT_MISMATCH');
    });
  });

  describe('if the user already exists', () => {
    it('writes nothing', async () => {
      cognito.answer('AdminGetUser', anaAnswer());
      expect(await rejection(create())).to.deep.equal({
        code: 'USER_EXISTS',
        message: `user ${ANA_EMAIL} already exists`,
        hint: `To see it: sf-admin users show ${ANA_EMAIL}\nTo accept an existing user: --if-not-exists`,
      });
      expect(cognito.written()).to.deep.equal([]);
    });

    it('creates no native user beside a federated one with the same address', async () => {
      const federated = anaAnswer({ username: 'AzureAD_ana', status: 'EXTERNAL_PROVIDER' });
      cognito.answer('AdminGetUser', NOT_FOUND, federated);
      cognito.answer('ListUsers', { Users: [{ Username: 'AzureAD_ana' }] });
      expect(await rejection(create())).to.deep.equal({
        code: 'USER_EXISTS',
        message: `user ${ANA_EMAIL} already exists, and signs in through an identity provider`,
        hint: 'To see it: sf-admin users show AzureAD_ana\nTo accept an existing user: --if-not-exists',
      });
      expect(cognito.written()).to.deep.equal([]);
    });

    it('succeeds with --if-not-exists, writes nothing, and names the differences', async () => {
      cognito.answer('AdminGetUser', anaAnswer());
      const outcome = await create({ ifNotExists: true, roles: ['itsm_admin'], department: 'dept_it' });
      expect(outcome).to.deep.equal({
        plan: {
          operation: 'users.create',
          target: { kind: 'user', id: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
          fields: [],
          doneMessage: '',
          unchangedMessage: `${ANA_EMAIL} already exists in tenant_001, but differs in roles, department.`,
        },
        changed: false,
        dryRun: false,
        requestIds: [],
        warnings: [],
      });
      expect(cognito.written()).to.deep.equal([]);
    });

    it('refuses a user of another tenant, with or without --if-not-exists', async () => {
      cognito.answer('AdminGetUser', anaAnswer({ attributes: { 'custom:tenant_id': 'tenant_002' } }));
      expect(await rejection(create({ ifNotExists: true }))).to.deep.equal({
        code: 'TENANT_MISMATCH',
        message: `${ANA_EMAIL} already exists, in tenant_002 and not in tenant_001`,
        hint: 'Nothing was changed. A user is in one tenant; to move one: sf-admin users set-attributes --move-to-tenant',
      });
      expect(cognito.written()).to.deep.equal([]);
    });
  });

  describe('if the answer is lost', () => {
    it('succeeds if the user is as planned', async () => {
      answerCreation();
      cognito.answer('AdminCreateUser', lostAnswer());
      expect((await create()).warnings).to.deep.equal(['the response was lost; a check shows that it was done']);
    });

    it('fails if there is no such user', async () => {
      cognito.answer('AdminGetUser', NOT_FOUND);
      cognito.answer('AdminCreateUser', lostAnswer());
      const { code, hint } = await rejection(create());
      expect([code, hint]).to.deep.equal(['TIMEOUT', 'A check shows that nothing was changed.']);
    });
  });

  it('asks for confirmation to grant a privileged role', async () => {
    answerCreation();
    const { code, hint } = await rejection(create({ roles: ['itsm_agent,super_admin'] }, NOBODY));
    expect([code, hint?.split('\n')[0]]).to.deep.equal([
      'CONFIRMATION_REQUIRED',
      `${ANA_EMAIL} would hold super_admin, which is privileged.`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('writes nothing in a dry run', async () => {
    answerCreation();
    const outcome = await create({ password: { kind: 'generate' } }, DRY_RUN);
    expect(planLines(outcome.plan).split('\n')).to.deep.equal([
      `users create ${ANA_EMAIL} (tenant_001)`,
      `  email: (none) → ${ANA_EMAIL}`,
      '  email verified: no → yes',
      '  tenant ID: (none) → tenant_001',
      '  roles: (none) → itsm_agent',
      '  password: will be set',
      '  status: (none) → FORCE_CHANGE_PASSWORD',
      '  invitation: (none) → mailed',
    ]);
    expect([outcome.changed, outcome.dryRun, outcome.password]).to.deep.equal([false, true, undefined]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('calls no service for an input that a convention refuses', async () => {
    const wrong: [Partial<CreationText>, string][] = [
      [{ email: 'ana@' }, 'INVALID_EMAIL'],
      [{ tenant: 'tenant-001' }, 'INVALID_TENANT'],
      [{ roles: ['itsm_agnt'] }, 'UNKNOWN_ROLE'],
      [{ roles: [''] }, 'MISSING_INPUT'],
      [{ department: 'dept it' }, 'INVALID_DEPARTMENT'],
    ];
    for (const [input, code] of wrong) {
      expect((await rejection(create(input))).code, code).to.equal(code);
    }
    expect(cognito.sent()).to.deep.equal([]);
  });

  it('writes nothing for an input that the pool refuses', async () => {
    answerCreation();
    const attribute = (name: string, value: string) => ({ attributes: [{ name, value }] });
    const wrong: [Partial<CreationText>, string][] = [
      [attribute('custom:role', 'super_admin'), 'ATTRIBUTE_NOT_ALLOWED'],
      [attribute('custom:tenant_id', 'tenant_002'), 'ATTRIBUTE_NOT_ALLOWED'],
      [attribute('email', 'eve@example.com'), 'ATTRIBUTE_NOT_ALLOWED'],
      [attribute('email_verified', 'false'), 'ATTRIBUTE_NOT_ALLOWED'],
      [attribute('custom:employee_no', 'E1'), 'ATTRIBUTE_NOT_ALLOWED'],
      [attribute('shoe_size', '43'), 'UNKNOWN_ATTRIBUTE'],
      [attribute('constructor', 'x'), 'UNKNOWN_ATTRIBUTE'],
      [attribute('__proto__', 'x'), 'UNKNOWN_ATTRIBUTE'],
      [attribute('sub', ANA), 'IMMUTABLE_ATTRIBUTE'],
      [attribute('locale', 'x'.repeat(65)), 'INVALID_ATTRIBUTE'],
      [attribute('locale', 'a\u0007b'), 'INVALID_ATTRIBUTE'],
      [{ givenName: '' }, 'INVALID_ATTRIBUTE'],
      [{ password: { kind: 'given', password: 'short-and-simple' } }, 'INVALID_PASSWORD'],
    ];
    for (const [input, code] of wrong) {
      expect((await rejection(create(input))).code, JSON.stringify(input)).to.equal(code);
    }
    expect(cognito.written()).to.deep.equal([]);
  });

  it('says what the password lacks, and does not show it', async () => {
    answerCreation();
    expect(await rejection(create({ password: { kind: 'given', password: 'short-and-simple' } }))).to.deep.equal({
      code: 'INVALID_PASSWORD',
      message: "the password does not satisfy the user pool's policy",
      hint: 'It needs an upper-case letter, a digit. To generate one: --generate-password',
    });
  });

  describe('believes an answer only about the user to create:', () => {
    const BEN = '22222222-2222-4222-8222-222222222222';
    for (const [other, answer] of [
      ['user name', shown({}, BEN)],
      ['user name', shown({}, '')],
      ['user name', shown({ sub: undefined })],
      ['address', shown({ email: 'ben@example.com' })],
      ['address', shown({ email: undefined })],
      ['tenant', shown({ 'custom:tenant_id': 'tenant_002' })],
      ['tenant', shown({ 'custom:tenant_id': undefined })],
      ['status', { User: { ...shown().User, UserStatus: 'UNCONFIRMED' as const } }],
      ['user name, address, tenant, status', {}],
    ] as const) {
      it(`with another ${other}, it sets no password and does not know what was done`, async () => {
        answerCreation();
        cognito.answer('AdminCreateUser', answer);
        const directory = openTestDirectory();
        const input = creationInput({ ...INPUT, permanent: true, password: { kind: 'given', password: PASSWORD } });
        const change = await createUser(directory, input);
        const error: unknown = await carryOut(directory, [change], AGREED).catch((reason: unknown) => reason);
        const { code, message, mayHaveHappened } = error as AdminError;
        expect([code, message, mayHaveHappened]).to.deep.equal([
          'BAD_RESPONSE',
          `Cognito returned a user with another ${other} when asked to create ${ANA_EMAIL}`,
          true,
        ]);
        expect(cognito.written().map(([operation]) => operation)).to.deep.equal(['AdminCreateUser']);
      });
    }

    for (const [pool, answer] of [
      ['with another case of the address', shown({ email: 'Ana@Example.com' })],
      ['in a pool whose user names are chosen', shown({}, ANA_EMAIL)],
      ['in a pool with passwordless sign-in', { User: { ...shown().User, UserStatus: 'CONFIRMED' as const } }],
    ] as const) {
      it(`accepts a user ${pool}`, async () => {
        answerCreation();
        cognito.answer('AdminCreateUser', answer);
        expect((await create()).error).to.equal(undefined);
      });
    }
  });

  describe('as one of many', () => {
    const read = () => cognito.sent().filter(([operation]) => operation === 'AdminGetUser').length;

    it('verifies the user by the answer to the creation, and reads nothing afterwards', async () => {
      answerCreation();
      cognito.answer('AdminCreateUser', shown());
      const { changed, error } = await create({ isOneOfMany: true });
      // Once for the plan; alone, the user is read once more.
      expect([changed, error, read()]).to.deep.equal([true, undefined, 1]);
    });

    it('is not verified if the answer shows another user than was asked for', async () => {
      answerCreation();
      cognito.answer('AdminCreateUser', shown({ 'custom:role': 'super_admin' }));
      const { error } = await create({ isOneOfMany: true });
      expect(error?.message).to.equal(`${ANA_EMAIL} was written, but now has other values: roles`);
    });

    it('reads the user if a permanent password was set after it', async () => {
      answerCreation(anaAnswer({ status: 'CONFIRMED' }));
      const password = { kind: 'given', password: PASSWORD } as const;
      const { error } = await create({ isOneOfMany: true, permanent: true, password });
      expect([error, read()]).to.deep.equal([undefined, 2]);
    });

    it('looks up a lost answer', async () => {
      answerCreation();
      cognito.answer('AdminCreateUser', lostAnswer());
      expect((await create({ isOneOfMany: true })).warnings).to.deep.equal([
        'the response was lost; a check shows that it was done',
      ]);
    });
  });
});
