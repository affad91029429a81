import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { SANDBOX_POOL_ID } from '../model/sandbox-ids.js';
import { findUser } from './read/find-user.js';

/** A user's page in the AWS console. The keys are part of the JSON output. */
export interface ConsolePage {
  readonly username: string;
  readonly url: string;
}

/**
 * Finds a user, and their page in the AWS console. AWS documents the host of each partition and not the path, which is
 * that of the console of 2025.
 *
 * @param input.user an email, a `sub` or a user name
 * @throws AdminError USAGE for the sandbox, which has no console; those of `findUser`
 */
export async function consolePage(directory: Directory, { user }: { user: string }): Promise<ConsolePage> {
  const { poolId, region } = directory.endpoint;
  if (poolId === SANDBOX_POOL_ID) {
    throw new AdminError('USAGE', 'the sandbox is not in AWS, so its users have no page in the AWS console', {
      hint: `To see the user: sf-admin users show ${user}\nFor a pool in AWS: --context NAME`,
    });
  }
  const { username } = await findUser(directory, user);
  const path = `cognito/v2/idp/user-pools/${poolId}/user-management/users/details/${encodeURIComponent(username)}`;
  return { username, url: `https://${region}.${consoleHost(region)}/${path}?region=${region}` };
}

/** The partitions other than the commercial one, by the start of their regions. */
const PARTITIONS: readonly (readonly [start: string, host: string])[] = [
  ['us-gov-', 'console.amazonaws-us-gov.com'],
  ['cn-', 'console.amazonaws.cn'],
  ['eusc-', 'console.amazonaws-eusc.eu'],
];

function consoleHost(region: string): string {
  return PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'console.aws.amazon.com';
}
