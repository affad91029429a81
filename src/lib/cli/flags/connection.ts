import { Flags, type Interfaces } from '@oclif/core';

import { DEFAULT_TIMEOUT, parseTimeout } from '../../config/fields/call-timeout.js';
import { parseClientId } from '../../config/fields/client-id.js';
import { parseEndpointUrl } from '../../config/fields/endpoint-url.js';
import { parseRegion } from '../../config/fields/region.js';
import { AdminError } from '../../errors.js';
import { flagGroup, parsedFlag } from './flag-group.js';

/** The contexts file. */
export const configFlag = flagGroup('CONNECTION', {
  config: Flags.string({ summary: 'Contexts file to use (SF_ADMIN_CONFIG).', helpValue: 'FILE' }),
});

/**
 * Flags that say where a command acts. Their environment variables are read when the context is resolved and not by the
 * parser: a variable must not override a field of a context given with --context.
 */
export const connectionFlags = flagGroup('CONNECTION', {
  ...configFlag,
  context: Flags.string({ char: 'c', summary: 'Context to use (SF_ADMIN_CONTEXT).', helpValue: 'NAME' }),
  'pool-id': Flags.string({ summary: 'User pool ID (USER_POOL_ID).', helpValue: 'ID' }),
  'client-id': parsedFlag(parseClientId, 'ID', 'App client ID (USER_POOL_CLIENT_ID).'),
  region: parsedFlag((text) => parseRegion(text, '--region'), 'REGION', 'AWS region (AWS_REGION).'),
  profile: parsedFlag(
    (text) => notEmpty(text, '--profile', 'Give the name of an AWS profile'),
    'NAME',
    'AWS profile (AWS_PROFILE).',
  ),
  'endpoint-url': parsedFlag(
    (text) => parseEndpointUrl(text, '--endpoint-url'),
    'URL',
    'Send requests to this URL instead of AWS (AWS_ENDPOINT_URL).',
  ),
  timeout: Flags.custom<number>({
    summary: `Time limit of one call including retries, in seconds; default: ${DEFAULT_TIMEOUT} (SF_ADMIN_TIMEOUT).`,
    helpValue: 'SECONDS',
    parse: (text) => Promise.resolve(parseTimeout(text, '--timeout')),
  })(),
});

/** The tenant that the caller acts in. */
export const tenantFlag = flagGroup('CONNECTION', {
  tenant: Flags.string({ summary: 'Tenant to act in; users of other tenants are refused.', helpValue: 'ID' }),
});

export type ConfigFlags = Partial<Interfaces.InferredFlags<typeof configFlag>>;

export type ConnectionFlags = Partial<Interfaces.InferredFlags<typeof connectionFlags & typeof tenantFlag>>;

/**
 * Text that must not be empty: an empty value is usually an unset variable of a script.
 *
 * @throws AdminError USAGE
 */
export function notEmpty(text: string, flag: string, fix: string): string {
  if (text !== '') return text;
  throw new AdminError('USAGE', `${flag} is empty`, { hint: `${fix}, or omit ${flag}.` });
}
