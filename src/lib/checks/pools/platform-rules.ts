import { platformOf } from '../../config/platform.js';
import { shellWord } from '../../text/quoted.js';
import type { PoolRule } from './pool-rule.js';

/** Whether SES has verified the address is what `pool requirements` checks. */
export const EMAIL_SENDER_ADDRESS: PoolRule = {
  rule: 'EMAIL_SENDER_ADDRESS',
  severity: 'low',
  expected: "mail through SES comes from the sender of the context's platform",
  why: 'Users do not trust an invitation from another address, and mail filters reject it.',
  find: ({ spec: { email = {} } }, { context }) => {
    // Cognito's own sender is what EMAIL_SENDER finds.
    if (email.sendingAccount !== 'DEVELOPER') return undefined;
    const { sender } = platformOf(context);
    const from = email.from ?? email.sourceArn?.replace(/^.*:identity\//, '');
    if (from !== undefined && addressIn(from) === sender.toLowerCase()) return undefined;
    return {
      found:
        from === undefined
          ? 'no sender is set'
          : `mail comes from ${from}, and the sender of the platform is ${sender}`,
      fix: 'Set the sender, or correct platform.sender of the context.',
      command: `pool set --email-from ${shellWord(sender)}`,
    };
  },
};

/** Whether the domain is active is what `pool requirements` checks. */
export const DOMAIN_NAME: PoolRule = {
  rule: 'DOMAIN_NAME',
  severity: 'medium',
  expected: "the hosted UI has the domain of the context's platform, if it names one",
  why: 'Applications send users there to sign in, and get their tokens from it.',
  find: ({ live: { pool } }, { context }) => {
    const { domain } = platformOf(context);
    const domains = [pool.Domain, pool.CustomDomain].filter((name) => typeof name === 'string' && name !== '');
    if (domain === undefined || domains.includes(domain)) return undefined;
    return domains.length === 0
      ? {
          found: `the user pool has no domain, and that of the platform is ${domain}`,
          fix: 'Declare the domain in a file: sf-admin pool apply FILE',
        }
      : {
          found: `the domain is ${domains.join(' and ')}, and that of the platform is ${domain}`,
          fix: 'Correct platform.domain of the context, or replace the domain in the AWS console.',
        };
  },
};

/** The address of a sender such as `StackFlow <no-reply@stackflow-tech.com>`, in lower case. */
function addressIn(sender: string): string {
  return (/<([^<>]*)>\s*$/.exec(sender)?.[1] ?? sender).trim().toLowerCase();
}
