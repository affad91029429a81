import { defined } from '../../model/defined.js';
import { hashPasswordSync } from '../sign-in/password.js';
import { seedActivity } from './seed-activity.js';
import type { ActivityKind } from './seed-activity.js';
import type { MfaState, PasswordHash, UserState, UserStatus } from '../state/state.js';

/** How many users the sandbox starts with. */
export const SEEDED_USERS = 20;

/** The password of every seeded user who has a permanent one: documented, for rehearsals. */
export const DEMO_PASSWORD = 'Sandbox-Demo-2026!';

/** The temporary password of every seeded user who must change theirs. */
export const DEMO_TEMPORARY_PASSWORD = 'Welcome-Demo-2026!';

interface Person {
  readonly given: string;
  readonly family: string;
  readonly tenant: 1 | 2 | 3;
  readonly roles: string;
  readonly department?: string;
  readonly status?: UserStatus;
  readonly disabled?: true;
  readonly totp?: true;
  /** A verified number, and SMS as the second factor. */
  readonly sms?: string;
  /** A new address that they have yet to confirm. */
  readonly unverified?: true;
  readonly activity?: ActivityKind;
  readonly nameless?: true;
  /** Days since the temporary password was set; the pool lets them live for 7. */
  readonly invitedDaysAgo?: number;
}

const DAY_MS = 86_400_000;

const TENANTS = {
  1: { id: 'tenant_001', domain: 'tenant-one.example' },
  2: { id: 'tenant_002', domain: 'tenant-two.example' },
  3: { id: 'tenant_003', domain: 'tenant-three.example' },
} as const;

/** Every status and role over three tenants; a few disabled, some with a second factor, some with gaps. */
const PEOPLE: readonly Person[] = [
  { given: 'Ana', family: 'Silva', tenant: 1, roles: 'itsm_admin', department: 'dept_it', totp: true },
  { given: 'Ben', family: 'Carter', tenant: 1, roles: 'itsm_agent', department: 'dept_it' },
  { given: 'Chloe', family: 'Dubois', tenant: 1, roles: 'itsm_agent', department: 'dept_support' },
  {
    given: 'David',
    family: 'Okafor',
    tenant: 1,
    roles: 'cloud_admin',
    department: 'dept_cloud',
    activity: 'two devices',
  },
  {
    given: 'Emma',
    family: 'Larsen',
    tenant: 1,
    roles: 'itsm_agent',
    status: 'FORCE_CHANGE_PASSWORD',
    invitedDaysAgo: 2,
  },
  {
    given: 'Felix',
    family: 'Braun',
    tenant: 1,
    roles: 'itsm_agent',
    department: 'dept_support',
    status: 'RESET_REQUIRED',
  },
  {
    given: 'Grace',
    family: 'Kim',
    tenant: 1,
    roles: 'itsm_agent,itsm_admin',
    department: 'dept_it',
    disabled: true,
  },
  { given: 'Hugo', family: 'Martin', tenant: 1, roles: 'itsm_agent', status: 'UNCONFIRMED', nameless: true },
  {
    given: 'Ines',
    family: 'Costa',
    tenant: 2,
    roles: 'super_admin',
    department: 'dept_security',
    totp: true,
  },
  { given: 'Jonas', family: 'Weber', tenant: 2, roles: 'itsm_admin', department: 'dept_it' },
  {
    given: 'Katya',
    family: 'Novak',
    tenant: 2,
    roles: 'itsm_agent',
    department: 'dept_support',
    sms: '+351210000011',
  },
  {
    given: 'Liam',
    family: "O'Brien",
    tenant: 2,
    roles: 'itsm_agent',
    status: 'FORCE_CHANGE_PASSWORD',
    invitedDaysAgo: 30,
  },
  {
    given: 'Mei',
    family: 'Tanaka',
    tenant: 2,
    roles: 'itsm_agent',
    department: 'dept_finance',
    status: 'EXTERNAL_PROVIDER',
  },
  {
    given: 'Noah',
    family: 'Schmidt',
    tenant: 2,
    roles: 'cloud_admin',
    department: 'dept_cloud',
    totp: true,
    disabled: true,
  },
  { given: 'Olga', family: 'Petrova', tenant: 2, roles: 'itsm_agent', nameless: true },
  { given: 'Pedro', family: 'Álvarez', tenant: 3, roles: 'itsm_agent', department: 'dept_support' },
  {
    given: 'Quinn',
    family: 'Murphy',
    tenant: 3,
    roles: 'itsm_admin,cloud_admin',
    department: 'dept_it',
    totp: true,
  },
  { given: 'Rosa', family: 'Bianchi', tenant: 3, roles: 'itsm_agent', unverified: true },
  {
    given: 'Sam',
    family: 'Nguyen',
    tenant: 3,
    roles: 'itsm_agent',
    department: 'dept_cloud',
    status: 'UNCONFIRMED',
    disabled: true,
  },
  {
    given: 'Tara',
    family: 'Iyer',
    tenant: 3,
    roles: 'super_admin',
    department: 'dept_security',
    activity: 'managed login',
  },
];

/** The first `count` users of the sandbox, by user name; beyond the twenty people, numbered ones of the same kinds. */
export function seedUsers(count: number, now: Date): Record<string, UserState> {
  // One hash for all who share a password: thousands of users must not cost thousands of hashes.
  const permanent = hashPasswordSync(DEMO_PASSWORD, 'stackflow-demo-1');
  const temporary = hashPasswordSync(DEMO_TEMPORARY_PASSWORD, 'stackflow-demo-2');
  const users = Array.from({ length: count }, (_, index) => {
    const person = PEOPLE[index] ?? numbered(index);
    return userFrom(person, index, now.getTime(), { permanent, temporary });
  });
  return Object.fromEntries(users.map((user) => [user.username, user]));
}

function numbered(index: number): Person {
  const tenants = [1, 2, 3] as const;
  const roles = ['itsm_agent', 'itsm_agent', 'itsm_agent', 'itsm_admin', 'cloud_admin'];
  const statuses = ['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD'] as const;
  return {
    given: 'User',
    family: String(index + 1).padStart(5, '0'),
    tenant: tenants[index % tenants.length] ?? 1,
    roles: roles[index % roles.length] ?? 'itsm_agent',
    status: statuses[index % statuses.length] ?? 'CONFIRMED',
    department: 'dept_support',
    ...(index % 17 === 0 ? { disabled: true } : {}),
  };
}

function userFrom(
  person: Person,
  index: number,
  now: number,
  passwords: { permanent: PasswordHash; temporary: PasswordHash },
): UserState {
  const status = person.status ?? 'CONFIRMED';
  const sub = `5af10000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
  const tenant = TENANTS[person.tenant];
  const email = `${localPart(person)}@${tenant.domain}`;
  const invited = now - (person.invitedDaysAgo ?? 1) * DAY_MS;
  // Spread over half a year; nobody was changed before they were made.
  const createdAt = status === 'FORCE_CHANGE_PASSWORD' ? invited : now - (180 - (index % 120)) * DAY_MS;
  return {
    username: status === 'EXTERNAL_PROVIDER' ? `AzureAD_${email}` : sub,
    attributes: {
      email,
      email_verified: String(status !== 'UNCONFIRMED' && person.unverified !== true),
      ...(person.sms === undefined ? {} : { phone_number: person.sms, phone_number_verified: 'true' }),
      ...(person.nameless ? {} : { given_name: person.given, family_name: person.family }),
      'custom:tenant_id': tenant.id,
      'custom:role': person.roles,
      ...defined({ 'custom:department': person.department }),
      'custom:employee_no': `E${String(index + 1).padStart(5, '0')}`,
      ...(status === 'EXTERNAL_PROVIDER' ? { identities: identities(email, createdAt) } : {}),
      sub,
    },
    enabled: person.disabled !== true,
    status,
    createdAt,
    modifiedAt: status === 'FORCE_CHANGE_PASSWORD' ? invited : createdAt + 20 * DAY_MS,
    ...passwordOf(status, invited, passwords),
    mfa: secondFactor(person),
    refreshTokens: {},
    ...(person.activity === undefined ? {} : seedActivity(person.activity, now)),
  };
}

function secondFactor({ totp, sms }: Person): MfaState {
  const factor = totp ? 'SOFTWARE_TOKEN_MFA' : sms === undefined ? undefined : 'SMS_MFA';
  return factor === undefined ? { methods: [] } : { preferred: factor, methods: [factor] };
}

function passwordOf(
  status: UserStatus,
  invited: number,
  { permanent, temporary }: { permanent: PasswordHash; temporary: PasswordHash },
): Pick<UserState, 'password' | 'temporarySince'> {
  if (status === 'FORCE_CHANGE_PASSWORD') return { password: temporary, temporarySince: invited };
  return status === 'CONFIRMED' || status === 'UNCONFIRMED' ? { password: permanent } : {};
}

/** What Cognito keeps of a federated user's account at their own provider. */
function identities(email: string, linkedAt: number): string {
  const dateCreated = String(linkedAt);
  return JSON.stringify([
    {
      userId: email,
      providerName: 'AzureAD',
      providerType: 'SAML',
      issuer: null,
      primary: true,
      dateCreated,
    },
  ]);
}

function localPart({ given, family }: Person): string {
  const plain = `${given}.${family}`.normalize('NFD').replaceAll(/[^A-Za-z0-9.]/g, '');
  return plain.toLowerCase();
}
