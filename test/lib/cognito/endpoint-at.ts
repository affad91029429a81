import type { Endpoint } from '../../../src/lib/cognito/client/endpoint.js';

/** An endpoint for a test: by default, a pool in AWS with a named profile. */
export function endpointAt(url: string | undefined, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    contextName: 'prod',
    poolId: 'us-east-1_Pool',
    region: 'us-east-1',
    account: '111122223333',
    ...(url === undefined ? {} : { url }),
    credentials: { kind: 'aws', profile: 'admin' },
    timeoutMs: 30_000,
    interrupt: new AbortController().signal,
    mfaCode: () => Promise.reject(new Error('no test has an MFA device')),
    ...changes,
  };
}

/** An endpoint that is called with the sandbox's credentials, so that the SDK looks for no others. */
export function plainEndpointAt(url: string, changes: Partial<Endpoint> = {}): Endpoint {
  return endpointAt(url, { credentials: { kind: 'sandbox' }, ...changes });
}
