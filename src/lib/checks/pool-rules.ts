import { CHARACTER_CLASSES } from '../conventions/password.js';
import type { Conventions } from '../model/conventions.js';
import { attributeRules, isCaseSensitive, passwordPolicy, type UserPool } from '../model/user-pool.js';
import type { Finding } from './finding.js';

/** The shortest password that StackFlow's pool accepts. */
const MINIMUM_LENGTH = 12;

type Problem = Omit<Finding, 'subject'>;

/** StackFlow's rules that a pool breaks; docs/runbook.md lists them ("Check the pool"). */
export function poolFindings(pool: UserPool, conventions: Conventions): Finding[] {
  const subject = `user pool ${pool.Id}`;
  const problems = [...signInProblems(pool), ...passwordProblems(pool), ...attributeProblems(pool, conventions)];
  return problems.map((problem) => ({ ...problem, subject }));
}

function signInProblems(pool: UserPool): Problem[] {
  const hasMfa = pool.MfaConfiguration === 'OPTIONAL' || pool.MfaConfiguration === 'ON';
  const problems = [
    pool.UsernameAttributes?.includes('email') !== true && {
      rule: 'EMAIL_SIGN_IN',
      found: 'users do not sign in with their email',
      fix: 'This cannot change after the pool is created. Check that it is the right pool: sf-admin whoami',
    },
    isCaseSensitive(pool) && {
      rule: 'CASE_INSENSITIVE',
      found: 'two addresses that differ only in case are two users',
      fix: 'This cannot change after the pool is created: it takes a new pool.',
    },
    !hasMfa && {
      rule: 'MFA_AVAILABLE',
      found: 'MFA is off, so no user can have a second factor',
      fix: 'Set MFA to optional, with TOTP, in the AWS console: privileged roles require it.',
    },
  ];
  return problems.filter((problem) => problem !== false);
}

function passwordProblems(pool: UserPool): Problem[] {
  const policy = passwordPolicy(pool);
  const missing = [
    ...(policy.minimumLength < MINIMUM_LENGTH ? [`at least ${MINIMUM_LENGTH} characters`] : []),
    ...CHARACTER_CLASSES.filter(({ setting }) => !policy[setting]).map(({ words }) => words),
  ];
  if (missing.length === 0) return [];
  return [
    {
      rule: 'PASSWORD_POLICY',
      found: `the password policy does not require ${missing.join(', ')}`,
      fix: "Change the pool's password policy in the AWS console. Existing passwords are not affected.",
    },
  ];
}

/** The schema must have every attribute that the conventions write, and let it change after creation. */
function attributeProblems(pool: UserPool, { customAttributes }: Conventions): Problem[] {
  const schema = new Map(attributeRules(pool).map((rule) => [rule.name, rule]));
  return customAttributes.flatMap((name): Problem | [] => {
    const rule = schema.get(name);
    if (rule === undefined) {
      return {
        rule: 'CUSTOM_ATTRIBUTE_MISSING',
        found: `the schema has no ${name}`,
        fix: `Add ${name} (String, mutable) in the AWS console. It cannot be removed again.`,
      };
    }
    if (rule.mutable) return [];
    return {
      rule: 'CUSTOM_ATTRIBUTE_IMMUTABLE',
      found: `${name} cannot change once a user exists`,
      fix: 'This cannot change after the attribute is created: it takes a new pool.',
    };
  });
}
