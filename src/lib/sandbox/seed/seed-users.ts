import { defined } from '../../model/defined.js';
import { hashPasswordSync } from '../sign-in/password.js';
import type { MfaState, PasswordHash, UserState, UserStatus } from '../state/state.js';
import { type ActivityKind, DAY_MS, seedActivity } from './seed-activity.js';

/** The number of users that the sandbox starts with. */
export const SEEDED_USERS = 20;

/** The password of all seeded users with a permanent one; docs/sandbox.md lists it. */
export const DEMO_PASSWORD = 'Sandbox-Demo-2026!';

/** The temporary password of all seeded users who must change theirs. */
export const DEMO_TEMPORARY_PASSWORD = 'Welcome-Demo-2026!';

interface Person {
  /** Given and family name. */
  readonly name: string;
  readonly roles: string;
  readonly department?: string;
  readonly status?: UserStatus;
  readonly disabled?: true;
  readonly totp?: true;
  /** A verified phone number, with SMS as the second factor. */
  readonly sms?: string;
  /** The email address is not verified. */
  readonly unverified?: true;
  readonly activity?: ActivityKind;
  /** Is in the group of the seed. */
  readonly operator?: true;
  /** Without given_name and family_name. */
  readonly unnamed?: true;
  /** Days since the temporary password was set; the pool's limit is 7. */
  readonly invitedDaysAgo?: number;
}

/** The group of the seed. */
export const OPERATORS = 'operators';

const TENANTS = [
  { id: 'tenant_001', domain: 'tenant-one.example' },
  { id: 'tenant_002', domain: 'tenant-two.example' },
  { id: 'tenant_003', domain: 'tenant-three.example' },
] as const;

type Tenant = (typeof TENANTS)[number];

/** By tenant: all statuses and roles; a few disabled, some with a second factor, some with missing attributes. */
const PEOPLE: readonly (readonly Person[])[] = [
  [
    { name: 'Ana Silva', roles: 'itsm_admin', department: 'dept_it', totp: true },
    { name: 'Ben Carter', roles: 'itsm_agent', department: 'dept_it' },
    { name: 'Chloe Dubois', roles: 'itsm_agent', department: 'dept_support' },
    { name: 'David Okafor', roles: 'cloud_admin', department: 'dept_cloud', activity: 'two devices', operator: true },
    { name: 'Emma Larsen', roles: 'itsm_agent', status: 'FORCE_CHANGE_PASSWORD', invitedDaysAgo: 2 },
    { name: 'Felix Braun', roles: 'itsm_agent', department: 'dept_support', status: 'RESET_REQUIRED' },
    { name: 'Grace Kim', roles: 'itsm_agent,itsm_admin', department: 'dept_it', disabled: true },
    { name: 'Hugo Martin', roles: 'itsm_agent', status: 'UNCONFIRMED', unnamed: true },
  ],
  [
    { name: 'Ines Costa', roles: 'super_admin', department: 'dept_security', totp: true },
    { name: 'Jonas Weber', roles: 'itsm_admin', department: 'dept_it', operator: true },
    { name: 'Katya Novak', roles: 'itsm_agent', department: 'dept_support', sms: '+351210000011' },
    { name: "Liam O'Brien", roles: 'itsm_agent', status: 'FORCE_CHANGE_PASSWORD', invitedDaysAgo: 30 },
    { name: 'Mei Tanaka', roles: 'itsm_agent', department: 'dept_finance', status: 'EXTERNAL_PROVIDER' },
    { name: 'Noah Schmidt', roles: 'cloud_admin', department: 'dept_cloud', totp: true, disabled: true },
    { name: 'Olga Petrova', roles: 'itsm_agent', unnamed: true },
  ],
  [
    { name: 'Pedro Álvarez', roles: 'itsm_agent', department: 'dept_support' },
    { name: 'Quinn Murphy', roles: 'itsm_admin,cloud_admin', department: 'dept_it', totp: true },
    { name: 'Rosa Bianchi', roles: 'itsm_agent', unverified: true },
    { name: 'Sam Nguyen', roles: 'itsm_agent', department: 'dept_cloud', status: 'UNCONFIRMED', disabled: true },
    { name: 'Tara Iyer', roles: 'super_admin', department: 'dept_security', activity: 'hosted UI' },
  ],
];

/** Hashed once: thousands of users, and the many sandboxes of a test, must not need as many hashes. */
let passwords: Passwords | undefined;

/** The first `count` users of the sandbox by user name: the people above, then numbered users of similar kinds. */
export function seedUsers(count: number, now: Date): Record<string, UserState> {
  passwords ??= {
    permanent: hashPasswordSync(DEMO_PASSWORD, 'stackflow-demo-1'),
    temporary: hashPasswordSync(DEMO_TEMPORARY_PASSWORD, 'stackflow-demo-2'),
  };
  const hashed = passwords;
  const people = TENANTS.flatMap((tenant, at) => PEOPLE[at]?.map((person) => ({ ...person, tenant })) ?? []);
  const users = Array.from({ length: count }, (_, index) => {
    const person = people[index] ?? numbered(index);
    return userFrom(person, index, now.getTime(), hashed);
  });
  return Object.fromEntries(users.map((user) => [user.username, user]));
}

type Passwords = Record<'permanent' | 'temporary', PasswordHash>;

function numbered(index: number): Person & { tenant: Tenant } {
  const roles = ['itsm_agent', 'itsm_agent', 'itsm_agent', 'itsm_admin', 'cloud_admin'];
  const statuses = ['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD'] as const;
  return {
    name: `User ${String(index + 1).padStart(5, '0')}`,
    tenant: TENANTS[index % TENANTS.length] ?? TENANTS[0],
    roles: roles[index % roles.length] ?? 'itsm_agent',
    status: statuses[index % statuses.length] ?? 'CONFIRMED',
    department: 'dept_support',
    ...(index % 17 === 0 ? { disabled: true } : {}),
  };
}

function userFrom(person: Person & { tenant: Tenant }, index: number, now: number, passwords: Passwords): UserState {
  const status = person.status ?? 'CONFIRMED';
  const sub = `5af10000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
  const [given = '', family = ''] = person.name.split(' ');
  const email = `${localPart(person.name)}@${person.tenant.domain}`;
  const invited = now - (person.invitedDaysAgo ?? 1) * DAY_MS;
  // Spread over half a year, so that listings by date are realistic.
  const createdAt = status === 'FORCE_CHANGE_PASSWORD' ? invited : now - (180 - (index % 120)) * DAY_MS;
  return {
    username: status === 'EXTERNAL_PROVIDER' ? `AzureAD_${email}` : sub,
    attributes: {
      email,
      email_verified: String(status !== 'UNCONFIRMED' && person.unverified !== true),
      ...(person.sms !== undefined && { phone_number: person.sms, phone_number_verified: 'true' }),
      ...(!person.unnamed && { given_name: given, family_name: family }),
      'custom:tenant_id': person.tenant.id,
      'custom:role': person.roles,
      ...defined({ 'custom:department': person.department }),
      'custom:employee_no': `E${String(index + 1).padStart(5, '0')}`,
      ...(status === 'EXTERNAL_PROVIDER' && { identities: identities(email, createdAt) }),
      sub,
    },
    enabled: person.disabled !== true,
    status,
    createdAt,
    modifiedAt: status === 'FORCE_CHANGE_PASSWORD' ? invited : createdAt + 20 * DAY_MS,
    ...passwordOf(status, invited, passwords),
    mfa: secondFactor(person),
    refreshTokens: {},
    ...(person.operator && { groups: [OPERATORS] }),
    ...(person.activity && seedActivity(person.activity, now)),
  };
}

function secondFactor({ totp, sms }: Person): MfaState {
  const factor = totp ? 'SOFTWARE_TOKEN_MFA' : sms === undefined ? undefined : 'SMS_MFA';
  return factor === undefined ? { methods: [] } : { preferred: factor, methods: [factor] };
}

function passwordOf(
  status: UserStatus,
  invited: number,
  { permanent, temporary }: Passwords,
): Pick<UserState, 'password' | 'temporarySince'> {
  if (status === 'FORCE_CHANGE_PASSWORD') return { password: temporary, temporarySince: invited };
  return status === 'CONFIRMED' || status === 'UNCONFIRMED' ? { password: permanent } : {};
}

/** The `identities` attribute of a federated user. */
function identities(email: string, linkedAt: number): string {
  const provider = { providerName: 'AzureAD', providerType: 'SAML', issuer: null };
  return JSON.stringify([{ userId: email, ...provider, primary: true, dateCreated: String(linkedAt) }]);
}

function localPart(name: string): string {
  return name
    .replace(' ', '.')
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9.]/g, '')
    .toLowerCase();
}
