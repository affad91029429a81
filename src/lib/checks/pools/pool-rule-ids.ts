/**
 * The IDs of the rules of each shipped baseline that its file cannot express, in the order in which findings are listed. They
 * are apart from the rules, so that another check can know the IDs without what the rules read.
 */
export const POOL_RULE_IDS = {
  stackflow: [
    'CUSTOM_ATTRIBUTE_MISSING',
    'CUSTOM_ATTRIBUTE_IMMUTABLE',
    'SELF_SIGN_UP',
    'EMAIL_SENDER_ADDRESS',
    'DOMAIN_NAME',
    'LOCKOUT',
  ],
  hardened: ['THREAT_PROTECTION', 'COMPROMISED_CREDENTIALS', 'RECOVERY_BY_SMS', 'WAF'],
} as const;

export type PoolRuleId = (typeof POOL_RULE_IDS)[keyof typeof POOL_RULE_IDS][number];
