import type { UserPool } from '../../model/user-pool.js';
import { type Endpoint, isAtAws } from '../client/endpoint.js';

/**
 * The address of the hosted UI of a user pool, with its OAuth endpoints; `undefined` if the pool has no domain. At an
 * endpoint that is not AWS's, its own origin serves the hosted UI, as `sandbox serve` does; the in-process sandbox answers
 * under any host.
 *
 * Source: Developer Guide, "Configuring a user pool domain". Common knowledge and not looked up: the `-fips` in GovCloud.
 */
export function hostedUiUrl(endpoint: Endpoint, { Domain, CustomDomain }: UserPool): URL | undefined {
  const { region, url, requestHandler } = endpoint;
  if (!isSet(CustomDomain) && !isSet(Domain)) return undefined;
  if (requestHandler !== undefined) return new URL('https://sandbox.invalid');
  if (url !== undefined && !isAtAws(endpoint)) return new URL(new URL(url).origin);
  if (isSet(CustomDomain)) return new URL(`https://${CustomDomain}`);
  const auth = region.startsWith('us-gov-') ? 'auth-fips' : 'auth';
  return new URL(`https://${Domain}.${auth}.${region}.amazoncognito.com`);
}

function isSet(name: string | undefined): name is string {
  return name !== undefined && name !== '';
}
