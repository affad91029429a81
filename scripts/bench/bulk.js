import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { ownHome } from '../own-home.js';
import { serveSandbox } from '../serve-sandbox.js';
import { awsArguments, hasAws } from './aws.js';
import { median } from './measure.js';
import { serveFastPool } from './pools/serve-fast-pool.js';
import { usersFile } from './pools/users.js';

const ROWS = 10_000;
const CONCURRENCY = 16;
/** How often the run and the SDK loop are measured. */
const TURNS = 3;
/** Rows of a first run, after which the compiled code is in the cache folder as it is for every later one. */
const FIRST_ROWS = 16;
/** Goals: the least rate as a multiple of that of a bare SDK loop, and of a shell loop over the AWS CLI. */
const [LEAST_OF_SDK, LEAST_OF_AWS] = [0.85, 30];
/** Rows for the AWS CLI. A few are enough, since each call takes the same time. */
const AWS_ROWS = 15;

/** More requests a second than any client sends. */
export const UNLIMITED = 1_000_000;

const [RPS, LATENCY, PACED_ROWS] = [50, 20, 3_000];
/** Goal: the least share of the limit. */
const LEAST_OF_LIMIT = 0.95;

/**
 * Rows per second of `users create --from` against an endpoint that answers at once, compared with a bare SDK loop of the
 * same concurrency and, if it is installed, a shell loop over the AWS CLI.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the rate, and the goal where there is one
 */
export async function bulk(options) {
  const [rates, sdkRates] = [[], []];
  await createRate(options, FIRST_ROWS, serveFastPool, createArguments(atRate(UNLIMITED)));
  // In turns, so that a slow phase of the machine affects both.
  for (let turn = 0; turn < TURNS; turn++) {
    rates.push(await createRate(options, ROWS, serveFastPool, createArguments(atRate(UNLIMITED))));
    sdkRates.push(await createRate(options, ROWS, serveFastPool, sdkLoop('create')));
  }
  const [ours, sdk] = [median(rates), median(sdkRates)];
  const rows = [
    [`users create --from, ${ROWS} rows`, perSecond(ours), ''],
    ['a bare SDK loop', perSecond(sdk), goal(ours / sdk, LEAST_OF_SDK)],
  ];
  if (!hasAws(options.env)) return [...rows, ['a shell loop over aws', 'not installed', 'skipped']];
  const aws = await createRate(options, AWS_ROWS, serveFastPool, shellLoop);
  return [...rows, ['a shell loop over aws', perSecond(aws), goal(ours / aws, LEAST_OF_AWS)]];
}

/**
 * The share of a request limit that `users create --from` uses when the endpoint throttles requests above it.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the rate, and the goal
 */
export async function paced(options) {
  const serve = (env) => serveSandbox(options.bin, env, ['--rps', String(RPS), '--latency', String(LATENCY)]);
  const rate = await createRate(options, PACED_ROWS, serve, createArguments(atRate(RPS)));
  return [[`users create --from, at ${RPS} requests a second`, perSecond(rate), goal(rate / RPS, LEAST_OF_LIMIT)]];
}

/** The flags of a command that makes many changes. */
export function atRate(rate) {
  return ['--yes', '--rate', String(rate), '--max-concurrency', String(CONCURRENCY)];
}

function createArguments(flags) {
  return ({ url }, file, { bin }) => {
    const argv = ['users', 'create', '--from', file, '--no-invite', '--endpoint-url', url, ...flags];
    return [process.execPath, [bin, ...argv]];
  };
}

/** The same changes with the SDK alone. */
export function sdkLoop(operation) {
  const script = join(import.meta.dirname, 'loop-with-sdk.js');
  return ({ url, poolId }, file) => [process.execPath, [script, operation, url, poolId, file, String(CONCURRENCY)]];
}

/** The loop of a runbook: one call per line. */
function shellLoop(server, file) {
  const call = awsArguments('admin-create-user', server, ['--message-action', 'SUPPRESS']).join(' ');
  const attributes =
    'Name=email,Value="$email" Name=email_verified,Value=true ' +
    'Name=custom:tenant_id,Value="$tenant" Name=custom:role,Value="$roles" Name=given_name,Value="$name"';
  const loop =
    `tail -n +2 ${file} | while IFS=, read -r email tenant roles name; do ` +
    `aws ${call} --username "$email" --user-attributes ${attributes} >/dev/null || exit 1; done`;
  return ['bash', ['-c', `set -o pipefail; ${loop}`]];
}

/** Creates `rows` users in a new pool, and checks that they exist. */
async function createRate(options, rows, serve, command) {
  // A pool of its own for each measurement, since a larger pool takes longer to write.
  const home = ownHome('sf-admin-bench-bulk');
  const env = { ...options.env, ...home.env, SF_ADMIN_CACHE_DIR: join(options.env.HOME, 'cache') };
  let server;
  try {
    const file = join(home.folder, 'users.csv');
    writeFileSync(file, usersFile(rows));
    server = await serve(env);
    const seconds = timed(command(server, file, options), env);
    const made = (await usersIn(server)).length;
    if (made === rows) return rows / seconds;
    throw new Error(`created ${made} of ${rows} users`);
  } finally {
    await server?.stop();
    home.remove();
  }
}

/** Runs a command, and returns the seconds that it took. @throws if it fails */
export function timed([program, args], env) {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${stderr}`);
  return (performance.now() - start) / 1000;
}

/** The users in the pool that the seed did not make, as ListUsers returns them. */
export async function usersIn({ url, poolId }) {
  const users = [];
  let token;
  do {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
        authorization: 'AWS4-HMAC-SHA256 Credential=bench',
      },
      body: JSON.stringify({ UserPoolId: poolId, PaginationToken: token }),
    });
    if (response.status === 400) {
      // Throttled: the request limit applies to this count too.
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    const { Users, PaginationToken } = await response.json();
    users.push(...Users.filter(({ Attributes }) => Attributes.some(({ Value }) => Value.endsWith('@bulk.example'))));
    token = PaginationToken;
  } while (token !== undefined);
  return users;
}

export function perSecond(rate) {
  return `${rate.toFixed(rate < 10 ? 1 : 0)} rows/s`;
}

export function goal(ratio, least) {
  return `ratio ${ratio.toFixed(2)}, goal at least ${least}: ${ratio >= least ? 'met' : 'missed'}`;
}
