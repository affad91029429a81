import { z, type ZodType } from 'zod';
import { isDomainLabel } from '../../text/hosts.js';
import { isClientId } from '../fields/client-id.js';
import type { FileSettings } from './context-settings.js';
import { endpointProblem } from '../fields/endpoint-url.js';
import { isPoolId } from '../fields/pool-id.js';
import { isRegion } from '../fields/region.js';

/** The patterns of RoleArn, ExternalId and SerialNumber of AssumeRole in the STS API reference. */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const MFA_SERIAL = /^[\w+=/:,.@-]{9,256}$/;
/** Cognito's SchemaAttributeType: a name of at most 20, after the prefix. */
const CUSTOM_ATTRIBUTE = /^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u;
/** A comma would split one role into two where `custom:role` is read back. */
const ROLE_NAME = /^[^\s,\p{C}]{1,128}$/u;

/** The contexts file, key by key. What one key says about another is for `inconsistencies`. */
export function settingsSchema(): ZodType<FileSettings> {
  const text = (expected: string) => z.string(expected).min(1, expected);
  const being = (is: (text: string) => boolean, expected: string) => z.string(expected).refine(is, expected);
  const matching = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected);
  const names = (name: ZodType<string>, what: string) =>
    z.array(name, `expected a list of ${what}`).min(1, `expected at least one of: ${what}`);
  const expression = text('expected a regular expression').superRefine((source, issue) => {
    const fault = expressionFault(source);
    if (fault !== undefined) issue.addIssue({ code: 'custom', message: fault });
  });

  const conventions = z.strictObject(
    {
      tenantPattern: expression.optional(),
      tenants: names(text('expected a tenant ID'), 'tenant IDs').optional(),
      roles: names(
        matching(ROLE_NAME, 'expected a role name without spaces or commas'),
        'role names',
      ).optional(),
      privilegedRoles: z.array(text('expected a role name'), 'expected a list of role names').optional(),
      departmentPattern: expression.optional(),
      emailDomains: names(being(isDomain, 'expected a domain, such as example.com'), 'domains').optional(),
      customAttributes: z
        .array(
          matching(CUSTOM_ATTRIBUTE, 'expected custom: and a name of at most 20 characters'),
          'expected a list of attribute names',
        )
        .optional(),
    },
    'expected the conventions, key by key',
  );
  const context = z.strictObject(
    {
      poolId: being(
        isPoolId,
        'expected a user pool ID, <region>_<id>, such as us-east-1_WKK1AVJ2m',
      ).optional(),
      clientId: being(isClientId, 'expected an app client ID').optional(),
      region: being(isRegion, 'expected a region, such as us-east-1').optional(),
      account: matching(/^\d{12}$/, 'expected the twelve digits of an AWS account').optional(),
      profile: text('expected the name of an AWS profile').optional(),
      roleArn: matching(ROLE_ARN, 'expected the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME').optional(),
      externalId: matching(EXTERNAL_ID, 'expected an external ID of 2 to 1,224 characters').optional(),
      mfaSerial: matching(MFA_SERIAL, 'expected the ARN or serial number of an MFA device').optional(),
      endpointUrl: text('expected a URL, such as http://127.0.0.1:9229')
        .superRefine((url, issue) => {
          const problem = endpointProblem(url);
          if (problem === undefined) return;
          issue.addIssue({ code: 'custom', message: problem.message, params: { fix: problem.fix } });
        })
        .optional(),
      protected: z.boolean('expected a boolean').optional(),
      tenant: text('expected a tenant ID').optional(),
      conventions: conventions.optional(),
    },
    'expected the settings of a context, key by key',
  );
  return z.strictObject(
    {
      current: text('expected the name of a context').optional(),
      contexts: z.record(z.string(), context, 'expected contexts by name').optional(),
    },
    'expected the keys current and contexts',
  );
}

/** A domain with a dot in it, whose last label begins with a letter. */
function isDomain(text: string): boolean {
  const labels = text.split('.');
  return labels.length > 1 && labels.every(isDomainLabel) && /^[A-Za-z]/.test(labels.at(-1) ?? '');
}

function expressionFault(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return `not a regular expression: ${reason.toLowerCase()}`;
  }
}
