import { expect } from 'chai';
import fc from 'fast-check';
import { ALL_POOL_SETTINGS, setPool } from '../../../src/lib/pool/set-pool.js';
import { POOL_SETTINGS } from '../../../src/lib/pool/settings/pool-settings.js';
import { TRIGGERS } from '../../../src/lib/pool/settings/trigger-settings.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { DRY_RUN, NOBODY } from '../changes/agreement.js';
import { mockCognito, serviceError } from '../cognito/cognito-mock.js';
import { withEndpoint } from '../cognito/fake-endpoint.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { POOL_VALUES, TRIGGER_VALUES } from './settings/pool-values.js';
import { askedFor, described, moved, openPool, set, tagged, trySet } from './settings/sandbox-pool.js';

/** Arbitrary pools for each setting: more with POOL_RUNS=20. */
const RUNS = Number(process.env.POOL_RUNS ?? 1);

const ALL = [...POOL_VALUES, ...TRIGGER_VALUES];

const PRE_SIGN_UP = 'arn:aws:lambda:us-east-1:000000000000:function:Check';

describe('setPool on an arbitrary pool', () => {
  const folder = temporaryFolder();
  const anySetting = fc
    .constantFrom(...ALL)
    .chain(({ flag, values }) => fc.constantFrom(...values).map((text) => askedFor(flag, text)));
  const anyPool = fc.array(anySetting, { maxLength: 4 });

  for (const { flag, values, moves, after } of ALL) {
    it(`moves ${flag} and no other setting`, () => {
      return fc.assert(
        fc.asyncProperty(anyPool, async (others) => {
          const directory = openPool(folder.path('data'));
          for (const other of others) await trySet(directory, [other]);
          await set(
            directory,
            (after ?? []).map(([name, text]) => askedFor(name, text)),
          );
          const changed: (boolean | undefined)[] = [];
          for (const text of values) {
            const before = await described(directory);
            const outcome = await trySet(directory, [askedFor(flag, text)]);
            const paths = moved(before, await described(directory));
            const wrong = paths.filter((path) => !moves.some((allowed) => path.startsWith(allowed)));
            expect({ text, wrong, error: outcome?.error }).to.deep.equal({ text, wrong: [], error: undefined });
            expect(paths.length > 0).to.equal(outcome?.changed ?? false);
            changed.push(outcome?.changed);
          }
          // The edits before may contradict a value: mail as a second factor needs SES, for instance.
          if (others.length === 0 || !changed.includes(undefined)) expect(changed).to.include(true);
        }),
        // The first is as it was seeded: a fault in the edits before would hide itself.
        { numRuns: RUNS + 1, examples: [[[]]] },
      );
    });
  }

  it('has a flag for every setting but the password history, which the sandbox does not model', () => {
    const flags = POOL_SETTINGS.map(({ flag }) => flag);
    expect(flags).to.have.members([...POOL_VALUES.map(({ flag }) => flag), 'password-history']);
    expect(Object.keys(TRIGGERS)).to.have.members(TRIGGER_VALUES.map(({ flag }) => flag));
  });

  it('has each setting once', () => {
    const fields = ALL_POOL_SETTINGS.map(({ field }) => field);
    expect(fields).to.deep.equal([...new Set(fields)]);
  });
});

describe('setPool', () => {
  const folder = temporaryFolder();
  const open = () => openPool(folder.path('data'));

  it('shows the settings that change with the one that was asked for, and writes nothing in a dry run', async () => {
    const directory = open();
    const before = await described(directory);
    const { plan } = await set(directory, [askedFor('mfa', 'off'), askedFor('password-min-length', '14')], DRY_RUN);
    expect(plan).to.deep.include({
      operation: 'pool.set',
      target: { kind: 'pool', id: 'us-east-1_Sandbox01', label: 'stackflow-sandbox', tenantId: null },
      fields: [
        { field: 'passwordPolicy.minimumLength', before: 12, after: 14 },
        { field: 'mfa.mode', before: 'OPTIONAL', after: 'OFF' },
        { field: 'mfa.softwareToken', before: true, after: false },
        { field: 'mfa.sms', before: true, after: false },
      ],
      disruption: 'No user is asked for a second factor any more.',
      doneMessage: 'Changed passwordPolicy.minimumLength, mfa.mode of user pool stackflow-sandbox.',
    });
    expect(moved(before, await described(directory))).to.deep.equal([]);
  });

  it('turns mail off as a factor, with its texts', async () => {
    const directory = open();
    await set(directory, [askedFor('mfa-email-message', 'Your code: {####}')]);
    const { plan, error } = await set(directory, [askedFor('mfa-email', 'off')]);
    expect([plan.fields.map(({ field, after }) => [field, after]), error]).to.deep.equal([
      [
        ['mfa.email', false],
        ['mfa.emailMessage', null],
      ],
      undefined,
    ]);
  });

  it('writes nothing if the settings are already so', async () => {
    const { changed, plan } = await set(open(), [askedFor('deletion-protection', 'on'), askedFor('mfa', 'optional')]);
    expect([changed, plan.unchangedMessage]).to.deep.equal([
      false,
      'User pool stackflow-sandbox already has these settings.',
    ]);
  });

  it('needs a confirmation for what people notice, and none for the rest', async () => {
    const off = set(open(), [askedFor('deletion-protection', 'off')], NOBODY);
    expect((await rejection(off)).code).to.equal('CONFIRMATION_REQUIRED');
    const longer = await set(open(), [askedFor('password-min-length', '14')], NOBODY);
    expect(longer.changed).to.equal(true);
  });

  it('sets and removes tags by key, and keeps the others', async () => {
    const directory = open();
    const { plan } = await set(directory, tagged(['stage=a=b', 'cost=1'], ['no-such-tag']));
    expect(plan.fields).to.deep.equal([
      {
        field: 'tags',
        before: ['team=identity', 'stage=test'],
        after: ['team=identity', 'stage=a=b', 'cost=1'],
        relative: true,
      },
    ]);
    expect((await set(directory, tagged([], ['team', 'cost']))).changed).to.equal(true);
    const { UserPool } = await directory.cognito.call('DescribeUserPool', {});
    expect(UserPool?.UserPoolTags).to.deep.equal({ stage: 'a=b' });
    expect(() => tagged(['stage'])).to.throw('invalid tag "stage"');
  });

  it('is refused for a context that is bound to a tenant', async () => {
    const directory = open();
    const bound = { ...directory, context: { ...directory.context, tenant: 'tenant_001' as const } };
    const { code, message } = await rejection(set(bound, [askedFor('mfa', 'off')]));
    expect([code, message]).to.deep.equal([
      'TENANT_MISMATCH',
      'pool stackflow-sandbox may concern other tenants, but context sandbox is bound to tenant_001',
    ]);
  });
});

describe('setPool and the requests', () => {
  const cognito = mockCognito();
  const folder = temporaryFolder();
  const POOL = {
    Id: 'us-east-1_Sandbox01',
    Name: 'web',
    Arn: 'arn',
    CreationDate: new Date(0),
    UsernameAttributes: ['email' as const],
    SchemaAttributes: [],
    MfaConfiguration: 'ON' as const,
    Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 5 } },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 5 },
    LambdaConfig: { PostConfirmation: PRE_SIGN_UP },
  };
  const MFA = { MfaConfiguration: 'ON' as const, SoftwareTokenMfaConfiguration: { Enabled: true } };
  const directory = () => openTestDirectory({ dataFolder: folder.path('data') });

  it('send every setting that was read, under the names of the update, and call only what is needed', async () => {
    const after = { ...POOL, LambdaConfig: { ...POOL.LambdaConfig, PreSignUp: PRE_SIGN_UP } };
    cognito.answer('DescribeUserPool', { UserPool: POOL }, { UserPool: POOL }, { UserPool: after });
    cognito.answer('GetUserPoolMfaConfig', MFA);
    cognito.answer('UpdateUserPool', {});
    await set(directory(), [askedFor('pre-sign-up', PRE_SIGN_UP)]);
    expect(cognito.written()).to.deep.equal([
      [
        'UpdateUserPool',
        {
          UserPoolId: POOL.Id,
          PoolName: 'web',
          MfaConfiguration: 'ON',
          Policies: POOL.Policies,
          AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
          LambdaConfig: { PreSignUp: PRE_SIGN_UP, PostConfirmation: PRE_SIGN_UP },
        },
      ],
    ]);
  });

  it('accept that the service sets a text under its old name too, but no other text', async () => {
    const withSubject = (EmailVerificationSubject: string) => ({
      UserPool: { ...POOL, VerificationMessageTemplate: { EmailSubject: 'New' }, EmailVerificationSubject },
    });
    const errors = [];
    for (const text of ['New', 'Other']) {
      cognito.answer('DescribeUserPool', { UserPool: POOL }, { UserPool: POOL }, withSubject(text));
      cognito.answer('GetUserPoolMfaConfig', MFA);
      cognito.answer('UpdateUserPool', {});
      errors.push((await set(directory(), [askedFor('verify-subject', 'New')])).error?.message);
    }
    expect(errors).to.deep.equal([undefined, 'web was written, but now has other values: EmailVerificationSubject']);
  });

  it('set the password history, which the sandbox does not model', async () => {
    const PasswordPolicy = { ...POOL.Policies.PasswordPolicy, PasswordHistorySize: 3 };
    const after = { UserPool: { ...POOL, Policies: { PasswordPolicy } } };
    cognito.answer('DescribeUserPool', { UserPool: POOL }, { UserPool: POOL }, after);
    cognito.answer('GetUserPoolMfaConfig', MFA);
    cognito.answer('UpdateUserPool', {});
    const { plan, error } = await set(directory(), [askedFor('password-history', '3')]);
    expect([plan.fields, error]).to.deep.equal([
      [{ field: 'passwordPolicy.historySize', before: null, after: 3 }],
      undefined,
    ]);
    expect(cognito.written()[0]?.[1]).to.have.deep.property('Policies', { PasswordPolicy });
  });

  it('set MFA with all of its factors, after the other settings', async () => {
    const policy = { PasswordPolicy: { ...POOL.Policies.PasswordPolicy, MinimumLength: 9 } };
    const after = { UserPool: { ...POOL, Policies: policy, MfaConfiguration: 'OPTIONAL' as const } };
    cognito.answer('DescribeUserPool', { UserPool: POOL }, { UserPool: POOL }, after);
    cognito.answer('GetUserPoolMfaConfig', MFA, MFA, { ...MFA, MfaConfiguration: 'OPTIONAL' });
    cognito.answer('UpdateUserPool', {});
    cognito.answer('SetUserPoolMfaConfig', {});
    const { requestIds } = await set(directory(), [askedFor('mfa', 'optional'), askedFor('password-min-length', '9')]);
    const [[first], [second, request]] = cognito.written() as [[string, object], [string, object]];
    expect([first, second, requestIds.length]).to.deep.equal(['UpdateUserPool', 'SetUserPoolMfaConfig', 2]);
    expect(request).to.deep.equal({ UserPoolId: POOL.Id, ...MFA, MfaConfiguration: 'OPTIONAL' });
  });

  it('say what was done if only the first of the two succeeds', async () => {
    cognito.answer('DescribeUserPool', { UserPool: POOL });
    cognito.answer('GetUserPoolMfaConfig', MFA);
    cognito.answer('UpdateUserPool', {});
    cognito.answer('SetUserPoolMfaConfig', serviceError('InvalidParameterException', 'No.'));
    const asked = [askedFor('mfa', 'optional'), askedFor('password-min-length', '9')];
    expect(await rejection(set(directory(), asked))).to.deep.equal({
      code: 'PARTIAL',
      message: 'user pool web was updated, but not its MFA: SetUserPoolMfaConfig failed: No',
      hint: 'Run the same command again: it does the rest.',
    });
  });

  it('name another setting that changed with the write', async () => {
    const PasswordPolicy = { ...POOL.Policies.PasswordPolicy, MinimumLength: 9, RequireSymbols: true };
    const after = { ...POOL, LambdaConfig: {}, Policies: { PasswordPolicy } };
    cognito.answer('DescribeUserPool', { UserPool: POOL }, { UserPool: POOL }, { UserPool: after });
    cognito.answer('GetUserPoolMfaConfig', MFA);
    cognito.answer('UpdateUserPool', {});
    const { error } = await set(directory(), [askedFor('password-min-length', '9')]);
    expect([error?.code, error?.message]).to.deep.equal([
      'NOT_VERIFIED',
      'web was written, but now has other values: Policies, LambdaConfig',
    ]);
  });
});

describe('setPool and settings that this SDK does not model', () => {
  const folder = temporaryFolder();

  for (const [where, pool, mfa, named] of [
    ['DescribeUserPool', { FutureSetting: 1 }, {}, 'FutureSetting'],
    ['DescribeUserPool', { Policies: { PasswordPolicy: { Future: true } } }, {}, 'Policies.PasswordPolicy.Future'],
    ['GetUserPoolMfaConfig', {}, { FutureFactor: { Enabled: true } }, 'FutureFactor'],
  ] as const) {
    it(`refuses ${named} in the answer to ${where}, and writes nothing`, () =>
      withEndpoint(
        ({ operation }) => ({
          json:
            operation === 'DescribeUserPool'
              ? { UserPool: { Id: 'us-east-1_Sandbox01', Name: 'web', ...pool } }
              : { MfaConfiguration: 'OFF', ...mfa },
        }),
        async (endpointUrl, seen) => {
          const directory = openTestDirectory({ dataFolder: folder.path('data'), context: { endpointUrl } });
          const { code, message } = await rejection(setPool(directory, [askedFor('deletion-protection', 'on')]));
          expect([code, message]).to.deep.equal([
            'UNMODELLED_SETTING',
            `user pool web has settings that this version of sf-admin does not know: ${named}`,
          ]);
          expect(seen.map(({ operation }) => operation)).to.have.members(['DescribeUserPool', 'GetUserPoolMfaConfig']);
        },
      ));
  }
});
