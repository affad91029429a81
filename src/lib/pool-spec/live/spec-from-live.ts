import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';

import { Draft } from '../dialects/draft.js';
import { readTable, type Table } from '../dialects/table.js';
import { type AttributeSpec, POOL_SPEC, type PoolSpec, type SpecPath } from '../schema.js';
import { nodeOf } from '../source/node.js';
import type { LivePool } from './live-pool.js';
import { LIVE_CLIENT, LIVE_DOMAIN, LIVE_MFA, LIVE_POOL } from './live-tables.js';

/** A pool as a spec, and its settings that a spec cannot hold. */
export interface LiveSpec {
  /** With every attribute of the schema, the standard ones too. */
  readonly spec: PoolSpec;
  /** `IssuerConfiguration`, `app client web: FutureSetting`, `domain auth` beside a custom domain. */
  readonly notInSpec: readonly string[];
}

/** Builds a spec from the answers that describe a pool. What Cognito leaves out gets the documented default. */
export function specFromLive(live: LivePool): LiveSpec {
  const draft = new Draft();
  const notInSpec: string[] = [];
  const read = (answer: object, table: Table, base: SpecPath, where: string): void => {
    const node = nodeOf(withoutNulls(answer));
    const before = draft.warnings.length;
    if (node.kind === 'map') readTable(node, table, draft, { base });
    for (const { key = '' } of draft.warnings.slice(before)) notInSpec.push(where + key);
    for (const { key = '' } of draft.problems.splice(0)) notInSpec.push(where + key);
  };
  read(live.pool, LIVE_POOL, [], '');
  read(live.mfa, LIVE_MFA, [], '');
  if (live.domain !== undefined) read(live.domain, LIVE_DOMAIN, [], 'domain: ');
  // A spec has one domain.
  const domains = [live.pool.Domain, live.pool.CustomDomain].filter((name) => typeof name === 'string');
  if (domains.length > 1)
    notInSpec.push(...domains.filter((name) => name !== live.domain?.Domain).map((name) => `domain ${name}`));
  live.clients.forEach(({ client, unmodelled }, index) => {
    const where = `app client ${client.ClientName ?? client.ClientId}: `;
    draft.begin(['clients', index], NOWHERE);
    read(client, LIVE_CLIENT, ['clients', index], where);
    notInSpec.push(...Object.keys(unmodelled).map((path) => where + path));
    draft.set(['clients', index, 'generateSecret'], client.ClientSecret !== undefined, NOWHERE);
  });
  if (live.hostedUiCss !== undefined) draft.set(['hostedUiCss'], live.hostedUiCss, NOWHERE);
  for (const [path, value] of Object.entries({ ...defaults(live), region: live.region })) {
    const steps = path.split('.');
    if (!draft.has(steps)) draft.set(steps, value, NOWHERE);
  }
  return { spec: valid(draft, notInSpec), notInSpec };
}

/** The attributes of a schema as a spec has them. */
export function attributesOf(SchemaAttributes: readonly SchemaAttributeType[]): readonly AttributeSpec[] {
  const pool = { SchemaAttributes };
  return specFromLive({ pool, mfa: {}, clients: [], domain: undefined, region: '' }).spec.attributes ?? [];
}

/** A value that Cognito has added since is left out, and named, like a setting that it has added. */
function valid(draft: Draft, notInSpec: string[]): PoolSpec {
  for (;;) {
    const result = POOL_SPEC.safeParse(draft.values());
    if (result.success) return result.data;
    const dropped = result.error.issues.flatMap(({ path }) => draft.drop(path));
    // Otherwise it would never end.
    if (dropped.length === 0) throw result.error;
    notInSpec.push(...dropped.map((path) => path.join('.')));
  }
}

const NOWHERE = { at: { line: 0, column: 0 }, key: '' };

/**
 * The defaults of what Cognito may leave out (API reference, CreateUserPool: user names are case-sensitive unless set
 * otherwise), and which factors are on. With MFA off, no factor is.
 */
function defaults({ pool, mfa }: LivePool): Record<string, unknown> {
  const isOn = (mfa.MfaConfiguration ?? pool.MfaConfiguration ?? 'OFF') !== 'OFF';
  const { Enabled } = (mfa.SoftwareTokenMfaConfiguration ?? {}) as { Enabled?: boolean };
  return {
    usernameCaseSensitive: true,
    'mfa.mode': 'OFF',
    ...(isOn
      ? {
          'mfa.sms': mfa.SmsMfaConfiguration !== undefined,
          'mfa.softwareToken': Enabled === true,
          'mfa.email': mfa.EmailMfaConfiguration !== undefined,
        }
      : {}),
  };
}

/** To the service, null means absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null && item !== undefined).map(withoutNulls);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner)]));
}
