import type { AuthEventType, UserPoolType, UserType } from '@aws-sdk/client-cognito-identity-provider';

import { type CheckedKind, CHECKED_KINDS } from '../../../../src/lib/checks/people/kinds.js';
import { checkUsers, type UsersCheck } from '../../../../src/lib/checks/people/check-users.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { type CognitoMock, type MockAnswer, serviceError } from '../../cognito/cognito-mock.js';
import { POOL_ANSWER } from '../../users/ana.js';

/** The time of the checks. The users were made and changed a year before. */
export const NOW = new Date('2026-03-01T12:00:00Z');
export const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

/** What differs from a pool in which every user is as they should be. */
export interface World {
  readonly users: readonly UserType[];
  /** Second factors by user name, as AdminGetUser returns them. */
  readonly mfa?: Readonly<Record<string, readonly string[]>>;
  /** What AdminGetUserAuthFactors returns for every user. */
  readonly factors?: readonly string[];
  /** What AdminListUserAuthEvents returns for every user. */
  readonly events?: readonly AuthEventType[];
  readonly pool?: Partial<UserPoolType>;
  /** The numbers of the users in each group. */
  readonly groups?: Readonly<Record<string, readonly number[]>>;
  readonly inactiveDays?: number;
}

/** The numbered user, with whom nothing is the matter: an agent of tenant_001. An attribute that is undefined is missing. */
export function person(
  number: number,
  attributes: Readonly<Record<string, string | undefined>> = {},
  rest: Partial<UserType> = {},
): UserType {
  const sub = `5af10000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const all: Record<string, string | undefined> = {
    sub,
    email: `user${number}@tenant-one.example`,
    email_verified: 'true',
    'custom:tenant_id': 'tenant_001',
    'custom:role': 'itsm_agent',
    ...attributes,
  };
  return {
    Username: sub,
    Attributes: Object.entries(all).flatMap(([Name, Value]) => (Value === undefined ? [] : [{ Name, Value }])),
    UserCreateDate: daysAgo(365),
    UserLastModifiedDate: daysAgo(365),
    Enabled: true,
    UserStatus: 'CONFIRMED',
    ...rest,
  };
}

export const federated = (number: number, attributes = {}): UserType =>
  person(
    number,
    { email_verified: undefined, ...attributes },
    {
      Username: `AzureAD_person-${number}`,
      UserStatus: 'EXTERNAL_PROVIDER',
    },
  );

/** Answers as a pool with these users does, two on a page. */
export function answerAs(cognito: CognitoMock, world: World): void {
  const { users, mfa = {}, factors = ['PASSWORD'], events = [], pool = {}, groups = {} } = world;
  const settings: Partial<UserPoolType> = {
    MfaConfiguration: 'OPTIONAL',
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    ...pool,
  };
  cognito.answer('DescribeUserPool', { UserPool: { ...POOL_ANSWER.UserPool, ...settings } });
  cognito.answer('ListUsers', ({ Filter, PaginationToken = '0' }) => {
    const sub = /^sub = "(.*)"$/.exec(String(Filter))?.[1];
    if (sub !== undefined) return { Users: users.filter((user) => attribute(user, 'sub') === sub) };
    const end = Number(PaginationToken) + 2;
    return {
      Users: users.slice(end - 2, end),
      ...(end < users.length ? { PaginationToken: String(end) } : {}),
    };
  });
  cognito.answer('AdminGetUser', ({ Username }) => {
    const user = users.find((one) => one.Username === Username);
    if (user === undefined) throw serviceError('UserNotFoundException');
    const { Attributes: UserAttributes, ...rest } = user;
    return { ...rest, UserAttributes, UserMFASettingList: mfa[String(Username)] } as MockAnswer<'AdminGetUser'>;
  });
  cognito.answer('AdminGetUserAuthFactors', ({ Username }) => ({
    Username: String(Username),
    ConfiguredUserAuthFactors: [...factors] as 'PASSWORD'[],
  }));
  cognito.answer('ListUsersInGroup', ({ GroupName }) => {
    const members = groups[String(GroupName)];
    if (members === undefined) throw serviceError('ResourceNotFoundException', 'Group not found.');
    return { Users: members.map((number) => person(number)) };
  });
  cognito.answer('AdminListUserAuthEvents', { AuthEvents: [...events] });
}

export function attribute({ Attributes = [] }: UserType, name: string): string | undefined {
  return Attributes.find(({ Name }) => Name === name)?.Value;
}

/** Starts a check of everything, or of these kinds. */
export function check(
  { inactiveDays }: Pick<World, 'inactiveDays'> = {},
  options: TestDirectoryOptions & { readonly kinds?: readonly CheckedKind[] } = {},
): UsersCheck {
  const kinds = new Set<string>(options.kinds ?? CHECKED_KINDS);
  return checkUsers(openTestDirectory(options), { kinds, inactiveDays, now: NOW });
}

/** Runs a check to its end: each user with the kind that was found. */
export async function found(running: UsersCheck): Promise<readonly (readonly [username: string, rule: string])[]> {
  const problems: [string, string][] = [];
  for await (const { user, problem } of running.problems) problems.push([user.username, problem.rule]);
  return problems;
}
