import { isAtAws } from '../../cognito/client/endpoint.js';
import { primaryElsewhere } from '../../cognito/client/assert-writable.js';
import { drained, plainRequest } from '../../cognito/transfer/plain-request.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError } from '../../errors.js';
import { cognitoHost } from '../../text/aws-hosts.js';
import { poolRegions, replicaText } from '../../pool/pool-regions.js';
import { counted } from '../../text/counted.js';
import { accountMismatch } from '../../cognito/client/caller-identity.js';
import { ok, problem, type Result, unknown, warning } from './diagnostic.js';

/** Milliseconds. Credentials that expire sooner may not last for a long run. */
const SOON = 15 * 60_000;
/** AWS refuses a signature that is five minutes old; before that, the times of records are wrong. */
const REFUSED_SKEW = 4 * 60_000;
const NOTICEABLE_SKEW = 60_000;

/** Whether there are credentials, and when they expire. @throws AdminError NO_CREDENTIALS, EXPIRED_CREDENTIALS … */
export async function credentials({ endpoint, cognito }: Directory, now: () => number): Promise<Result> {
  if (endpoint.credentials.kind === 'sandbox') return ok('the sandbox needs none');
  const { expiration } = await cognito.credentials();
  if (expiration === undefined) return ok('they do not expire');
  const left = expiration.getTime() - now();
  const until = `they expire at ${expiration.toISOString()}`;
  const fix = endpoint.aws?.signIn === undefined ? 'Renew the credentials.' : `Sign in again: ${endpoint.aws.signIn}`;
  if (left <= 0) return problem(`they expired at ${expiration.toISOString()}`, fix);
  const minutes = counted(Math.floor(left / 60_000), 'minute');
  return left < SOON ? warning(`${until}, in ${minutes}`, fix) : ok(`${until}, in ${minutes}`);
}

/** Who the credentials belong to, and whether that is the account of the context. @throws AdminError as a call to STS does */
export async function identity({ context, endpoint, cognito }: Directory): Promise<Result> {
  if (context.kind === 'sandbox') return ok('the sandbox has no identities');
  if (!isAtAws(endpoint)) return unknown(`${endpoint.url ?? 'the endpoint'} is not AWS`);
  const { callerIdentity } = await import('../../cognito/client/caller-identity.js');
  const { account, arn } = await callerIdentity(endpoint, () => cognito.credentials());
  const { account: expected } = endpoint;
  if (expected !== undefined && account !== expected) {
    return problem(
      accountMismatch(expected, account),
      'Use credentials of the expected account (--profile NAME), or another context.',
    );
  }
  return ok(arn);
}

/** The clock of this machine against that of the service: the pool's public keys can be read without credentials. */
export async function clockSkew({ endpoint }: Directory, now: () => number): Promise<Result> {
  if (endpoint.requestHandler !== undefined) return ok('the sandbox uses the clock of this machine');
  const { poolId, region, aws } = endpoint;
  const base = endpoint.url ?? `https://${cognitoHost(region, aws)}`;
  const url = new URL(`${base.replace(/\/$/, '')}/${poolId}/.well-known/jwks.json`);
  let date: string | undefined;
  try {
    const response = await plainRequest(endpoint, { method: 'GET', url, headers: {} });
    ({ date } = response);
    await drained(response.body);
  } catch (error) {
    if (endpoint.interrupt.aborted) throw new AdminError('CANCELLED', 'interrupted', { cause: error });
    return unknown(`no answer from ${url.host}`, 'Check the network, a proxy (HTTPS_PROXY, NO_PROXY) and the region.');
  }
  const skew = now() - Date.parse(date ?? '');
  if (Number.isNaN(skew)) return unknown(`the answer of ${url.host} has no date`);
  const seconds = counted(Math.round(Math.abs(skew) / 1000), 'second');
  const found = `${seconds} ${skew > 0 ? 'ahead of' : 'behind'} ${url.host}`;
  if (Math.abs(skew) > REFUSED_SKEW) return problem(`${found}: AWS refuses signatures`, 'Set the clock.');
  return Math.abs(skew) > NOTICEABLE_SKEW ? warning(found, 'Set the clock.') : ok(found);
}

/** Whether the pool answers. @throws AdminError as DescribeUserPool does */
export async function poolAnswers(directory: Directory): Promise<Result> {
  try {
    const { Id, Name } = await directory.pool();
    return ok(`user pool ${Id}${Name === undefined ? '' : ` (${Name})`}`);
  } catch (error) {
    if (!(error instanceof AdminError) || error.code !== 'ACCESS_DENIED') throw error;
    const policy = commandLine(directory, 'iam policy --command pool:describe');
    return warning(error.message, `Allow cognito-idp:DescribeUserPool: ${policy}`);
  }
}

/** The pool's tier, and what it leaves out. */
export async function tier(directory: Directory): Promise<Result> {
  const pool = await directory.pool().catch((error: unknown) => {
    if (error instanceof AdminError && error.code !== 'CANCELLED') return undefined;
    throw error;
  });
  if (pool === undefined) return unknown('the user pool could not be read');
  if (pool.UserPoolTier === undefined) return unknown('the pool did not say');
  const without = pool.UserPoolTier === 'PLUS' ? '' : ': no threat protection, and so no sign-in events';
  return ok(`${pool.UserPoolTier}${without}. ${commandLine(directory, 'pool describe')} shows the rest`);
}

/** The primary Region of the pool and its secondary replicas, and whether the context is in a Region that takes no changes. */
export async function regions(directory: Directory): Promise<Result> {
  const { endpoint } = directory;
  const elsewhere = primaryElsewhere(endpoint);
  if (elsewhere !== undefined) {
    return warning(
      `in ${endpoint.region} the pool can only have a secondary replica: changes are refused`,
      `To change the user pool, use its primary Region: --region ${elsewhere}`,
    );
  }
  const found = await poolRegions(directory).catch((error: unknown) => {
    if (error instanceof AdminError && error.code !== 'CANCELLED') return undefined;
    throw error;
  });
  if (found === undefined) return unknown('the user pool could not be read');
  const { primary, secondaries, problem: reason } = found;
  if (secondaries === undefined) {
    const policy = commandLine(directory, 'iam policy --command pool:describe');
    return unknown(
      `primary Region ${primary}; secondary replicas unknown: ${reason ?? ''}`,
      `If there may be any, allow cognito-idp:ListUserPoolReplicas: ${policy}`,
    );
  }
  return ok(
    secondaries.length === 0
      ? `${primary} only`
      : `primary Region ${primary}; secondary replicas: ${secondaries.map(replicaText).join(', ')}`,
  );
}
