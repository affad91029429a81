/**
 * create/ makes what a PoolSpec says: this file turns it into the requests that create a pool, an app client and a domain,
 * without sending them. A setting that the spec leaves out is left out of the request, and gets Cognito's default.
 */
import type { Settings } from '../../conventions/settings/setting-field.js';
import { CLIENT_SETTINGS } from '../../client/settings/client-settings.js';
import type { OperationInput } from '../../cognito/client/operations.js';
import { writeTable } from '../dialects/table.js';
import { LIVE_CLIENT, LIVE_DOMAIN, LIVE_MFA, LIVE_POOL } from '../live/live-tables.js';
import type { ClientSpec, PoolSpec } from '../schema.js';

type Structure = Readonly<Record<string, unknown>>;

/**
 * The request of CreateUserPool. MFA is left out: the operation knows no factor but SMS, so `mfaRequest` sets it right after
 * the pool was made.
 */
export function poolRequest(spec: PoolSpec): OperationInput<'CreateUserPool'> {
  const { Name: PoolName, SchemaAttributes: Schema, MfaConfiguration: _, ...settings } = writeTable(LIVE_POOL, spec);
  return withVersions(withoutEmpty({ PoolName, ...settings, Schema })) as OperationInput<'CreateUserPool'>;
}

/**
 * The request of SetUserPoolMfaConfig; undefined if the spec asks for neither MFA nor passkeys. With MFA on and no factor in
 * the spec, SMS is the factor if the pool can send messages, as with CreateUserPool.
 */
export function mfaRequest(spec: PoolSpec): OperationInput<'SetUserPoolMfaConfig'> | undefined {
  const { mode = 'OFF', sms, softwareToken, email } = spec.mfa ?? {};
  const { WebAuthnConfiguration, EmailMfaConfiguration = {} } = writeTable(LIVE_MFA, spec);
  const passkeys = withoutEmpty({ WebAuthnConfiguration });
  if (mode === 'OFF') return Object.keys(passkeys).length === 0 ? undefined : { MfaConfiguration: mode, ...passkeys };
  const { SmsConfiguration, SmsAuthenticationMessage } = withoutEmpty(writeTable(LIVE_POOL, spec));
  const hasOther = softwareToken === true || email === true;
  const isSms = sms ?? (!hasOther && SmsConfiguration !== undefined);
  return {
    MfaConfiguration: mode,
    ...(isSms ? { SmsMfaConfiguration: withoutEmpty({ SmsConfiguration, SmsAuthenticationMessage }) } : {}),
    ...(softwareToken === true ? { SoftwareTokenMfaConfiguration: { Enabled: true } } : {}),
    ...(email === true ? { EmailMfaConfiguration: withoutEmpty(EmailMfaConfiguration as Structure) } : {}),
    ...passkeys,
  };
}

/** In the request, a validity is a number in a unit: the largest that it is a multiple of. */
const VALIDITIES = CLIENT_SETTINGS.map(({ setting }) => setting).filter(({ field }) =>
  ['accessTokenValiditySeconds', 'idTokenValiditySeconds', 'refreshTokenValiditySeconds'].includes(field),
);

/** The request of CreateUserPoolClient. @param name for a client that has none in the spec */
export function clientRequest(client: ClientSpec, name = client.name): OperationInput<'CreateUserPoolClient'> {
  const withoutValidities = Object.fromEntries(
    Object.entries(client).filter(([field]) => !VALIDITIES.some((validity) => validity.field === field)),
  );
  const settings: Settings = {
    ...withoutEmpty({ ...writeTable(LIVE_CLIENT, withoutValidities), ClientName: name }),
    ...(client.generateSecret === undefined ? {} : { GenerateSecret: client.generateSecret }),
  };
  return VALIDITIES.reduce((written, { field, write }) => {
    const seconds = client[field as keyof ClientSpec] as number | undefined;
    return seconds === undefined ? written : write(written, seconds);
  }, settings) as OperationInput<'CreateUserPoolClient'>;
}

/** The request of CreateUserPoolDomain; undefined if the spec names no domain. */
export function domainRequest(spec: PoolSpec): OperationInput<'CreateUserPoolDomain'> | undefined {
  if (spec.domain?.domain === undefined) return undefined;
  return withoutEmpty(writeTable(LIVE_DOMAIN, spec)) as OperationInput<'CreateUserPoolDomain'>;
}

/** Custom senders and inbound federation have one version so far, which the request must say (API reference). */
function withVersions({ LambdaConfig, ...request }: Structure): Structure {
  if (LambdaConfig === undefined) return request;
  const triggers = Object.entries(LambdaConfig as Structure).map(([name, trigger]) => {
    const isVersioned = ['CustomSMSSender', 'CustomEmailSender', 'InboundFederation'].includes(name);
    return [name, isVersioned ? { LambdaVersion: 'V1_0', ...(trigger as object) } : trigger];
  });
  return { ...request, LambdaConfig: Object.fromEntries(triggers) as Structure };
}

/** Cognito refuses some empty lists and texts, and takes every one for a setting that is left out. */
function withoutEmpty(structure: Structure): Structure {
  const members = Object.entries(structure).flatMap(([name, value]) => {
    const member = isStructure(value) ? withoutEmpty(value) : value;
    return isEmpty(member) ? [] : [[name, member] as const];
  });
  return Object.fromEntries(members);
}

function isStructure(value: unknown): value is Structure {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
