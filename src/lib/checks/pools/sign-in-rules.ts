import type { PoolRule } from './pool-rule.js';

export const SELF_SIGN_UP: PoolRule = {
  rule: 'SELF_SIGN_UP',
  severity: 'high',
  expected: 'self sign-up passes the pre sign-up trigger, or is off',
  why: "The trigger checks the domain of a new user's email against the approved list.",
  find: ({ spec }) => {
    if (spec.adminCreateUserOnly === true || spec.triggers?.preSignUp !== undefined) return undefined;
    return {
      found: 'people can sign up by themselves, and no pre sign-up trigger checks them',
      fix: 'Turn self sign-up off, or attach the trigger: sf-admin pool set --trigger pre-sign-up=ARN',
      command: 'pool set --self-sign-up off',
    };
  },
};

export const RECOVERY_BY_SMS: PoolRule = {
  rule: 'RECOVERY_BY_SMS',
  severity: 'medium',
  expected: 'an account is not recovered by SMS first',
  why: 'A phone number can be taken over (SIM swapping), and with it the account.',
  find: ({ spec }) => {
    const ways = spec.accountRecovery ?? [];
    // Without a setting, Cognito sends codes by SMS first (API reference, AccountRecoverySetting).
    if (ways.length > 0 && ways[0] !== 'verified_phone_number') return undefined;
    const others = ways.filter((way) => way !== 'verified_phone_number' && way !== 'verified_email');
    return {
      found:
        ways.length === 0
          ? 'no way of account recovery is set, so that Cognito sends codes by SMS first'
          : 'accounts are recovered by SMS first',
      fix: 'Use the verified email first.',
      command: `pool set --account-recovery ${['verified_email', ...others].join(',')}`,
    };
  },
};

export const LOCKOUT: PoolRule = {
  rule: 'LOCKOUT',
  severity: 'note',
  expected: 'an account is locked for fifteen minutes after five failed attempts',
  why: 'The platform promises it against guessing of passwords.',
  find: () => ({
    status: 'notCheckable',
    found: 'Cognito has a lockout of its own, without a setting',
    fix: 'Check sign-in attempts of a user: sf-admin users events USER',
  }),
};
