import { functionEnvironment } from '../pool/function-environment.js';
import { cognitoHost } from '../text/aws-hosts.js';
import { shellWord } from '../text/quoted.js';
import type { LivePool } from './live/live-pool.js';

/**
 * What a deployed pool gives to other tools: the outputs of OpenMCF's `AwsCognitoUserPool`, by their names. The keys are
 * part of the output.
 */
export interface Outputs {
  readonly user_pool_id: string;
  readonly user_pool_arn: string;
  /** The OIDC issuer. */
  readonly user_pool_endpoint: string;
  /** The prefix, or the name of a custom domain. */
  readonly user_pool_domain: string | null;
  /** Only of a custom domain. */
  readonly cloudfront_distribution_arn: string | null;
  /** By the names of the app clients. */
  readonly client_ids: Readonly<Record<string, string>>;
  /** The same, and only on request. */
  readonly client_secrets?: Readonly<Record<string, string>>;
}

/** The outputs of a pool. Two app clients of one name are distinguished by their IDs. */
export function outputsOf(live: LivePool, { showSecrets }: { showSecrets: boolean }): Outputs {
  const { pool, domain } = live;
  const id = textOf(pool.Id);
  const names = live.clients.map(({ client }) => client.ClientName ?? client.ClientId);
  const keyed = live.clients.map(({ client }, index) => {
    const name = names[index] ?? '';
    return [
      names.filter((other) => other === name).length > 1 ? `${name} (${client.ClientId})` : name,
      client,
    ] as const;
  });
  const secrets = keyed.flatMap(([name, { ClientSecret }]) =>
    ClientSecret === undefined ? [] : [[name, ClientSecret]],
  );
  return {
    user_pool_id: id,
    user_pool_arn: textOf(pool.Arn),
    user_pool_endpoint: `https://${issuerHost(live)}/${id}`,
    user_pool_domain: domain?.Domain ?? null,
    cloudfront_distribution_arn: domain?.Domain === pool.CustomDomain ? (domain?.CloudFrontDistribution ?? null) : null,
    client_ids: Object.fromEntries(keyed.map(([name, { ClientId }]) => [name, ClientId])),
    ...(showSecrets ? { client_secrets: Object.fromEntries(secrets) as Record<string, string> } : {}),
  };
}

/**
 * Lines of environment variables: the outputs in capital letters, and the three names that a function joined to the pool
 * gets, `USER_POOL_ID`, `USER_POOL` (the ARN) and `USER_POOL_CLIENT_ID` (the context's app client, or the only one).
 */
export function environmentLines(outputs: Outputs, live: LivePool): string {
  const [only, ...others] = live.clients;
  const current = live.clients.find((client) => client.current) ?? (others.length === 0 ? only : undefined);
  const pairs: [string, string | null | undefined][] = [
    ...Object.entries(
      functionEnvironment({
        poolId: outputs.user_pool_id,
        poolArn: outputs.user_pool_arn,
        clientId: current?.client.ClientId,
      }),
    ),
    ['USER_POOL_ARN', outputs.user_pool_arn],
    ['USER_POOL_ENDPOINT', outputs.user_pool_endpoint],
    ['USER_POOL_DOMAIN', outputs.user_pool_domain],
    ['CLOUDFRONT_DISTRIBUTION_ARN', outputs.cloudfront_distribution_arn],
    ...byClient('CLIENT_ID', outputs.client_ids),
    ...byClient('CLIENT_SECRET', outputs.client_secrets ?? {}, outputs.client_ids),
  ];
  return pairs.flatMap(([name, value]) => (value ? [`${name}=${shellWord(value)}`] : [])).join('\n');
}

/** The host of the OIDC issuer (API reference, IssuerConfigurationType). */
function issuerHost({ pool, region }: LivePool): string {
  const { Type } = (pool.IssuerConfiguration ?? {}) as { Type?: unknown };
  return `${Type === 'UPDATED' ? 'issuer-' : ''}${cognitoHost(region)}`;
}

/** Names in capital letters, with the ID of the app client where two would be the same. */
function byClient(prefix: string, values: Outputs['client_ids'], ids = values): [string, string][] {
  const names = Object.keys(ids).map(variable);
  return Object.entries(values).map(([name, value]) => {
    const words = variable(name);
    const isShared = words === '' || names.filter((other) => other === words).length > 1;
    return [[prefix, words, ...(isShared ? [variable(ids[name] ?? '')] : [])].filter(Boolean).join('_'), value];
  });
}

function variable(name: string): string {
  return name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
