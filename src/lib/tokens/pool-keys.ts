import type { JSONWebKeySet } from 'jose';

import { isAtAws } from '../cognito/client/endpoint.js';
import { isRecord } from '../cognito/client/unmodelled.js';
import { badResponse } from '../cognito/errors/bad-response.js';
import { translateError } from '../cognito/errors/translate-error.js';
import { plainRequest, textOfBody } from '../cognito/transfer/plain-request.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { readNamedFile } from '../files/named-file.js';
import { issuerHost } from '../text/aws-hosts.js';
import { parsedJson } from '../text/parsed.js';

/** Who issues the tokens of a user pool, and the public keys with which they are verified. */
export interface TokenIssuer {
  /** The pool's own first. */
  readonly issuers: readonly string[];
  readonly keys: JSONWebKeySet;
}

/**
 * Reads the public keys of the user pool from the service: at AWS from the issuer that the pool is configured with
 * (DescribeUserPool), at another endpoint from its own address.
 *
 * @throws AdminError BAD_RESPONSE if there are no keys; UNREACHABLE, TIMEOUT and those of DescribeUserPool
 */
export async function readTokenIssuer(directory: Directory): Promise<TokenIssuer> {
  const { endpoint } = directory;
  const { poolId, region, url } = endpoint;
  if (isAtAws(endpoint)) {
    const { IssuerConfiguration: issuer } = await directory.pool();
    const own = `https://${issuerHost(region, issuer?.Type)}/${poolId}`;
    return { issuers: [own], keys: await fetchKeys(directory, own) };
  }
  const aws = `https://${issuerHost(region)}/${poolId}`;
  if (endpoint.requestHandler !== undefined) {
    return { issuers: [aws], keys: await fetchKeys(directory, `https://sandbox.invalid/${poolId}`) };
  }
  const served = `${(url ?? '').replace(/\/$/, '')}/${poolId}`;
  return { issuers: [aws, served], keys: await fetchKeys(directory, served) };
}

/** A pool has two keys, of less than a kilobyte each. */
const MAX_BYTES = 1_000_000;

/**
 * The public keys of a file, so that nothing is requested: as `jwks.json` of the pool was saved.
 *
 * @throws AdminError USAGE if it cannot be read, or has no keys
 */
export async function issuerFromFile({ endpoint }: Directory, file: string): Promise<TokenIssuer> {
  const { poolId, region, url } = endpoint;
  const hint = `Save them from https://${issuerHost(region)}/${poolId}/.well-known/jwks.json`;
  const bytes = await readNamedFile(file, { what: 'the public keys', maxBytes: MAX_BYTES, hint });
  const keys = parseKeys(bytes.toString('utf8'));
  if (keys === undefined) throw new AdminError('USAGE', `${file} holds no public keys`, { hint });
  const served = isAtAws(endpoint) || url === undefined ? [] : [`${url.replace(/\/$/, '')}/${poolId}`];
  const hosts = [issuerHost(region), issuerHost(region, 'UPDATED')];
  return { issuers: [...hosts.map((host) => `https://${host}/${poolId}`), ...served], keys };
}

async function fetchKeys({ endpoint }: Directory, issuer: string): Promise<JSONWebKeySet> {
  const url = new URL(`${issuer}/.well-known/jwks.json`);
  try {
    const { status, body } = await plainRequest(endpoint, {
      method: 'GET',
      url,
      headers: { accept: 'application/json' },
    });
    const keys = parseKeys(await textOfBody(body));
    if (status === 200 && keys !== undefined) return keys;
  } catch (error) {
    throw translateError(error, { endpoint, operation: 'the public keys', input: {}, timedOut: false });
  }
  throw badResponse(`${url.host} did not answer with the public keys of user pool ${endpoint.poolId}`);
}

function parseKeys(text: string): JSONWebKeySet | undefined {
  const value = parsedJson(text);
  if (!isRecord(value) || !Array.isArray(value.keys) || !value.keys.every(isRecord)) return undefined;
  return value as unknown as JSONWebKeySet;
}
