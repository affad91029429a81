import type { ShippedBaseline } from '../baselines/load-baselines.js';
import { DOMAIN_NAME, EMAIL_SENDER_ADDRESS } from './platform-rules.js';
import type { PoolRule } from './pool-rule.js';
import { POOL_RULE_IDS, type PoolRuleId } from './pool-rule-ids.js';
import { CUSTOM_ATTRIBUTE_IMMUTABLE, CUSTOM_ATTRIBUTE_MISSING } from './schema-rules.js';
import { LOCKOUT, RECOVERY_BY_SMS, SELF_SIGN_UP } from './sign-in-rules.js';
import { COMPROMISED_CREDENTIALS, THREAT_PROTECTION, WAF } from './threat-rules.js';

const RULES: Readonly<Record<PoolRuleId, PoolRule>> = {
  CUSTOM_ATTRIBUTE_MISSING,
  CUSTOM_ATTRIBUTE_IMMUTABLE,
  SELF_SIGN_UP,
  EMAIL_SENDER_ADDRESS,
  DOMAIN_NAME,
  LOCKOUT,
  THREAT_PROTECTION,
  COMPROMISED_CREDENTIALS,
  RECOVERY_BY_SMS,
  WAF,
};

/** The rules that belong to a shipped baseline, and that its file cannot express. */
export const POOL_RULES: Readonly<Record<ShippedBaseline, readonly PoolRule[]>> = {
  stackflow: POOL_RULE_IDS.stackflow.map((id) => RULES[id]),
  hardened: POOL_RULE_IDS.hardened.map((id) => RULES[id]),
};
