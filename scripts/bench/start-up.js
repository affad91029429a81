import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { serveSandbox } from '../serve-sandbox.js';
import { awsArguments, hasAws } from './aws.js';
import { medians, timed } from './measure.js';

const DESCRIBE = 'sf-admin client describe';
const DISABLE = 'sf-admin users disable --yes';
const WITH_OCLIF = ', with all of oclif';
const FIRST_RUN = ', first run';

/** Goals: the most time, as a share of the time of something else. */
const GOALS = [
  { what: 'sf-admin --version', comparedWith: 'node -e 0', most: 1.3 },
  { what: DESCRIBE, comparedWith: 'SDK script', most: 0.65 },
  { what: DESCRIBE, comparedWith: 'aws', most: 0.25 },
  { what: DISABLE, comparedWith: `${DISABLE}${WITH_OCLIF}`, most: 0.6 },
  { what: `${DESCRIBE}${FIRST_RUN}`, comparedWith: `${DESCRIBE}${WITH_OCLIF}`, most: 1.15 },
];

/**
 * Times of short commands against `sandbox serve`, compared with the same call by an SDK script, by the AWS CLI if it is
 * installed, with the same command without the launcher, and with Node alone, which is the minimum.
 *
 * @param {{ bin: string, env: Record<string, string>, runs: number }} options how often each is measured
 * @returns {Promise<string[][]>} rows of cells: what, the median or a ratio of two, and the goal
 */
export async function startUp({ bin, env, runs }) {
  const server = await serveSandbox(bin, env);
  try {
    const times = await medians(commandsAgainst(server, { bin, env }), { runs, env });
    const rows = [...times].map(([name, time]) => [name, `${time.toFixed(0)} ms`, '']);
    const goals = GOALS.map(({ what, comparedWith, most }) => {
      const row = `${what} / ${comparedWith}`;
      if (!times.has(comparedWith)) return [row, 'not installed', 'skipped'];
      const ratio = times.get(what) / times.get(comparedWith);
      return [row, ratio.toFixed(2), `goal at most ${most}: ${ratio <= most ? 'met' : 'missed'}`];
    });
    return [...rows, ...goals];
  } finally {
    await server.stop();
  }
}

function commandsAgainst({ url, poolId, clientId }, { bin, env }) {
  const node = { program: process.execPath };
  const allOfOclif = join(import.meta.dirname, '..', 'all-of-oclif.js');
  const emptyCache = join(env.HOME, 'empty-cache');
  const describe = ['client', 'describe', '--endpoint-url', url];
  const describing = { ...node, answers: clientId };
  const user = 'ben.carter@tenant-one.example';
  const disable = ['users', 'disable', user, '--yes', '--endpoint-url', url];
  const enable = [bin, 'users', 'enable', user, '--endpoint-url', url];
  const disabling = {
    ...node,
    answers: 'Disabled',
    prepare: () => timed({ ...node, name: 'sf-admin users enable', args: enable }, env),
  };
  const script = join(import.meta.dirname, 'describe-with-sdk.js');
  const aws = awsArguments('describe-user-pool-client', { url, poolId }, ['--client-id', clientId]);
  return [
    { name: 'node -e 0', ...node, args: ['-e', '0'] },
    { name: 'sf-admin --version', ...node, args: [bin, '--version'], answers: 'sf-admin/' },
    { name: DESCRIBE, ...describing, args: [bin, ...describe] },
    { name: `${DESCRIBE}${WITH_OCLIF}`, ...describing, args: [allOfOclif, ...describe] },
    {
      name: `${DESCRIBE}${FIRST_RUN}`,
      ...describing,
      args: [bin, ...describe],
      env: { ...env, SF_ADMIN_CACHE_DIR: emptyCache },
      prepare: () => rm(emptyCache, { recursive: true, force: true }),
    },
    { name: 'SDK script', ...describing, args: [script, url, poolId, clientId] },
    ...(hasAws(env) ? [{ name: 'aws', program: 'aws', args: aws, answers: clientId }] : []),
    { name: DISABLE, ...disabling, args: [bin, ...disable] },
    { name: `${DISABLE}${WITH_OCLIF}`, ...disabling, args: [allOfOclif, ...disable] },
  ];
}
