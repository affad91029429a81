import { join } from 'node:path';

import { serveSandbox } from '../serve-sandbox.js';
import { awsArguments, hasAws } from './aws.js';
import { medians } from './measure.js';

/** Goal: the most time, as a share of the AWS CLI's. */
const GOAL = 0.6;

/**
 * Time of `sf-admin client describe` against `sandbox serve`, compared with the same call by an SDK script, by the AWS
 * CLI if it is installed, and with Node alone, which is the minimum.
 *
 * @param {{ bin: string, env: Record<string, string>, runs: number }} options how often each is measured
 * @returns {Promise<string[][]>} rows of cells: what, the median, and what sf-admin takes of it or the goal
 */
export async function startUp({ bin, env, runs }) {
  const server = await serveSandbox(bin, env);
  try {
    const times = await medians(commandsAgainst(server, { bin, env }), { runs, env });
    const ours = times.get('sf-admin client describe');
    const rows = [...times].map(([name, time]) => [
      name,
      `${time.toFixed(0)} ms`,
      `sf-admin takes ${(ours / time).toFixed(2)} times as long`,
    ]);
    const aws = times.get('aws');
    if (aws === undefined) return [...rows, ['aws', 'not installed', 'skipped']];
    return [
      ...rows,
      ['ratio to aws', (ours / aws).toFixed(2), `goal at most ${GOAL}: ${ours <= GOAL * aws ? 'met' : 'missed'}`],
    ];
  } finally {
    await server.stop();
  }
}

function commandsAgainst({ url, poolId, clientId }, { bin, env }) {
  const node = process.execPath;
  const answers = clientId;
  const script = join(import.meta.dirname, 'describe-with-sdk.js');
  const aws = awsArguments('describe-user-pool-client', { url, poolId }, ['--client-id', clientId]);
  return [
    { name: 'node -e 0', program: node, args: ['-e', '0'] },
    {
      name: 'sf-admin client describe',
      program: node,
      args: [bin, 'client', 'describe', '--endpoint-url', url],
      answers,
    },
    { name: 'SDK script', program: node, args: [script, url, poolId, clientId], answers },
    ...(hasAws(env) ? [{ name: 'aws', program: 'aws', args: aws, answers }] : []),
  ];
}
