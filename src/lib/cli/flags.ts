import { Flags } from '@oclif/core';

import { DEFAULT_TIMEOUT, parseTimeout } from '../config/fields/call-timeout.js';
import { parseClientId } from '../config/fields/client-id.js';
import { parseEndpointUrl } from '../config/fields/endpoint-url.js';
import { parseRegion } from '../config/fields/region.js';
import type { ClientId, EndpointUrl, Region } from '../model/names.js';
import { parseAssignment } from '../conventions/attribute.js';
import { INPUT_FORMATS, type InputFormat } from '../input/decode/input-format.js';
import { AdminError } from '../errors.js';
import { USER_STATUSES } from '../model/user-statuses.js';
import type { PasswordChoice } from '../users/passwords/password-source.js';
import type { UserFilter } from '../users/read/user-pages.js';
import type { NamedValue } from '../users/attributes/writable-attributes.js';

/** Flags of every command: how the result is shown. */
export const outputFlags = {
  output: Flags.option({
    char: 'o',
    options: ['table', 'json', 'ndjson', 'csv'] as const,
    default: 'table',
    summary: 'How to show the result.',
    helpGroup: 'OUTPUT',
  })(),
  json: Flags.boolean({ summary: 'Same as -o json.', helpGroup: 'OUTPUT' }),
  quiet: Flags.boolean({ char: 'q', summary: 'Print identifiers only, one a line.', helpGroup: 'OUTPUT' }),
  'no-header': Flags.boolean({ summary: 'Leave out the header of a table or CSV.', helpGroup: 'OUTPUT' }),
  'raw-csv': Flags.boolean({
    summary: 'Leave CSV cells that a spreadsheet would run as a formula as they are.',
    helpGroup: 'OUTPUT',
  }),
  'no-color': Flags.boolean({ summary: 'No colour, as with NO_COLOR.', helpGroup: 'OUTPUT' }),
  debug: Flags.boolean({ summary: 'Show the stack of an error.', helpGroup: 'OUTPUT' }),
};

/** Picks the columns of a list. */
export const columnsFlag = {
  columns: Flags.string({
    summary: 'Columns to show, separated by commas, by their JSON names.',
    helpGroup: 'OUTPUT',
  }),
};

/** The contexts file. */
export const configFlag = {
  config: Flags.string({
    summary: 'Read contexts from this file (SF_ADMIN_CONFIG).',
    helpValue: 'FILE',
    helpGroup: 'CONNECTION',
  }),
};

/**
 * Flags that say where a command acts. Each has an environment variable, read where the context is resolved and not by
 * the parser: a variable must not override the fields of a context that was named.
 */
export const connectionFlags = {
  ...configFlag,
  context: Flags.string({
    char: 'c',
    summary: 'Act in this context (SF_ADMIN_CONTEXT).',
    helpValue: 'NAME',
    helpGroup: 'CONNECTION',
  }),
  'pool-id': Flags.string({
    summary: 'Act on this user pool (USER_POOL_ID).',
    helpValue: 'ID',
    helpGroup: 'CONNECTION',
  }),
  'client-id': Flags.custom({
    summary: 'Act on this app client (USER_POOL_CLIENT_ID).',
    helpValue: 'ID',
    helpGroup: 'CONNECTION',
    parse: (text) => Promise.resolve(parseClientId(text)),
  })(),
  region: Flags.custom({
    summary: 'AWS region (AWS_REGION).',
    helpValue: 'REGION',
    helpGroup: 'CONNECTION',
    parse: (text) => Promise.resolve(parseRegion(text, '--region')),
  })(),
  profile: Flags.custom({
    summary: 'AWS profile (AWS_PROFILE).',
    helpValue: 'NAME',
    helpGroup: 'CONNECTION',
    parse: (text) => Promise.resolve(notEmpty(text, '--profile', 'Name a profile of your AWS configuration')),
  })(),
  'endpoint-url': Flags.custom({
    summary: 'Call this address instead of AWS (AWS_ENDPOINT_URL).',
    helpValue: 'URL',
    helpGroup: 'CONNECTION',
    parse: (text) => Promise.resolve(parseEndpointUrl(text, '--endpoint-url')),
  })(),
  timeout: Flags.custom<number>({
    summary: `Seconds that one call may take, retries included; ${DEFAULT_TIMEOUT} unless said (SF_ADMIN_TIMEOUT).`,
    helpValue: 'SECONDS',
    helpGroup: 'CONNECTION',
    parse: (text) => Promise.resolve(parseTimeout(text, '--timeout')),
  })(),
};

/** The tenant that the caller acts in. */
export const tenantFlag = {
  tenant: Flags.string({
    summary: 'Act in this tenant: users of another are refused.',
    helpValue: 'ID',
    helpGroup: 'CONNECTION',
  }),
};

/** Flags of every command that asks. */
export const inputFlag = {
  'no-input': Flags.boolean({
    summary: 'Never ask: what is missing is an error.',
    helpGroup: 'CHANGE',
  }),
};

/** Flags of every command that changes something. */
export const changeFlags = {
  'dry-run': Flags.boolean({ summary: 'Show what would change, write nothing.', helpGroup: 'CHANGE' }),
  yes: Flags.boolean({ char: 'y', summary: 'Answer yes to what would be asked.', helpGroup: 'CHANGE' }),
  reason: Flags.string({
    summary: 'Why: kept in the history.',
    helpValue: 'TEXT',
    helpGroup: 'CHANGE',
  }),
  ...inputFlag,
};

/** Which users of the pool are meant. */
export const userFilterFlags = {
  tenant: Flags.string({ summary: 'Users of this tenant.', helpValue: 'ID' }),
  role: Flags.string({ summary: 'Users with this role, perhaps among others.', helpValue: 'ROLE' }),
  department: Flags.string({ summary: 'Users of this department.', helpValue: 'ID' }),
  status: Flags.option({ options: USER_STATUSES, summary: 'Users in this status.', helpValue: 'STATUS' })(),
  enabled: Flags.boolean({ summary: 'Users who may sign in.', exclusive: ['disabled'] }),
  disabled: Flags.boolean({ summary: 'Users who may not.' }),
  'email-prefix': Flags.string({ summary: 'Users whose address starts with this.', helpValue: 'TEXT' }),
  limit: Flags.integer({ summary: 'Stop after so many.', min: 1, helpValue: 'N' }),
};

/** How those flags say which users are meant; the tenant is the directory's. */
export function userFilter(flags: UserFilterFlags): UserFilter {
  return {
    role: flags.role,
    department: flags.department,
    status: flags.status,
    enabled: flags.enabled ? true : flags.disabled ? false : undefined,
    emailPrefix: flags['email-prefix'],
    limit: flags.limit,
  };
}

/** Takes users from a file or a pipe in the place of arguments. */
const fromFlags = {
  from: Flags.string({
    summary: 'Take the users from a file, or from stdin with -.',
    helpValue: 'FILE',
    helpGroup: 'CHANGE',
  }),
  'input-format': Flags.option({
    options: INPUT_FORMATS,
    summary: 'How that is written; by its extension unless said, and one USER a line on stdin.',
    helpGroup: 'CHANGE',
    dependsOn: ['from'],
  })(),
  'skip-invalid': Flags.boolean({
    summary: 'Leave bad rows of --from out, and go on with the good ones.',
    helpGroup: 'CHANGE',
    dependsOn: ['from'],
  }),
};

/** As `fromFlags`, with how the run of many changes goes. */
export const batchFlags = {
  ...fromFlags,
  resume: Flags.boolean({
    summary: 'Go on with the run of this command that was cut off.',
    helpGroup: 'RUN',
    dependsOn: ['from'],
  }),
  rate: Flags.integer({
    summary: 'Writes a second; half of what Cognito publishes unless said.',
    min: 1,
    helpValue: 'N',
    helpGroup: 'RUN',
    dependsOn: ['from'],
  }),
  'max-concurrency': Flags.integer({
    summary: 'Calls under way at once; 16 unless said.',
    min: 1,
    max: 1_000,
    helpValue: 'N',
    helpGroup: 'RUN',
    dependsOn: ['from'],
  }),
  ordered: Flags.boolean({
    summary: 'Give the results in the order of the input.',
    helpGroup: 'RUN',
    dependsOn: ['from'],
  }),
  failures: Flags.string({
    summary: 'Put the rows that fail into this file, each with its error.',
    helpValue: 'FILE',
    helpGroup: 'RUN',
    dependsOn: ['from'],
  }),
  'max-failures': Flags.integer({
    summary: 'Stop where more rows than this have failed.',
    min: 0,
    helpValue: 'N',
    helpGroup: 'RUN',
    dependsOn: ['from'],
  }),
};

/** Where the generated passwords of a run go. */
export const credentialsFlag = {
  credentials: Flags.string({
    summary: 'Put the generated passwords into this file, which must not exist yet.',
    helpValue: 'FILE',
    helpGroup: 'RUN',
    dependsOn: ['from', 'generate-password'],
  }),
};

/** A password's two sources beside the hidden prompt. */
export const passwordFlags = {
  'generate-password': Flags.boolean({
    summary: 'Make a password that satisfies the policy, and print it once; of many into --credentials.',
    exclusive: ['password-stdin'],
    // Quiet prints identifiers alone, and a password that is printed nowhere is lost; those of many are in a file.
    relationships: [
      { type: 'none', flags: [{ name: 'quiet', when: ({ from }) => Promise.resolve(from === undefined) }] },
    ],
  }),
  'password-stdin': Flags.boolean({ summary: 'Read the password from stdin.' }),
};

/** How the password flags say that a password comes. */
export function passwordChoice(flags: {
  'generate-password': boolean;
  'password-stdin': boolean;
}): PasswordChoice {
  return { generate: flags['generate-password'], fromStdin: flags['password-stdin'] };
}

/** Attributes by name, each `NAME=VALUE`; the form is checked before the command runs. */
export const assignmentFlag = Flags.custom<NamedValue>({
  parse: (text) => Promise.resolve(parseAssignment(text)),
  helpValue: 'NAME=VALUE',
  multiple: true,
  multipleNonGreedy: true,
});

/**
 * Text that must say something: an empty one is a script's unset variable, and would mean everything.
 *
 * @throws AdminError USAGE
 */
export function notEmpty(text: string, flag: string, mend: string): string {
  if (text !== '') return text;
  throw new AdminError('USAGE', `${flag} is empty`, { hint: `${mend}, or leave ${flag} out` });
}

export interface OutputFlags {
  output: 'table' | 'json' | 'ndjson' | 'csv';
  json: boolean;
  quiet: boolean;
  'no-header': boolean;
  'raw-csv': boolean;
  columns?: string | undefined;
}

export interface ConfigFlags {
  config?: string | undefined;
}

export interface ConnectionFlags extends ConfigFlags {
  context?: string | undefined;
  'pool-id'?: string | undefined;
  'client-id'?: ClientId | undefined;
  region?: Region | undefined;
  profile?: string | undefined;
  'endpoint-url'?: EndpointUrl | undefined;
  timeout?: number | undefined;
  tenant?: string | undefined;
  'no-input'?: boolean;
}

export interface UserFilterFlags {
  role?: string | undefined;
  department?: string | undefined;
  status?: UserFilter['status'];
  enabled: boolean;
  disabled: boolean;
  'email-prefix'?: string | undefined;
  limit?: number | undefined;
}

interface FromFlags {
  from?: string | undefined;
  'input-format'?: InputFormat | undefined;
  'skip-invalid'?: boolean;
}

export interface BatchFlags extends FromFlags {
  resume?: boolean;
  rate?: number | undefined;
  'max-concurrency'?: number | undefined;
  ordered?: boolean;
  failures?: string | undefined;
  'max-failures'?: number | undefined;
}

export interface ChangeFlags {
  reason?: string | undefined;
  'dry-run': boolean;
  yes: boolean;
  'no-input': boolean;
}
