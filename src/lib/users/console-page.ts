import { isAtAws } from '../cognito/client/endpoint.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { consoleUrl } from '../text/console-url.js';
import { shellWord } from '../text/quoted.js';
import { findUser } from './read/find-user.js';

/** A user's page in the AWS console. The keys are part of the JSON output. */
export interface ConsolePage {
  readonly username: string;
  readonly url: string;
}

/**
 * Finds a user, and their page in the AWS console.
 *
 * @param input.user an email, a `sub` or a user name
 * @throws AdminError USAGE for a pool that is not in AWS, such as the sandbox, and for a region whose console AWS does not
 *   document; those of `findUser`
 */
export async function consolePage(directory: Directory, { user }: { user: string }): Promise<ConsolePage> {
  const { poolId, region } = directory.endpoint;
  const hint = `To see the user: ${commandLine(directory, `users show ${shellWord(user)}`)}`;
  if (!isAtAws(directory.endpoint)) {
    throw new AdminError('USAGE', `user pool ${poolId} is not in AWS, so its users have no page in the AWS console`, {
      hint: `${hint}\nFor a pool in AWS: --context NAME`,
    });
  }
  const urlOf = (username: string): string | undefined => consoleUrl(directory.endpoint, { kind: 'user', username });
  if (urlOf('') === undefined) {
    throw new AdminError('USAGE', `the address of the AWS console in ${region} is not known`, { hint });
  }
  const { username } = await findUser(directory, user);
  return { username, url: urlOf(username) ?? '' };
}
