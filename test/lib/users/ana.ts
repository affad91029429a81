import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { type MockAnswer, serviceError } from '../cognito/cognito-mock.js';

/** The user of most tests: native, enabled, confirmed, an agent in tenant_001. */
export const ANA = '11111111-1111-4111-8111-111111111111';
export const ANA_EMAIL = 'ana@example.com';

export interface AnaOptions {
  readonly username?: string;
  readonly status?: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED' | 'EXTERNAL_PROVIDER';
  readonly enabled?: boolean;
  /** Added to Ana's own; `undefined` removes one. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** The answer of AdminGetUser for Ana. */
export function anaAnswer({
  username = ANA,
  status = 'CONFIRMED',
  enabled = true,
  attributes = {},
}: AnaOptions = {}): MockAnswer<'AdminGetUser'> {
  const all: Record<string, string | undefined> = {
    sub: ANA,
    email: ANA_EMAIL,
    email_verified: 'true',
    'custom:tenant_id': 'tenant_001',
    'custom:role': 'itsm_agent',
    ...attributes,
  };
  return {
    Username: username,
    UserAttributes: Object.entries(all).flatMap(([Name, Value]) => (Value === undefined ? [] : [{ Name, Value }])),
    UserCreateDate: new Date('2026-01-01T00:00:00Z'),
    UserLastModifiedDate: new Date('2026-02-01T00:00:00Z'),
    Enabled: enabled,
    UserStatus: status,
  };
}

/** Answers of AdminGetUser in a pool in which Ana is the only user: nobody has another name or address. */
export function anaAlone(options: AnaOptions = {}): (input: Record<string, unknown>) => MockAnswer<'AdminGetUser'> {
  const answer = anaAnswer(options);
  const email = answer.UserAttributes?.find(({ Name }) => Name === 'email')?.Value;
  return ({ Username }) => {
    if (Username === answer.Username || Username === email) return answer;
    throw serviceError('UserNotFoundException', 'User does not exist.');
  };
}

/** The answer of DescribeUserPool: a short schema with an attribute of every kind, and StackFlow's password policy. */
export const POOL_ANSWER: MockAnswer<'DescribeUserPool'> = {
  UserPool: {
    Id: SANDBOX_POOL_ID,
    SchemaAttributes: [
      { Name: 'sub', AttributeDataType: 'String', Mutable: false, Required: true },
      { Name: 'email', AttributeDataType: 'String', Mutable: true, Required: true },
      { Name: 'email_verified', AttributeDataType: 'Boolean', Mutable: true, Required: false },
      text('given_name'),
      text('family_name'),
      text('locale'),
      text('zoneinfo'),
      text('custom:tenant_id'),
      text('custom:role'),
      text('custom:department'),
      { ...text('custom:employee_no'), Mutable: false },
    ],
    Policies: {
      PasswordPolicy: {
        MinimumLength: 12,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
    },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: 'verified_email' }] },
  },
};

function text(Name: string) {
  return {
    Name,
    AttributeDataType: 'String' as const,
    Mutable: true,
    Required: false,
    StringAttributeConstraints: { MinLength: '0', MaxLength: '64' },
  };
}
