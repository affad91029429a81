import { spawnSync } from 'node:child_process';

/** Whether the AWS CLI is installed. */
export function hasAws(env) {
  return spawnSync('aws', ['--version'], { env, stdio: 'ignore' }).status === 0;
}

/**
 * The arguments of one `aws cognito-idp` call on a pool that is served here.
 *
 * @param {string} operation
 * @param {{ url: string, poolId: string }} server
 * @param {readonly string[]} more
 */
export function awsArguments(operation, { url, poolId }, more) {
  const common = ['--region', 'us-east-1', '--endpoint-url', url, '--user-pool-id', poolId];
  return ['cognito-idp', operation, ...common, ...more];
}
