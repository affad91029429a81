import type { Directory } from '../../directory.js';
import { type Environment, variable } from '../../config/fields/environment.js';
import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** Stricter than the API reference of CreateUserImportJob (20 to 2,048 characters), which allows other ARNs. */
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** The sandbox has no CloudWatch and accepts any role. */
const SANDBOX_ROLE = 'arn:aws:iam::000000000000:role/sandbox';

/**
 * The ARN of the role with which a job writes its log to CloudWatch: from the flag, else from `SF_ADMIN_LOGS_ROLE`.
 *
 * @param options.dryRun whether no job is to be made; then the role may be missing
 * @throws AdminError USAGE if it is not the ARN of a role; MISSING_INPUT if there is none, except in the sandbox
 */
export function logsRole(
  { context }: Pick<Directory, 'context'>,
  flag: string | undefined,
  env: Environment,
  { dryRun }: { dryRun: boolean },
): string | undefined {
  const source = flag === undefined ? 'SF_ADMIN_LOGS_ROLE' : '--logs-role';
  const arn = flag ?? variable(env, 'SF_ADMIN_LOGS_ROLE');
  if (arn !== undefined) {
    if (ROLE_ARN.test(arn)) return arn;
    throw new AdminError('USAGE', `${source}: ${quoted(arn)} is not the ARN of an IAM role`, {
      hint: 'Its form is arn:aws:iam::111122223333:role/NAME',
    });
  }
  if (context.kind === 'sandbox') return SANDBOX_ROLE;
  if (dryRun) return undefined;
  throw new AdminError('MISSING_INPUT', 'an import job needs an IAM role to write its log to CloudWatch', {
    hint:
      'Specify it with --logs-role ARN or SF_ADMIN_LOGS_ROLE. It must trust cognito-idp.amazonaws.com and allow ' +
      'logs:CreateLogGroup, logs:CreateLogStream, logs:DescribeLogStreams and logs:PutLogEvents.',
  });
}
