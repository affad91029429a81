import type { Agent } from 'node:http';

import { variable } from '../../config/fields/environment.js';
import { readNamedFile } from '../../files/named-file.js';
import type { Endpoint } from '../client/endpoint.js';

/** Variables that name a proxy. Programs write them in capitals and in small letters. */
const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/**
 * How connections are made: through the proxy that the environment names, and with the certificates of AWS_CA_BUNDLE.
 *
 * @returns an agent for http and https; `undefined` if Node's own does
 * @throws AdminError USAGE if the certificates cannot be read
 */
export async function connectionAgent({ aws, requestHandler }: Endpoint): Promise<Agent | undefined> {
  if (requestHandler !== undefined) return undefined;
  const ca = aws?.caBundle === undefined ? undefined : await readBundle(aws.caBundle);
  const isProxied = PROXY_VARIABLES.some((name) => variable(process.env, name) !== undefined);
  if (ca === undefined && !isProxied) return undefined;
  const { EnvironmentAgent } = await import('./environment-agent.js');
  return new EnvironmentAgent(ca);
}

async function readBundle(file: string): Promise<string> {
  const hint = 'Check AWS_CA_BUNDLE, and ca_bundle of the AWS profile.';
  return (await readNamedFile(file, { what: 'the certificates', maxBytes: 10_000_000, hint })).toString('utf8');
}
