import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { ownHome } from '../own-home.js';
import { serveSandbox } from '../serve-sandbox.js';
import { awsArguments, hasAws } from './aws.js';

const ROWS = 10_000;
const CONCURRENCY = 16;
/** Goals: the least rate as a multiple of that of a bare SDK loop, and of a shell loop over the AWS CLI. */
const [LEAST_OF_SDK, LEAST_OF_AWS] = [0.9, 30];
/** Rows for the AWS CLI. A few are enough, since each call takes the same time. */
const AWS_ROWS = 15;

const [RPS, LATENCY, PACED_ROWS] = [50, 20, 3_000];
/** Goal: the least share of the limit. */
const LEAST_OF_LIMIT = 0.95;

/**
 * Rows per second of `users create --from` against `sandbox serve`, compared with a bare SDK loop of the same concurrency
 * and, if it is installed, a shell loop over the AWS CLI.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the rate, and the goal where there is one
 */
export async function bulk(options) {
  const ours = await ratePerSecond(options, ROWS, [], createArguments(['--rate', '1000000']));
  const sdk = await ratePerSecond(options, ROWS, [], ({ url, poolId }, file) => [
    process.execPath,
    [join(import.meta.dirname, 'create-with-sdk.js'), url, poolId, file, String(CONCURRENCY)],
  ]);
  const rows = [
    [`users create --from, ${ROWS} rows`, perSecond(ours), ''],
    ['a bare SDK loop', perSecond(sdk), goal(ours / sdk, LEAST_OF_SDK)],
  ];
  if (!hasAws(options.env)) return [...rows, ['a shell loop over aws', 'not installed', 'skipped']];
  const aws = await ratePerSecond(options, AWS_ROWS, [], shellLoop);
  return [...rows, ['a shell loop over aws', perSecond(aws), goal(ours / aws, LEAST_OF_AWS)]];
}

/**
 * The share of a request limit that `users create --from` uses when the endpoint throttles requests above it.
 *
 * @param {{ bin: string, env: Record<string, string> }} options
 * @returns {Promise<string[][]>} rows of cells: what, the rate, and the goal
 */
export async function paced(options) {
  const limits = ['--rps', String(RPS), '--latency', String(LATENCY)];
  const rate = await ratePerSecond(options, PACED_ROWS, limits, createArguments(['--rate', String(RPS)]));
  return [[`users create --from, at ${RPS} requests a second`, perSecond(rate), goal(rate / RPS, LEAST_OF_LIMIT)]];
}

function createArguments(more) {
  return ({ url }, file, { bin }) => {
    const argv = ['users', 'create', '--from', file, '--no-invite', '--yes', '--endpoint-url', url, ...more];
    return [process.execPath, [bin, ...argv, '--max-concurrency', String(CONCURRENCY)]];
  };
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

/** Creates `rows` users in a new sandbox, and checks that they exist. */
async function ratePerSecond(options, rows, limits, command) {
  // A pool of its own for each measurement, since a larger pool takes longer to write.
  const home = ownHome('sf-admin-bench-bulk');
  const env = { ...options.env, ...home.env };
  let server;
  try {
    const file = join(home.folder, 'users.csv');
    writeFileSync(file, `email,tenantId,roles,givenName\n${lines(rows).join('')}`);
    server = await serveSandbox(options.bin, env, limits);
    const [program, args] = command(server, file, options);
    const start = performance.now();
    const { status, stderr } = spawnSync(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const seconds = (performance.now() - start) / 1000;
    const made = await madeIn(server);
    if (status === 0 && made === rows) return rows / seconds;
    throw new Error(`${program} ended with ${status} and created ${made} of ${rows} users\n${stderr}`);
  } finally {
    await server?.stop();
    home.remove();
  }
}

function lines(rows) {
  return Array.from({ length: rows }, (_, row) => `user${row}@bulk.example,tenant_001,itsm_agent,User ${row}\n`);
}

/** Number of users in the pool that the seed did not make. */
async function madeIn({ url, poolId }) {
  let [made, token] = [0, undefined];
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
    made += Users.filter(({ Attributes }) => Attributes.some(({ Value }) => Value.endsWith('@bulk.example'))).length;
    token = PaginationToken;
  } while (token !== undefined);
  return made;
}

function perSecond(rate) {
  return `${rate.toFixed(rate < 10 ? 1 : 0)} rows/s`;
}

function goal(ratio, least) {
  return `ratio ${ratio.toFixed(2)}, goal at least ${least}: ${ratio >= least ? 'met' : 'missed'}`;
}
