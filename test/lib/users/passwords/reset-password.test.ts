import { inspect } from 'node:util';
import { expect } from 'chai';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { outcomeJson } from '../../../../src/lib/changes/change-view.js';
import { planLines } from '../../../../src/lib/changes/plan-lines.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { resetPassword, type ResetPasswordInput } from '../../../../src/lib/users/passwords/reset-password.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { lostAnswer, type MockAnswer, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { mockUsers } from '../mock-users.js';
import { ANA, ANA_EMAIL, anaAnswer, type AnaOptions, POOL_ANSWER } from '../ana.js';

const PASSWORD = 'Correct-Horse-9-Battery';
const GIVEN = { kind: 'given', password: PASSWORD } as const;
const ON_ANA = { UserPoolId: SANDBOX_POOL_ID, Username: ANA };
const WEAK = 'weak-and-lower-case';

describe('resetPassword', () => {
  const cognito = mockUsers();

  function answer(...states: AnaOptions[]) {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    cognito.answerByWrites('AdminGetUser', ...states.map((state) => anaAnswer(state)));
    cognito.answer('AdminSetUserPassword', {});
    cognito.answer('AdminResetUserPassword', {});
  }

  type HowTo =
    { readonly mode: 'send-code' } | Pick<Exclude<ResetPasswordInput, { mode: 'send-code' }>, 'mode' | 'password'>;

  async function reset(how: HowTo, options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const change = await resetPassword(directory, { user: ANA_EMAIL, ...how });
    const [outcome] = await carryOut(directory, [change], options);
    return unrecorded(outcome!);
  }

  it('sets a temporary password', async () => {
    answer({}, { status: 'FORCE_CHANGE_PASSWORD' });
    const outcome = await reset({ mode: 'temporary', password: GIVEN });
    expect(outcome).to.deep.equal({
      plan: {
        operation: 'users.reset-password',
        target: { kind: 'user', id: ANA, sub: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
        fields: [
          { field: 'password', before: '(hidden)', after: 'another', unreadable: true },
          { field: 'status', before: 'CONFIRMED', after: 'FORCE_CHANGE_PASSWORD' },
        ],
        irreversible: 'The current password cannot be restored.',
        doneMessage: `Set a temporary password for ${ANA_EMAIL}.`,
        unchangedMessage: '',
        notes: ['It is valid for 7 days, and has to be changed at the first sign-in.'],
      },
      changed: true,
      dryRun: false,
      requestIds: ['AdminSetUserPassword-1'],
      warnings: [],
    });
    expect(cognito.written()).to.deep.equal([
      ['AdminSetUserPassword', { ...ON_ANA, Password: PASSWORD, Permanent: false }],
    ]);
  });

  it('sets a permanent password, even for a user who has one', async () => {
    answer({});
    const outcome = await reset({ mode: 'permanent', password: GIVEN });
    expect([outcome.changed, outcome.plan.doneMessage, outcome.plan.notes]).to.deep.equal([
      true,
      `Set a permanent password for ${ANA_EMAIL}.`,
      [],
    ]);
    expect(cognito.written()).to.deep.equal([
      ['AdminSetUserPassword', { ...ON_ANA, Password: PASSWORD, Permanent: true }],
    ]);
  });

  it('says that a disabled user still cannot sign in', async () => {
    answer({ enabled: false });
    const { plan } = await reset({ mode: 'permanent', password: GIVEN });
    expect(plan.notes).to.deep.equal([
      `${ANA_EMAIL} is disabled and still cannot sign in. To enable: sf-admin users enable ${ANA_EMAIL}`,
    ]);
  });

  it('shows a generated password once, and it is the one that was sent', async () => {
    answer({});
    const outcome = await reset({ mode: 'permanent', password: { kind: 'generate' } });
    expect(outcomeJson(outcome).password).to.equal(cognito.written()[0]![1].Password);
  });

  it('keeps the password out of the plan, the outcome, its JSON and its text', async () => {
    answer({});
    const directory = openTestDirectory();
    const input = { user: ANA_EMAIL, mode: 'permanent', password: GIVEN } as const;
    const change = await resetPassword(directory, input);
    const [outcome] = await carryOut(directory, [change], AGREED);
    const everything = [
      inspect(change, { depth: Infinity, showHidden: true }),
      inspect(outcome, { depth: Infinity, showHidden: true }),
      JSON.stringify([change, outcome, outcomeJson(outcome!)]),
      planLines(change),
    ];
    expect(everything.join('\n')).to.not.include(PASSWORD);
  });

  it('keeps the password out of every error', async () => {
    const errors = [
      serviceError('InvalidPasswordException', 'Password did not conform with policy'),
      serviceError('PasswordHistoryPolicyViolationException'),
      serviceError('InternalErrorException'),
      lostAnswer(),
    ];
    for (const error of errors) {
      answer({});
      cognito.answer('AdminSetUserPassword', error);
      const thrown: unknown = await reset({ mode: 'permanent', password: GIVEN }).catch((reason: unknown) => reason);
      expect(inspect(thrown, { depth: Infinity, showHidden: true })).to.not.include(PASSWORD);
    }
  });

  it("checks a given password against the pool's policy before it writes", async () => {
    answer({});
    const password = { kind: 'given', password: WEAK } as const;
    const refusal = await rejection(reset({ mode: 'permanent', password }));
    expect(refusal).to.deep.equal({
      code: 'INVALID_PASSWORD',
      message: "the password does not satisfy the user pool's policy",
      hint: 'It needs an upper-case letter, a digit. To generate one: --generate-password',
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('asks for a password once, after checking that the user can have one', async () => {
    const asked: string[] = [];
    const prompter = {
      password: (message: string) => {
        asked.push(message);
        return Promise.resolve(PASSWORD);
      },
    };
    const how: HowTo = { mode: 'permanent', password: { kind: 'asked', prompter } };
    answer({ status: 'EXTERNAL_PROVIDER' });
    expect((await rejection(reset(how))).code).to.equal('FEDERATED_USER');
    expect(asked).to.deep.equal([]);

    answer({});
    await reset(how);
    expect(asked).to.deep.equal([`New password for ${ANA_EMAIL}`]);
    expect(cognito.written()[0]![1].Password).to.equal(PASSWORD);
  });

  it('shows a generated password that was set even if the user is not as planned', async () => {
    answer({}, { status: 'RESET_REQUIRED' });
    const outcome = await reset({ mode: 'permanent', password: { kind: 'generate' } });
    expect([outcome.error?.code, outcome.password]).to.deep.equal(['NOT_VERIFIED', cognito.written()[0]![1].Password]);
  });

  it('refuses a password or a code for a federated user', async () => {
    const ways: HowTo[] = [
      { mode: 'temporary', password: GIVEN },
      { mode: 'permanent', password: GIVEN },
      { mode: 'send-code' },
    ];
    for (const how of ways) {
      answer({ status: 'EXTERNAL_PROVIDER' });
      expect(await rejection(reset(how))).to.deep.equal({
        code: 'FEDERATED_USER',
        message: `${ANA_EMAIL} signs in through an identity provider and has no password here`,
        hint: 'Reset it at the provider. A password here would disconnect the user from it.',
      });
    }
    expect(cognito.written()).to.deep.equal([]);
  });

  it('asks nothing, except for the address in a protected context', async () => {
    answer({}, { status: 'FORCE_CHANGE_PASSWORD' });
    await reset({ mode: 'temporary', password: GIVEN }, NOBODY);

    answer({});
    const { options, asked } = somebody(false);
    const declined = reset({ mode: 'permanent', password: GIVEN }, options, { context: { protected: true } });
    expect((await rejection(declined)).code).to.equal('CANCELLED');
    expect(asked).to.deep.equal([
      `users reset-password ${ANA_EMAIL} in context sandbox (protected). Type ${ANA_EMAIL} to continue: [${ANA_EMAIL}]`,
    ]);
    expect(cognito.written()).to.have.length(1);
  });

  it('reports an unknown result if the answer to setting a password was lost', async () => {
    answer({});
    cognito.answer('AdminSetUserPassword', lostAnswer());
    const { code, hint } = await rejection(reset({ mode: 'permanent', password: GIVEN }));
    expect([code, hint]).to.deep.equal([
      'TIMEOUT',
      `It is not known whether it was done. Check before you repeat it: sf-admin users show ${ANA_EMAIL}`,
    ]);
  });

  it('shows a generated password that was set, even if reading the user back fails', async () => {
    answer({});
    cognito.answerByWrites('AdminGetUser', anaAnswer(), serviceError('TooManyRequestsException'));
    const outcome = await reset({ mode: 'permanent', password: { kind: 'generate' } });
    expect(outcome.password).to.equal(cognito.written()[0]![1].Password);
    expect(outcome.warnings).to.deep.equal([
      'it was done, but could not be read back: Cognito kept throttling AdminGetUser, despite retries',
    ]);
  });

  it('writes nothing in a dry run', async () => {
    answer({});
    const outcome = await reset({ mode: 'temporary', password: { kind: 'generate' } }, DRY_RUN);
    expect([outcome.dryRun, outcome.password]).to.deep.equal([true, undefined]);
    expect(cognito.written()).to.deep.equal([]);
  });

  describe('by a code', () => {
    it('has Cognito send a code', async () => {
      answer({}, { status: 'RESET_REQUIRED' });
      const { plan } = await reset({ mode: 'send-code' });
      expect([plan.doneMessage, plan.fields]).to.deep.equal([
        `Sent ${ANA_EMAIL} a code to choose a password with.`,
        [
          { field: 'password', before: '(hidden)', after: 'to be chosen by the user', unreadable: true },
          { field: 'status', before: 'CONFIRMED', after: 'RESET_REQUIRED' },
        ],
      ]);
      expect(cognito.written()).to.deep.equal([['AdminResetUserPassword', ON_ANA]]);
    });

    it('accepts a verified phone number if the address is not verified', async () => {
      const attributes = { email_verified: 'false', phone_number_verified: 'true' };
      answer({ attributes }, { attributes, status: 'RESET_REQUIRED' });
      expect((await reset({ mode: 'send-code' })).changed).to.equal(true);
    });

    it('is refused for a disabled user, with how to enable them', async () => {
      answer({ enabled: false });
      expect(await rejection(reset({ mode: 'send-code' }))).to.deep.equal({
        code: 'USER_STATE',
        message: `no code can be sent to ${ANA_EMAIL}: the user is disabled`,
        hint: `Enable the user first: sf-admin users enable ${ANA_EMAIL}`,
      });
      expect(cognito.written()).to.deep.equal([]);
    });

    const CANNOT: [string, AnaOptions, MockAnswer<'DescribeUserPool'>][] = [
      ['the user still has to change a temporary password', { status: 'FORCE_CHANGE_PASSWORD' }, POOL_ANSWER],
      ['neither the email nor a phone number is verified', { attributes: { email_verified: 'false' } }, POOL_ANSWER],
      [
        'the user pool lets only administrators recover accounts',
        {},
        {
          UserPool: {
            Id: SANDBOX_POOL_ID,
            AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'admin_only' }] },
          },
        },
      ],
    ];
    for (const [problem, user, pool] of CANNOT) {
      it(`is refused if ${problem}`, async () => {
        answer(user);
        cognito.answer('DescribeUserPool', pool);
        expect(await rejection(reset({ mode: 'send-code' }))).to.deep.equal({
          code: 'USER_STATE',
          message: `no code can be sent to ${ANA_EMAIL}: ${problem}`,
          hint: `Set a temporary password instead: sf-admin users reset-password ${ANA_EMAIL} --temporary --generate-password`,
        });
        expect(cognito.written()).to.deep.equal([]);
      });
    }
  });
});
