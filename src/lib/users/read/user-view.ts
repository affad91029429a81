import { identityText, type User, type UserDetail, userLabel } from '../../model/user.js';
import type { UserWithGroups } from './find-user.js';
import type { CardField, CardView, ListView } from '../../output/view.js';
import type { ConsoleSubject } from '../../text/console-url.js';

/*
 * How users are shown. This is where a user's JSON is made: `json` below prints a `User` of `model/user.ts` as it is, so
 * the names of that type's fields, which `model/user.ts` maps from the SDK's answer, are the JSON contract.
 */

const subject = ({ username }: User): ConsoleSubject => ({ kind: 'user', username });

/** Users as rows of a table, CSV or JSON. The keys are the JSON contract (docs/json.md). */
export const userList: ListView<User> = {
  columns: [
    { key: 'username', header: 'username', value: ({ username }) => username, isWhole: true, subject },
    { key: 'sub', header: 'sub', value: ({ sub }) => sub, isWhole: true },
    { key: 'email', header: 'email', value: ({ email }) => email, isWhole: true, subject },
    { key: 'emailVerified', header: 'verified', value: ({ emailVerified }) => emailVerified },
    { key: 'givenName', header: 'given name', value: ({ givenName }) => givenName },
    { key: 'familyName', header: 'family name', value: ({ familyName }) => familyName },
    { key: 'tenantId', header: 'tenant', value: ({ tenantId }) => tenantId },
    { key: 'roles', header: 'roles', value: ({ roles }) => roles },
    { key: 'department', header: 'department', value: ({ department }) => department },
    { key: 'enabled', header: 'enabled', value: ({ enabled }) => enabled },
    { key: 'status', header: 'status', value: ({ status }) => status },
    { key: 'createdAt', header: 'created', value: ({ createdAt }) => createdAt, isTime: true },
    { key: 'updatedAt', header: 'updated', value: ({ updatedAt }) => updatedAt, isTime: true },
  ],
  tableColumns: ['email', 'tenantId', 'roles', 'status', 'enabled'],
  id: ({ username }) => username,
  json: (user) => user,
};

/** One user, with the MFA settings and further attributes that only AdminGetUser returns. */
export const userCard: CardView<UserDetail> = {
  fields: (user) => userFields(user),
  id: userList.id,
  json: (user) => user,
};

/** One user with their groups and identities. */
export const userWithGroupsCard: CardView<UserWithGroups> = {
  fields: ({ groups, identities, ...user }) =>
    userFields(
      // The section of other attributes would repeat them as JSON.
      identities === null ? user : { ...user, attributes: without(user.attributes, 'identities') },
      {
        label: 'groups',
        value: groups === null ? 'unknown: listing them is not allowed' : groups.join(', ') || 'none',
      },
      {
        label: 'identities',
        value:
          identities === null
            ? 'unknown: Cognito lists them in another form'
            : identities.map(identityText).join(', ') || 'none',
      },
    ),
  id: userList.id,
  json: (user) => user,
};

function without(attributes: UserDetail['attributes'], name: string): UserDetail['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name));
}

function userFields(user: UserDetail, ...memberships: readonly CardField[]): CardField[] {
  return [
    { section: userLabel(user) },
    { label: 'tenant', value: user.tenantId },
    { label: 'roles', value: user.roles.join(', ') || null },
    { label: 'department', value: user.department },
    { label: 'enabled', value: user.enabled },
    { label: 'status', value: user.status },
    { label: 'email verified', value: user.emailVerified },
    { label: 'given name', value: user.givenName },
    { label: 'family name', value: user.familyName },
    { label: 'MFA', value: user.mfa.methods.length === 0 ? 'none' : mfaText(user) },
    ...memberships,
    { label: 'username', value: user.username, subject: subject(user) },
    { label: 'sub', value: user.sub },
    { label: 'created', value: user.createdAt, isTime: true },
    { label: 'updated', value: user.updatedAt, isTime: true },
    ...(Object.keys(user.attributes).length === 0 ? [] : [{ section: 'Other attributes' }]),
    ...Object.entries(user.attributes).map(([label, value]) => ({ label, value })),
  ];
}

function mfaText({ mfa }: UserDetail): string {
  return mfa.methods.map((method) => (method === mfa.preferred ? `${method} (preferred)` : method)).join(', ');
}
