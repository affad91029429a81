import { privilegedRoles } from '../conventions/roles.js';
import type { Problem, Rule } from './user-finding.js';

export const factors: Rule = ({ user, word, directory, pool }) => {
  const { methods, preferred } = user.mfa;
  const problems: Problem[] = [];
  const fix = 'Clear the factors, so that the user registers one at the next sign-in.';
  const command = `users reset-mfa ${word}`;
  if (preferred !== null && !methods.includes(preferred)) {
    problems.push({
      rule: 'MFA_PREFERENCE',
      blocks: true,
      found: `the preferred factor ${preferred} is not turned on`,
      fix,
      command,
    });
  }
  if (methods.includes('SMS_MFA') && user.attributes.phone_number === undefined) {
    problems.push({
      rule: 'MFA_PHONE',
      blocks: true,
      found: 'codes go by SMS, and the user has no phone number',
      fix,
      command,
    });
  }
  if (methods.length > 0) {
    problems.push({
      rule: 'MFA_ON',
      blocks: false,
      found: `a second factor is asked for: ${methods.join(', ')}`,
      fix: 'Where it is lost, remove it.',
      command,
    });
  }
  const privileged = privilegedRoles(user.roles, directory.conventions);
  // A federated user's second factor is the provider's.
  if (methods.length === 0 && privileged.length > 0 && user.status !== 'EXTERNAL_PROVIDER') {
    problems.push({
      rule: 'MFA_MISSING',
      blocks: false,
      found: `${privileged.join(', ')} demands a second factor, and there is none`,
      fix:
        pool?.MfaConfiguration === 'OFF'
          ? 'Turn MFA on in the pool: sf-admin pool check.'
          : 'Have the user register a TOTP factor after signing in.',
    });
  }
  return problems;
};

/** What a sign-in can start with (API reference, ConfiguredUserAuthFactors). */
const FIRST_FACTORS = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'];

export const firstFactor: Rule = ({ user, word, factors: configured }) => {
  if (configured === undefined || user.status !== 'CONFIRMED') return [];
  if (configured.some((factor) => FIRST_FACTORS.includes(factor))) return [];
  return [
    {
      rule: 'NO_FIRST_FACTOR',
      blocks: true,
      found: 'the user has no password, nor anything else to start a sign-in with',
      fix: 'Give a password.',
      command: `users reset-password ${word} --temporary --generate-password`,
    },
  ];
};
