import { defined } from '../../model/defined.js';
import { connectionAgent } from '../connection/connection-agent.js';
import type { Endpoint } from './endpoint.js';

/** Milliseconds to open a connection, and to get an answer. A trigger may take 5 s before Cognito fails the call. */
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

/** Attempts at one call, the first included. More than the SDK's three: production's sign-ins share the rate limits. */
export const ATTEMPTS = 6;

/** Keeps what the SDK would write to the console away from the terminal. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore, trace: ignore };

function ignore(): void {
  // Errors reach the operator as what a call throws.
}

/** What all clients of the SDK have in common: how connections are made, and what the SDK must not do by itself. */
export interface ClientSettings {
  readonly logger: typeof SILENT;
  readonly profile?: string;
  readonly requestHandler: object;
}

/** The settings of every client of the SDK for an endpoint, whichever service it calls. @throws AdminError USAGE */
export async function clientSettings(endpoint: Endpoint): Promise<ClientSettings> {
  // Otherwise the SDK prints five lines about Node 20. The README says which Node versions are supported.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const agent = await connectionAgent(endpoint);
  return {
    logger: SILENT,
    ...defined({ profile: endpoint.aws?.profile }),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
      ...(agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent }),
    },
  };
}

/**
 * The settings of a client that calls a service at `url`, or at AWS's address for the endpoint's region. The SDK must not
 * look for an address by itself: it would take that of another profile.
 */
export async function serviceSettings(endpoint: Endpoint, url: string | undefined) {
  const { region, aws } = endpoint;
  return {
    ...(await clientSettings(endpoint)),
    region,
    maxAttempts: ATTEMPTS,
    retryMode: 'standard' as const,
    customUserAgent: 'sf-admin',
    ignoreConfiguredEndpointUrls: true,
    ...defined({ endpoint: url }),
    // The rules of the SDK refuse them beside an address.
    useFipsEndpoint: url === undefined && aws?.fips === true,
    useDualstackEndpoint: url === undefined && aws?.dualStack === true,
  };
}
