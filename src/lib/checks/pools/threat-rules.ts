import { AdminError } from '../../errors.js';
import type { PoolRule } from './pool-rule.js';

export const THREAT_PROTECTION: PoolRule = {
  rule: 'THREAT_PROTECTION',
  severity: 'high',
  expected: 'threat protection is enforced if the feature plan has it',
  why: 'It blocks sign-ins from unusual places and devices.',
  find: ({ spec }) => {
    const mode = spec.threatProtection?.mode ?? 'OFF';
    if (!hasThreatProtection(spec.tier) || mode === 'ENFORCED') return undefined;
    return {
      found: mode === 'AUDIT' ? 'threat protection only records what it finds' : 'threat protection is off',
      fix: 'Enforce it.',
      command: 'pool set --threat-protection enforced',
    };
  },
};

export const COMPROMISED_CREDENTIALS: PoolRule = {
  rule: 'COMPROMISED_CREDENTIALS',
  severity: 'high',
  expected: 'passwords that are known to be compromised are blocked if the feature plan can do it',
  why: 'People use the same password elsewhere, and lists of stolen ones are public.',
  find: async ({ spec }, { cognito }) => {
    if (!hasThreatProtection(spec.tier)) return undefined;
    try {
      const { RiskConfiguration } = await cognito.call('DescribeRiskConfiguration', {});
      const action = RiskConfiguration?.CompromisedCredentialsRiskConfiguration?.Actions?.EventAction;
      if (action === 'BLOCK') return undefined;
      return {
        found: 'a user can sign in with a password that is known to be compromised',
        fix: 'Block them in the AWS console, under threat protection: sf-admin has no command for it.',
      };
    } catch (error) {
      if (!(error instanceof AdminError) || !UNREADABLE.has(error.code)) throw error;
      return {
        status: 'notCheckable',
        found: `the risk configuration cannot be read: ${error.message}`,
        fix: 'Allow cognito-idp:DescribeRiskConfiguration, or check it in the AWS console.',
      };
    }
  },
};

const UNREADABLE: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'UNSUPPORTED_OPERATION']);

/** Only the plan Plus has it (developer guide, "User pool feature plans"). A pool from before the plans has no tier. */
function hasThreatProtection(tier: string | undefined): boolean {
  return tier === undefined || tier === 'PLUS';
}

export const WAF: PoolRule = {
  rule: 'WAF',
  severity: 'note',
  expected: 'a web ACL of AWS WAF protects the user pool',
  why: 'It limits how fast one address can try passwords.',
  find: () => ({
    status: 'notCheckable',
    found: 'the API of Cognito does not show whether a web ACL is associated',
    fix: 'Check it: aws wafv2 get-web-acl-for-resource --resource-arn ARN-OF-THE-POOL',
  }),
};
