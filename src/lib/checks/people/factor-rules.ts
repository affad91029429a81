import { privilegedRoles } from '../../conventions/roles.js';
import type { Conventions } from '../../model/conventions.js';
import type { User } from '../../model/user.js';
import type { UserPool } from '../../model/user-pool.js';
import type { Kinds, Person, Problem, Rule } from './user-finding.js';

export const FACTOR_KINDS = {
  MFA_PREFERENCE: {
    severity: 'medium',
    expected: 'the preferred factor is turned on',
    why: 'The sign-in asks for a factor that the user cannot give.',
  },
  MFA_PHONE: {
    severity: 'medium',
    expected: 'a user with SMS codes has a phone number',
    why: 'The sign-in asks for a code that is never sent.',
  },
  MFA_ON: {
    severity: 'note',
    expected: 'the user has the second factor at hand',
    why: 'Without it the user cannot sign in.',
  },
  MFA_MISSING: {
    severity: 'high',
    expected: 'a user with a privileged role or group has a second factor: TOTP, SMS, email or a passkey',
    why: 'A stolen password alone gives control of the platform. MFA is optional in the pool, so it depends on each user.',
  },
  NO_FIRST_FACTOR: {
    severity: 'medium',
    expected: 'the user has a password or another first factor',
    why: 'A sign-in has nothing to start with.',
  },
} as const satisfies Kinds;

export const secondFactorRule: Rule = ({ user, word, pool }) => {
  // While MFA is off in the pool, a sign-in asks for no factor, registered or not.
  if (pool?.MfaConfiguration === 'OFF') return undefined;
  const { methods, preferred } = user.mfa;
  const problems: Problem[] = [];
  const fix = 'Reset the factors, so that the user registers one at the next sign-in.';
  const command = `users reset-mfa ${word}`;
  if (preferred !== null && !methods.includes(preferred)) {
    const found = `the preferred factor ${preferred} is not turned on`;
    problems.push({ rule: 'MFA_PREFERENCE', blocks: true, found, fix, command });
  }
  if (methods.includes('SMS_MFA') && user.attributes.phone_number === undefined) {
    const found = 'codes are sent by SMS, and the user has no phone number';
    problems.push({ rule: 'MFA_PHONE', blocks: true, found, fix, command });
  }
  if (methods.length > 0) {
    problems.push({
      rule: 'MFA_ON',
      blocks: false,
      found: `the sign-in asks for a second factor: ${methods.join(', ')}`,
      fix: 'If the user has lost it, reset it.',
      command,
    });
  }
  return problems;
};

/** Why it is unknown whether a user has a passkey. */
export const PASSKEYS_UNREAD = 'AdminGetUserAuthFactors, which shows passkeys, is not allowed or not available';

/**
 * The second factors that a user has registered: those that the sign-in asks for, and a passkey, which replaces them.
 *
 * @param factors as `signInFactors` returns them; `undefined` if they were not read
 * @returns `undefined` if the user may have a passkey that was not read, and has no other factor
 */
export function registeredFactors(
  methods: readonly string[],
  factors: readonly string[] | undefined,
  pool: UserPool | undefined,
): readonly string[] | undefined {
  if (factors?.includes('WEB_AUTHN') === true) return [...methods, 'WEB_AUTHN'];
  return factors === undefined && methods.length === 0 && hasPasskeys(pool) ? undefined : methods;
}

/** Passkeys take the tier Essentials or Plus (API reference, UserPoolTierType). */
function hasPasskeys(pool: UserPool | undefined): boolean {
  return pool?.UserPoolTier !== 'LITE';
}

/**
 * The roles and groups for which a user must have a second factor. The identity provider is responsible for that of a
 * federated user.
 *
 * @param groups those of the user that count as privileged roles
 */
export function rolesWithFactor(
  { roles, status }: User,
  conventions: Conventions,
  groups: readonly string[],
): readonly string[] {
  return status === 'EXTERNAL_PROVIDER' ? [] : [...privilegedRoles(roles, conventions), ...groups];
}

export const privilegedFactorRule: Rule<Person> = ({ user, conventions, privilegedGroups, pool, secondFactors }) => {
  const privileged = rolesWithFactor(user, conventions, privilegedGroups);
  if (privileged.length === 0 || secondFactors === undefined || secondFactors.length > 0) return undefined;
  return {
    rule: 'MFA_MISSING',
    blocks: false,
    found: `${privileged.join(', ')} requires a second factor, and the user has none`,
    fix:
      pool?.MfaConfiguration === 'OFF'
        ? 'Turn MFA on in the pool: sf-admin pool set --mfa optional --mfa-totp on. Then have the user register a TOTP factor.'
        : 'Have the user register a TOTP factor after signing in.',
  };
};

/** What a sign-in can start with (API reference, ConfiguredUserAuthFactors). */
const FIRST_FACTORS = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

export const firstFactorRule: Rule = ({ user, word, factors }) => {
  if (factors === undefined || user.status !== 'CONFIRMED') return undefined;
  if (factors.some((factor) => FIRST_FACTORS.includes(factor))) return undefined;
  return {
    rule: 'NO_FIRST_FACTOR',
    blocks: true,
    found: 'the user has no password, nor any other factor to start a sign-in with',
    fix: 'Set a password.',
    command: `users reset-password ${word} --temporary --generate-password`,
  };
};
