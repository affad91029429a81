import type { ShippedBaseline } from '../baselines/load-baselines.js';
import { DOMAIN_NAME, EMAIL_SENDER_ADDRESS } from './platform-rules.js';
import type { PoolRule } from './pool-rule.js';
import { CUSTOM_ATTRIBUTE_IMMUTABLE, CUSTOM_ATTRIBUTE_MISSING } from './schema-rules.js';
import { LOCKOUT, RECOVERY_BY_SMS, SELF_SIGN_UP } from './sign-in-rules.js';
import { COMPROMISED_CREDENTIALS, THREAT_PROTECTION, WAF } from './threat-rules.js';

/** The rules that belong to a shipped baseline, and that its file cannot express. */
export const POOL_RULES: Readonly<Record<ShippedBaseline, readonly PoolRule[]>> = {
  stackflow: [
    CUSTOM_ATTRIBUTE_MISSING,
    CUSTOM_ATTRIBUTE_IMMUTABLE,
    SELF_SIGN_UP,
    EMAIL_SENDER_ADDRESS,
    DOMAIN_NAME,
    LOCKOUT,
  ],
  hardened: [THREAT_PROTECTION, COMPROMISED_CREDENTIALS, RECOVERY_BY_SMS, WAF],
};
