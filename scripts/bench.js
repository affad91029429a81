/**
 * `npm run bench`: what `sf-admin client describe` costs against `sandbox serve`, beside a script that makes the same
 * call with the SDK, beside the AWS CLI where it is installed, and beside Node itself, which is the floor.
 * BENCH_RUNS sets how often each is measured (15). It ends with 0 whether the goal holds or not, and otherwise only
 * where a command fails.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { medians } from './bench/measure.js';
import { ownHome } from './own-home.js';
import { serveSandbox } from './serve-sandbox.js';

/** Of the AWS CLI's time, at most. */
const GOAL = 0.6;

const bin = join(import.meta.dirname, '..', 'bin', 'run.js');
const sdkScript = join(import.meta.dirname, 'bench', 'describe-with-sdk.js');

const home = ownHome('sf-admin-bench');
const env = {
  ...home.env,
  // Any will do: the sandbox wants a signature and does not check it.
  AWS_ACCESS_KEY_ID: 'sandbox',
  AWS_SECRET_ACCESS_KEY: 'sandbox',
  AWS_EC2_METADATA_DISABLED: 'true',
};
let server;
try {
  const runs = runsWanted(process.env.BENCH_RUNS);
  server = await serveSandbox(bin, env);
  const commands = commandsAgainst(server);
  process.stdout.write(`${runs} runs of each, in turns.\n\n`);
  report(await medians(commands, { runs, env }));
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error.message}\n`);
} finally {
  await server?.stop();
  home.remove();
}

function runsWanted(text = '15') {
  const wanted = Number(text);
  if (Number.isInteger(wanted) && wanted > 0) return wanted;
  throw new Error(`BENCH_RUNS is ${text}, and must be a whole number from 1`);
}

function commandsAgainst({ url, poolId, clientId }) {
  const node = process.execPath;
  const answers = clientId;
  const aws = [
    ...['cognito-idp', 'describe-user-pool-client', '--region', 'us-east-1', '--endpoint-url', url],
    ...['--user-pool-id', poolId, '--client-id', clientId],
  ];
  return [
    { name: 'node -e 0', program: node, args: ['-e', '0'] },
    {
      name: 'sf-admin client describe',
      program: node,
      args: [bin, 'client', 'describe', '--endpoint-url', url],
      answers,
    },
    { name: 'SDK script', program: node, args: [sdkScript, url, poolId, clientId], answers },
    ...(hasAws() ? [{ name: 'aws', program: 'aws', args: aws, answers }] : []),
  ];
}

function hasAws() {
  return spawnSync('aws', ['--version'], { env, stdio: 'ignore' }).status === 0;
}

function report(times) {
  const ours = times.get('sf-admin client describe');
  const rows = [...times].map(([name, time]) => [name, `${time.toFixed(0)} ms`, (ours / time).toFixed(2)]);
  for (const [name, time, ratio] of [['command', 'median', 'sf-admin / it'], ...rows]) {
    process.stdout.write(`${name.padEnd(26)}${time.padStart(9)}${ratio.padStart(16)}\n`);
  }
  const aws = times.get('aws');
  const verdict =
    aws === undefined
      ? 'The AWS CLI is not installed here, so it was skipped and the goal was not measured.'
      : `The goal of at most ${GOAL} of the AWS CLI's time ${ours <= GOAL * aws ? 'holds' : 'does not hold'}.`;
  process.stdout.write(`\n${verdict}\n`);
}
