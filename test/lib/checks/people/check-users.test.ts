import { expect } from 'chai';

import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import { type CheckedKind, CHECKED_KINDS } from '../../../../src/lib/checks/people/kinds.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { answerAs, check, daysAgo, federated, found, person, type World } from './people.js';

const signedIn = (days: number, EventResponse: 'Pass' | 'Fail' = 'Pass') => ({
  EventType: 'SignIn' as const,
  EventResponse,
  CreationDate: daysAgo(days),
});
const admin = (rest: Parameters<typeof person>[2] = {}) => person(1, { 'custom:role': 'super_admin' }, rest);
const ADMIN = admin().Username!;
const invited = (created: number, updated = created) =>
  person(
    1,
    {},
    {
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      UserCreateDate: daysAgo(created),
      UserLastModifiedDate: daysAgo(updated),
    },
  );

/** For each kind a user, or two, in whom it is found, and the most similar ones in whom it is not. */
const CASES: Readonly<Record<CheckedKind, { readonly fails: World; readonly passes: World }>> = {
  TENANT_MISSING: {
    fails: { users: [person(1, { 'custom:tenant_id': undefined })] },
    passes: { users: [person(1, { 'custom:tenant_id': 'tenant_002' })] },
  },
  TENANT_INVALID: {
    fails: { users: [person(1, { 'custom:tenant_id': 'tenant-002' })] },
    passes: { users: [person(1, { 'custom:tenant_id': 'tenant_002' })] },
  },
  ROLE_MISSING: {
    fails: { users: [person(1, { 'custom:role': ' , ' })] },
    passes: { users: [person(1, { 'custom:role': 'itsm_agent' })] },
  },
  ROLE_UNKNOWN: {
    fails: { users: [person(1, { 'custom:role': 'itsm_agent,boss,chief' })] },
    passes: { users: [person(1, { 'custom:role': ' itsm_agent,' })] },
  },
  DEPARTMENT_INVALID: {
    fails: { users: [person(1, { 'custom:department': 'IT & more' })] },
    passes: { users: [person(1, { 'custom:department': 'dept_it' })] },
  },
  MFA_MISSING: {
    fails: { users: [admin()], factors: ['PASSWORD', 'EMAIL_OTP'] },
    passes: { users: [admin()], factors: ['PASSWORD', 'WEB_AUTHN'] },
  },
  EMAIL_MISSING: {
    fails: { users: [person(1, { email: undefined, email_verified: undefined })] },
    passes: { users: [federated(1, { email: undefined })] },
  },
  EMAIL_NOT_VERIFIED: {
    fails: { users: [person(1, { email_verified: 'false' }, { UserStatus: 'UNCONFIRMED' })] },
    passes: { users: [person(1, {}, { UserStatus: 'UNCONFIRMED' })] },
  },
  EMAIL_CHANGE_PENDING: {
    fails: { users: [person(1, { email_verified: undefined })] },
    passes: { users: [federated(1)] },
  },
  ADDRESS_CASE: {
    fails: { users: [person(1, { email: 'ana@a.example' }), person(2, { email: 'Ana@A.example' })] },
    passes: { users: [person(1, { email: 'ana@a.example' }), person(2, { email: 'anna@a.example' })] },
  },
  SHARED_ADDRESS: {
    fails: { users: [person(1, { email: 'ana@a.example' }), federated(2, { email: 'ANA@a.example' })] },
    passes: { users: [person(1, { email: 'ana@a.example' }), federated(2, { email: 'ana@b.example' })] },
  },
  INVITATION_EXPIRED: { fails: { users: [invited(8)] }, passes: { users: [invited(6)] } },
  INVITATION_MAY_HAVE_EXPIRED: { fails: { users: [invited(30, 6)] }, passes: { users: [invited(6, 2)] } },
  DISABLED_PRIVILEGED: {
    fails: { users: [admin({ Enabled: false })], mfa: { [ADMIN]: ['SOFTWARE_TOKEN_MFA'] } },
    passes: { users: [admin({ Enabled: true })], mfa: { [ADMIN]: ['SOFTWARE_TOKEN_MFA'] } },
  },
  NOT_SIGNED_IN: {
    fails: { users: [person(1)], inactiveDays: 30, events: [signedIn(2, 'Fail'), signedIn(31)] },
    passes: { users: [person(1)], inactiveDays: 30, events: [signedIn(2, 'Fail'), signedIn(29)] },
  },
};

describe('checkUsers', () => {
  const cognito = mockCognito();

  it('has a user that passes and one that fails for every kind', () => {
    expect(Object.keys(CASES).sort()).to.deep.equal([...CHECKED_KINDS].sort());
  });

  for (const [kind, { fails, passes }] of Object.entries(CASES)) {
    it(`finds ${kind} and nothing else, and nothing in a user who is as they should be`, async () => {
      answerAs(cognito, fails);
      const failing = await found(check(fails));
      answerAs(cognito, passes);
      const passing = await found(check(passes));
      expect([failing, passing]).to.deep.equal([[[fails.users.at(-1)!.Username, kind]], []]);
      expect(cognito.written()).to.deep.equal([]);
    });

    it(`finds no ${kind} if it is not wanted`, async () => {
      answerAs(cognito, fails);
      const kinds = CHECKED_KINDS.filter((other) => other !== kind);
      expect(await found(check(fails, { kinds }))).to.deep.equal([]);
    });
  }

  it('lists the pool once, and asks only about users with a privileged role', async () => {
    answerAs(cognito, {
      users: [
        person(1),
        person(2, { 'custom:role': 'itsm_admin' }),
        person(3),
        federated(4, { 'custom:role': 'super_admin' }),
      ],
    });
    const running = check();
    await found(running);
    expect([cognito.sent().map(([operation]) => operation), running.read(), running.checked()]).to.deep.equal([
      ['DescribeUserPool', 'ListUsers', 'ListUsers', 'AdminGetUser', 'AdminGetUserAuthFactors'],
      4,
      4,
    ]);
  });

  describe('of a context with privileged groups', () => {
    const [{ conventions }] = BUILT_IN_CONTEXTS as [(typeof BUILT_IN_CONTEXTS)[number]];
    const inContext = { context: { conventions: { ...conventions, privilegedGroups: ['admins', 'owners'] } } };
    const users = [person(1), person(2), person(3)];
    const [, second, third] = users.map(({ Username = '' }) => Username) as [string, string, string];

    it('finds their members without a second factor, and reads each group once', async () => {
      answerAs(cognito, { users, groups: { admins: [2, 3], owners: [3, 9] }, mfa: { [third]: ['SMS_MFA'] } });
      const running = check({}, inContext);
      const problems = [];
      for await (const { user, problem } of running.problems) problems.push([user.username, problem.found]);
      expect(problems).to.deep.equal([[second, 'admins requires a second factor, and the user has none']]);
      expect(cognito.sent().filter(([operation]) => operation === 'ListUsersInGroup').length).to.equal(2);
    });

    it('reads no group if second factors are not checked', async () => {
      answerAs(cognito, { users });
      await found(check({}, { ...inContext, kinds: ['TENANT_MISSING'] }));
      expect(cognito.sent().filter(([operation]) => operation === 'ListUsersInGroup')).to.deep.equal([]);
    });

    it('says which group does not exist, and checks the members of the other', async () => {
      answerAs(cognito, { users, groups: { owners: [2] } });
      const running = check({}, inContext);
      expect([await found(running), running.gaps()]).to.deep.equal([
        [[second, 'MFA_MISSING']],
        [
          {
            rule: 'MFA_MISSING',
            reason: 'who is in the privileged group admins: no group admins in user pool us-east-1_Sandbox01',
            fix: 'Correct privilegedGroups in the contexts file.',
          },
        ],
      ]);
    });
  });

  it('asks nobody about passkeys who has another second factor, nor in a pool without them', async () => {
    const world = { users: [admin()], mfa: { [ADMIN]: ['SMS_MFA'] } };
    answerAs(cognito, world);
    await found(check());
    answerAs(cognito, { users: [admin()], pool: { UserPoolTier: 'LITE' } });
    const withoutPasskeys = await found(check());
    expect([
      cognito.sent().filter(([operation]) => operation === 'AdminGetUserAuthFactors'),
      withoutPasskeys,
    ]).to.deep.equal([[], [[ADMIN, 'MFA_MISSING']]]);
  });

  it('asks for what was wanted and no more', async () => {
    answerAs(cognito, { users: [admin(), person(2), person(3, { email: 'USER2@tenant-one.example' })] });
    await found(check({ inactiveDays: 10 }, { kinds: ['TENANT_MISSING'] }));
    expect(cognito.sent().map(([operation]) => operation)).to.deep.equal([
      'DescribeUserPool',
      'ListUsers',
      'ListUsers',
    ]);
  });

  it('names the earlier user of a shared address, and says what the difference is', async () => {
    const texts: string[] = [];
    const one = person(1, { email: 'ana@a.example' });
    for (const [other, CaseSensitive] of [
      [person(2, { email: 'Ana@a.example' }), true],
      [person(2, { email: 'Ana@a.example' }), false],
      [federated(2, { email: 'ana@a.example' }), true],
      [federated(2, { email: 'Ana@a.example' }), true],
    ] as const) {
      answerAs(cognito, { users: [one, other], pool: { UsernameConfiguration: { CaseSensitive } } });
      for await (const { problem } of check().problems) texts.push(problem.found);
    }
    const name = `another user, ${one.Username}, has`;
    expect(texts).to.deep.equal([
      `${name} ana@a.example: this pool is case-sensitive, so the spelling decides who signs in`,
      `${name} the same address as ana@a.example`,
      `${name} the same address`,
      `${name} the same address as ana@a.example`,
    ]);
  });

  it('takes nobody for a twin of themselves, if a page repeats a user', async () => {
    answerAs(cognito, { users: [person(1), person(2), person(1)] });
    expect(await found(check())).to.deep.equal([]);
  });

  it('reports no shared address with a user who was deleted or has another address by now', async () => {
    const users = [person(1, { email: 'ana@a.example' }), person(2, { email: 'ANA@a.example' })];
    for (const now of [[], [person(1, { email: 'other@a.example' })]]) {
      answerAs(cognito, { users });
      cognito.answer('ListUsers', ({ Filter }) => ({ Users: Filter === undefined ? users : now }));
      expect(await found(check())).to.deep.equal([]);
    }
  });

  describe('in a tenant', () => {
    const here = person(1, { 'custom:tenant_id': 'tenant_001', email: 'ana@a.example', 'custom:role': 'boss' });
    const there = person(2, { 'custom:tenant_id': 'tenant_002', email: 'ANA@a.example', 'custom:role': 'boss' });

    it('checks the users of this tenant alone, and reveals no shared address of another', async () => {
      for (const users of [
        [here, there],
        [there, here],
      ]) {
        answerAs(cognito, { users });
        const running = check({}, { tenant: 'tenant_001' });
        expect([await found(running), running.read(), running.checked()]).to.deep.equal([
          [[here.Username, 'ROLE_UNKNOWN']],
          2,
          1,
        ]);
      }
    });

    it('names nobody who is in another tenant by now', async () => {
      const moved = person(1, {
        'custom:tenant_id': 'tenant_002',
        email: 'ana@a.example',
        'custom:role': 'super_admin',
      });
      const before = person(1, { email: 'ana@a.example', 'custom:role': 'super_admin' });
      const twin = person(3, { email: 'Ana@a.example' });
      answerAs(cognito, { users: [moved] });
      cognito.answer('ListUsers', ({ Filter }) => ({ Users: Filter === undefined ? [before, twin] : [moved] }));
      expect(await found(check({}, { tenant: 'tenant_001' }))).to.deep.equal([]);
    });
  });

  it('skips users who are deleted meanwhile, and counts them', async () => {
    const world = { users: [admin(), person(2, { 'custom:role': 'boss' })], inactiveDays: 30 };
    answerAs(cognito, world);
    cognito.answer('AdminGetUser', serviceError('UserNotFoundException'));
    cognito.answer('AdminListUserAuthEvents', serviceError('UserNotFoundException'));
    const running = check(world);
    expect([await found(running), running.read(), running.checked(), running.deleted()]).to.deep.equal([[], 2, 0, 2]);
  });

  it('reports a role by what AdminGetUser shows, which is current', async () => {
    answerAs(cognito, { users: [admin()] });
    cognito.answer('AdminGetUser', { ...person(1), UserAttributes: person(1).Attributes } as never);
    expect(await found(check())).to.deep.equal([]);
  });

  describe('without a permission', () => {
    const denied = serviceError('AccessDeniedException', 'Not you.');
    const privileged = (number: number) => person(number, { 'custom:role': 'super_admin,boss' });

    it('does not check second factors, says of how many users, and asks once', async () => {
      answerAs(cognito, { users: [1, 2, 3, 4, 5].map(privileged) });
      cognito.answer('AdminGetUser', denied);
      const running = check();
      const kinds = new Set((await found(running)).map(([, rule]) => rule));
      expect([[...kinds], running.gaps()]).to.deep.equal([
        ['ROLE_UNKNOWN'],
        [
          {
            rule: 'MFA_MISSING',
            users: 5,
            reason: 'not allowed to call AdminGetUser on user pool us-east-1_Sandbox01: Not you',
            fix: 'Run the check with credentials that allow the call, or omit the rule with --skip.',
          },
        ],
      ]);
      // Those of the first page were in progress at the same time.
      expect(cognito.sent().filter(([operation]) => operation === 'AdminGetUser').length).to.equal(2);
    });

    it('does not call a factor missing that may be a passkey', async () => {
      answerAs(cognito, { users: [admin()] });
      cognito.answer('AdminGetUserAuthFactors', denied);
      const running = check();
      expect([await found(running), running.gaps().map(({ rule, users }) => [rule, users])]).to.deep.equal([
        [],
        [['MFA_MISSING', 1]],
      ]);
    });

    it('does not check invitations, but the rest, if the pool cannot be described', async () => {
      answerAs(cognito, { users: [invited(30), person(2, { 'custom:role': 'boss' })] });
      cognito.answer('DescribeUserPool', denied);
      const running = check();
      expect([await found(running), running.gaps().map(({ rule }) => rule)]).to.deep.equal([
        [[person(2).Username, 'ROLE_UNKNOWN']],
        ['INVITATION_EXPIRED'],
      ]);
    });
  });

  describe('with inactive days', () => {
    const asked = () => cognito.sent().filter(([operation]) => operation === 'AdminListUserAuthEvents').length;

    it('reports once that a pool records no sign-ins, and asks nobody', async () => {
      const world = { users: [person(1), person(2), person(3)], inactiveDays: 30 };
      answerAs(cognito, { ...world, pool: { UserPoolAddOns: undefined } });
      const running = check(world);
      expect([await found(running), running.gaps(), asked()]).to.deep.equal([
        [],
        [
          {
            rule: 'NOT_SIGNED_IN',
            reason: 'the user pool records sign-ins only with threat protection, which is off',
            fix: 'Turn on threat protection in the user pool, or omit --inactive.',
          },
        ],
        0,
      ]);
      answerAs(cognito, world);
      cognito.answer('AdminListUserAuthEvents', serviceError('UserPoolAddOnNotEnabledException'));
      const refused = check(world);
      await found(refused);
      expect([refused.gaps().length, asked()]).to.deep.equal([1, 2]);
    });

    it('leaves out who is younger, disabled, or invited, and reads no further than necessary', async () => {
      const users = [
        person(1, {}, { UserCreateDate: daysAgo(29) }),
        person(2, {}, { Enabled: false }),
        invited(6),
        person(4),
      ];
      const world = { users, inactiveDays: 30 };
      answerAs(cognito, world);
      cognito.answer('AdminListUserAuthEvents', { AuthEvents: [signedIn(3, 'Fail'), signedIn(31)], NextToken: 'more' });
      expect([await found(check(world)), asked()]).to.deep.equal([[[person(4).Username, 'NOT_SIGNED_IN']], 1]);
    });

    it('takes no federated user for inactive, since their sign-ins may not be recorded, and says so', async () => {
      const world = { users: [federated(1), federated(2), person(3)], inactiveDays: 30 };
      answerAs(cognito, world);
      const running = check(world);
      expect([await found(running), running.gaps(), asked()]).to.deep.equal([
        [[person(3).Username, 'NOT_SIGNED_IN']],
        [
          {
            rule: 'NOT_SIGNED_IN',
            users: 2,
            reason: 'threat protection may not record the sign-ins of federated users',
            fix: 'Check at the identity provider who signs in, and remove people there.',
          },
        ],
        1,
      ]);
    });

    it('finds a sign-in on a later page of events', async () => {
      const world = { users: [person(1)], inactiveDays: 30 };
      answerAs(cognito, world);
      const failures = Array.from({ length: 60 }, () => signedIn(1, 'Fail'));
      cognito.answer(
        'AdminListUserAuthEvents',
        { AuthEvents: failures, NextToken: 'more' },
        { AuthEvents: [signedIn(2)] },
      );
      expect([await found(check(world)), asked()]).to.deep.equal([[], 2]);
    });
  });

  it('throws the error of a page after the findings of those before', async () => {
    const users = [1, 2].map((number) => person(number, { 'custom:role': 'boss' }));
    answerAs(cognito, { users });
    cognito.answer(
      'ListUsers',
      { Users: users, PaginationToken: 'more' },
      serviceError('InternalErrorException', 'It broke.', { httpStatusCode: 500 }),
    );
    const [rules, unhandled]: [string[], unknown[]] = [[], []];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', onUnhandled);
    const error = await rejection(
      (async () => {
        for await (const { problem } of check().problems) {
          rules.push(problem.rule);
          // The next page fails meanwhile, and must not end the process.
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      })(),
    );
    process.off('unhandledRejection', onUnhandled);
    expect([rules, error.code, unhandled]).to.deep.equal([['ROLE_UNKNOWN', 'ROLE_UNKNOWN'], 'SERVICE_FAILED', []]);
  });

  it('checks a directory of hostile texts without failing', async () => {
    const texts = [
      '',
      ' ',
      '\u0000\u001b[31m\n',
      '\u202egnp.exe\u202c',
      '\ud800',
      'x'.repeat(2_048),
      '=cmd|calc',
      "'; rm -rf /",
      '--yes',
      'constructor,__proto__',
      '👩‍💻,,'.repeat(200),
    ];
    const names = ['email', 'email_verified', 'custom:tenant_id', 'custom:role', 'custom:department', 'sub'];
    const users = texts.flatMap((text, at) => [
      ...names.map((name, column) => person(at * 10 + column, { [name]: text })),
      person(at * 10 + 8, Object.fromEntries(names.map((name) => [name, text]))),
      { ...person(at * 10 + 9), Username: text === '' ? 'nobody' : text },
    ]);
    answerAs(cognito, { users: [...users, { Username: 'bare' }, {}] });
    const running = check();
    const rules = new Set((await found(running)).map(([, rule]) => rule));
    expect([running.checked(), [...rules].sort()]).to.deep.equal([
      users.length + 2,
      [
        'DEPARTMENT_INVALID',
        'EMAIL_CHANGE_PENDING',
        'EMAIL_MISSING',
        'ROLE_MISSING',
        'ROLE_UNKNOWN',
        'TENANT_INVALID',
        'TENANT_MISSING',
      ],
    ]);
  });
});
