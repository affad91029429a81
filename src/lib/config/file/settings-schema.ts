import * as z from 'zod';
import type { ZodType } from 'zod';

import { isDomainLabel } from '../../text/hosts.js';
import { isClientId } from '../fields/client-id.js';
import { endpointProblem } from '../fields/endpoint-url.js';
import { isPoolId } from '../fields/pool-id.js';
import { isRegion } from '../fields/region.js';
import { APPROVALS, SIGNER_KEYS, SIGNERS } from './signers-schema.js';

/** The patterns of RoleArn, ExternalId and SerialNumber of AssumeRole in the STS API reference. */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;
const MFA_SERIAL = /^[\w+=/:,.@-]{9,256}$/;
/** Cognito's SchemaAttributeType: a name of at most 20, after the prefix. */
const CUSTOM_ATTRIBUTE = /^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u;
/** Without commas, which separate the roles in `custom:role`. */
const ROLE_NAME = /^[^\s,\p{C}]{1,128}$/u;

/** A group of nothing but a repetition, repeated, such as `(a+)+`: it takes twice as long for each character more. */
const REPEATED_TWICE = /(?<!\\)\((?:\?:)?(?:\[(?:[^\]\\]|\\.){1,99}\]|\\.|[^\\()[\]])[+*]\)(?:[+*]|\{\d+,)/;

/** Names of contexts. They start with a letter or digit, so that none looks like a flag or a path. */
export const CONTEXT_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** The hint for a name that does not match. */
export const CONTEXT_NAME_HINT = 'Use letters, digits, _ and -, at most 64, starting with a letter or digit';

const text = (expected: string) => z.string(expected).min(1, expected);
const checked = (isValid: (text: string) => boolean, expected: string) => z.string(expected).refine(isValid, expected);
const matching = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected);
const names = (name: ZodType<string>, what: string) =>
  z.array(name, `expected a list of ${what}`).min(1, `expected at least one of: ${what}`);
const expression = text('expected a regular expression').superRefine((source, issue) => {
  const message = expressionProblem(source);
  if (message !== undefined) issue.addIssue({ code: 'custom', message });
});

const CONVENTIONS = z.strictObject(
  {
    tenantPattern: expression.optional(),
    tenants: names(text('expected a tenant ID'), 'tenant IDs').optional(),
    roles: names(matching(ROLE_NAME, 'expected a role name without spaces or commas'), 'role names').optional(),
    privilegedRoles: z.array(text('expected a role name'), 'expected a list of role names').optional(),
    privilegedGroups: z.array(text('expected the name of a group'), 'expected a list of names of groups').optional(),
    departmentPattern: expression.optional(),
    emailDomains: names(checked(isDomain, 'expected a domain, such as example.com'), 'domains').optional(),
    callbackHosts: names(
      checked(isHost, 'expected a host, such as app.example.com or *.example.com'),
      'hosts',
    ).optional(),
    customAttributes: z
      .array(
        matching(CUSTOM_ATTRIBUTE, 'expected custom: and a name of at most 20 characters'),
        'expected a list of attribute names',
      )
      .optional(),
  },
  'expected the keys of conventions',
);
const PLATFORM = z.strictObject(
  {
    domain: text('expected the domain of the hosted UI: its prefix, or its full name').optional(),
    preSignUpFunction: text('expected the name of a function').optional(),
    preTokenFunction: text('expected the name of a function').optional(),
    postConfirmationFunction: text('expected the name of a function').optional(),
    profileTable: text('expected the name of a table').optional(),
    sender: checked(isAddress, 'expected an email address').optional(),
    apiId: matching(/^[a-z0-9]{1,64}$/, 'expected the ID of an API, such as uazcuhdus2').optional(),
    authorizer: text('expected the name of an authorizer').optional(),
    clientSecret: text('expected the name of a secret').optional(),
    clientSecretRole: text('expected the name of a role').optional(),
    warmerRule: text('expected the name of a rule').optional(),
    warmerMinutes: z.int('expected a number of minutes').min(1, 'expected a number of minutes').optional(),
    securityTopic: text('expected the name of a topic').optional(),
  },
  'expected the keys of platform',
);
const ACCEPTED_FINDING = z.strictObject(
  {
    rule: matching(/^[A-Z][A-Z0-9_]*$/, 'expected the ID of a rule, such as LOCALHOST_URL'),
    subject: text('expected what the finding is on, as the check names it').optional(),
    reason: text('expected a reason'),
    until: checked(isDate, 'expected a date, such as 2027-03-31, in quotes'),
  },
  'expected rule, reason and until, and perhaps subject',
);
const ROSTER = z.strictObject(
  {
    key: z.enum(['sub', 'email'], 'expected sub or email').optional(),
    columns: z
      .record(
        text('expected what the column holds, such as givenName'),
        text('expected the name of a column'),
        'expected names of columns by what they hold',
      )
      .optional(),
    roles: names(matching(ROLE_NAME, 'expected a role name without spaces or commas'), 'role names').optional(),
    serviceAccounts: z.array(text('expected a user'), 'expected a list of users').optional(),
  },
  'expected the keys of roster',
);
/** DynamoDB's TableName. */
const TABLE_NAME = /^[\w.-]{3,255}$/;
const TEAM = z.strictObject(
  { table: matching(TABLE_NAME, 'expected the name of a table, such as sf-admin-history') },
  'expected the key table',
);
const CONTEXT = z.strictObject(
  {
    poolId: checked(isPoolId, 'expected a user pool ID, <region>_<id>, such as us-east-1_WKK1AVJ2m').optional(),
    clientId: checked(isClientId, 'expected an app client ID').optional(),
    region: checked(isRegion, 'expected a region, such as us-east-1').optional(),
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
    allowHttp: z.boolean('expected a boolean').optional(),
    protected: z.boolean('expected a boolean').optional(),
    tenant: text('expected a tenant ID').optional(),
    mayEditClient: z.boolean('expected a boolean').optional(),
    approvals: APPROVALS.optional(),
    signers: SIGNERS.optional(),
    conventions: CONVENTIONS.optional(),
    platform: PLATFORM.optional(),
    roster: ROSTER.optional(),
    team: TEAM.optional(),
    acceptedFindings: z.array(ACCEPTED_FINDING, 'expected a list of findings').optional(),
  },
  'expected the keys of a context',
);
const COMPLETE = z.strictObject(
  { recent: z.boolean('expected a boolean').optional(), live: z.boolean('expected a boolean').optional() },
  'expected the keys recent and live',
);
/** The schema of the contexts file. Problems between several keys are found by `inconsistencies`. */
export const SETTINGS_SCHEMA = z.strictObject(
  {
    current: text('expected the name of a context').optional(),
    contexts: z.record(z.string(), CONTEXT, 'expected contexts by name').optional(),
    complete: COMPLETE.optional(),
  },
  'expected the keys current, contexts and complete',
);

/** The whole contexts file, one context in it, and a context's conventions. A key that is left out has its default. */
export type FileSettings = z.infer<typeof SETTINGS_SCHEMA>;
export type ContextSettings = z.infer<typeof CONTEXT>;
export type ConventionSettings = z.infer<typeof CONVENTIONS>;

/** Every key of the file, of a context, of its conventions and of its platform. */
export const KNOWN_KEYS = {
  file: Object.keys(SETTINGS_SCHEMA.shape),
  context: Object.keys(CONTEXT.shape),
  conventions: Object.keys(CONVENTIONS.shape),
  platform: Object.keys(PLATFORM.shape),
  roster: Object.keys(ROSTER.shape),
  acceptedFindings: Object.keys(ACCEPTED_FINDING.shape),
  team: Object.keys(TEAM.shape),
  signers: SIGNER_KEYS,
  complete: Object.keys(COMPLETE.shape),
};

/** A domain with at least one dot, whose last label starts with a letter. */
function isDomain(text: string): boolean {
  const labels = text.split('.');
  return labels.length > 1 && labels.every(isDomainLabel) && /^[A-Za-z]/.test(labels.at(-1) ?? '');
}

function isAddress(text: string): boolean {
  const [name, domain, ...others] = text.split('@');
  return name !== '' && others.length === 0 && domain !== undefined && isDomain(domain);
}

/** A host, or `*.` and the domain that it stands for the hosts of. */
function isHost(text: string): boolean {
  return isDomain(text.startsWith('*.') ? text.slice(2) : text);
}

/** A day that exists, as `YYYY-MM-DD`. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : undefined;
  return time !== undefined && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

function expressionProblem(source: string): string | undefined {
  try {
    new RegExp(source);
    return REPEATED_TWICE.test(source) ? 'repeats a repetition, which takes too long to try' : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return `not a regular expression: ${reason.toLowerCase()}`;
  }
}
