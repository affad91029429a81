import { expect } from 'chai';
import { importHeader } from '../../../../src/lib/sandbox/imports/import-file.js';
import { importRow } from '../../../../src/lib/sandbox/imports/import-row.js';
import { UserIndex } from '../../../../src/lib/sandbox/state/lookup.js';
import { Sandbox } from '../harness.js';
import { row, type Row } from '../import-jobs.js';

const IDA = 'ida.one@tenant-one.example';
const NONE_VERIFIED =
  'The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).';

function resultOf(sandbox: Sandbox, values: Row) {
  const { pool, time } = sandbox;
  const columns = importHeader(pool);
  const text = columns.map((column) => values[column] ?? '').join(',');
  return importRow({ pool, index: new UserIndex(pool), columns, time }, { text });
}

function userOf(sandbox: Sandbox, values: Row) {
  const result = resultOf(sandbox, values);
  if (!('user' in result)) throw new Error(result.message);
  return result.user;
}

describe('importRow', () => {
  const failures: [string, Row, string][] = [
    ['has no verified address', row(IDA, { email_verified: 'false' }), NONE_VERIFIED],
    [
      'verifies an address that the pool does not',
      row(IDA, { email_verified: '', phone_number: '+15550100', phone_number_verified: 'true' }),
      NONE_VERIFIED,
    ],
    ['has no user name', row(IDA, { 'cognito:username': '' }), 'cognito:username is blank.'],
    ['has a space in the user name', row('ida one@x.example'), 'cognito:username contains a space or a tab.'],
    ['has a user name that is not an address', row('ida', { email: '' }), 'Username should be an email.'],
    [
      'has a user name other than its address',
      row(IDA, { email: 'jan@x.example' }),
      'The username and the email attribute must be the same address.',
    ],
    ['has an invalid boolean', row(IDA, { email_verified: 'yes' }), NONE_VERIFIED],
    [
      'has an invalid number',
      row(IDA, { updated_at: 'now' }),
      'Attributes did not conform to the schema: updated_at: Attribute value must be a number.',
    ],
    [
      'has a value that is too long',
      row(IDA, { name: 'x'.repeat(2049) }),
      'Attributes did not conform to the schema: name: String must be no longer than 2048 characters.',
    ],
    ['has a birthdate in another order', row(IDA, { birthdate: '1985-02-01' }), 'birthdate must be mm/dd/yyyy.'],
    [
      'has an invalid MFA value',
      row(IDA, { 'cognito:mfa_enabled': 'maybe' }),
      'cognito:mfa_enabled must be true, false or blank.',
    ],
    [
      'has quotation marks around a comma',
      row(IDA, { name: '"One, Ida"' }),
      'The row has 26 values, but the header has 25.',
    ],
  ];
  for (const [what, values, message] of failures) {
    it(`fails a row that ${what}`, () => {
      expect(resultOf(new Sandbox(), values)).to.deep.equal({ outcome: 'FAILED', message });
    });
  }

  it('fails a row with a blank required attribute', () => {
    const sandbox = new Sandbox();
    sandbox.pool.schema.find(({ Name }) => Name === 'name')!.Required = true;
    expect(resultOf(sandbox, row(IDA))).to.deep.equal({
      outcome: 'FAILED',
      message: 'Attributes did not conform to the schema: name: The attribute is required',
    });
  });

  for (const [setting, value, message] of [
    ['ON', 'false', 'cognito:mfa_enabled is false, but the user pool requires MFA.'],
    ['OFF', 'TRUE', 'cognito:mfa_enabled is true, but the user pool has no MFA.'],
  ] as const) {
    it(`fails a row that contradicts MFA ${setting} of the pool`, () => {
      const sandbox = new Sandbox();
      sandbox.pool.settings.MfaConfiguration = setting;
      expect(resultOf(sandbox, row(IDA, { 'cognito:mfa_enabled': value }))).to.deep.equal({
        outcome: 'FAILED',
        message,
      });
    });
  }

  it('trims values, and accepts booleans in upper case', () => {
    const { attributes } = userOf(new Sandbox(), row(IDA, { name: '  Ida ', email_verified: ' TRUE' }));
    expect(attributes).to.include({ name: 'Ida', email_verified: 'true' });
  });

  it('confirms the user in a pool with sign-in by code', () => {
    const sandbox = new Sandbox();
    sandbox.pool.settings.Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } };
    expect(userOf(sandbox, row(IDA)).status).to.equal('CONFIRMED');
  });

  it('turns SMS on as second factor if the row says so and has a number', () => {
    const values = row(IDA, { 'cognito:mfa_enabled': 'true', phone_number: '+15550100' });
    expect(userOf(new Sandbox(), values).mfa).to.deep.equal({ methods: ['SMS_MFA'] });
  });

  it('keeps the user name of the row in a pool with user names', () => {
    const sandbox = new Sandbox();
    delete sandbox.pool.settings.UsernameAttributes;
    sandbox.pool.settings.AliasAttributes = ['email'];
    expect(userOf(sandbox, row(IDA, { 'cognito:username': 'ida' })).username).to.equal('ida');
  });
});
