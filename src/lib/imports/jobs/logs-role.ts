import type { Directory } from '../../directory.js';
import { type Environment, variable } from '../../config/fields/environment.js';
import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** API reference, CreateUserImportJob: 20 to 2,048 characters; narrower than there, since only a role will do. */
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** The sandbox has no CloudWatch, and takes any role. */
const SANDBOX_ROLE = 'arn:aws:iam::000000000000:role/sandbox';

/**
 * The role by which a job writes its log to CloudWatch: the flag's, or `SF_ADMIN_LOGS_ROLE`.
 *
 * @throws AdminError USAGE for what is no role's ARN, MISSING_INPUT where there is none and the pool is AWS's
 */
export function logsRole(
  { context }: Pick<Directory, 'context'>,
  asked: string | undefined,
  env: Environment,
): string {
  const source = asked === undefined ? 'SF_ADMIN_LOGS_ROLE' : '--logs-role';
  const arn = asked ?? variable(env, 'SF_ADMIN_LOGS_ROLE');
  if (arn !== undefined) {
    if (ROLE_ARN.test(arn)) return arn;
    throw new AdminError('USAGE', `${source}: ${quoted(arn)} is not the ARN of an IAM role`, {
      hint: 'Write it as arn:aws:iam::111122223333:role/NAME',
    });
  }
  if (context.kind === 'sandbox') return SANDBOX_ROLE;
  throw new AdminError('MISSING_INPUT', 'an import job needs a role that may write its log to CloudWatch', {
    hint:
      'Name it: --logs-role ARN (SF_ADMIN_LOGS_ROLE). It trusts cognito-idp.amazonaws.com, and allows\n' +
      'logs:CreateLogGroup, logs:CreateLogStream, logs:DescribeLogStreams and logs:PutLogEvents.',
  });
}
