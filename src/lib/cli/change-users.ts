import { carryOutAllAndReport, carryOutAndReport } from './carry-out-and-report.js';
import { runAndReport, type RunInvocation } from './run-and-report.js';
import { planAll } from '../changes/plan-all.js';
import { AdminError } from '../errors.js';
import { onEachUser, type UserOperation } from '../runs/operations/change-users.js';

/**
 * Changes the users given as arguments, or each user that `--from` gives.
 *
 * @param named the argument: a string if the command takes one user, whose outcome is then reported as one thing
 */
export async function changeUsers(
  invocation: RunInvocation,
  named: string | readonly string[] | undefined,
  operation: UserOperation,
): Promise<void> {
  const users = usersArgument(named, invocation.flags);
  if (users === undefined) return runAndReport(invocation, () => onEachUser(operation));
  const directory = await invocation.openForChange();
  if (typeof users === 'string') {
    return carryOutAndReport(invocation, directory, await operation.plan(directory, users));
  }
  const changes = await planAll(users, (user) => operation.plan(directory, user));
  return carryOutAllAndReport(invocation, directory, changes);
}

/**
 * The users given as arguments; `undefined` if they come from `--from`.
 *
 * @throws AdminError MISSING_INPUT if neither is given, USAGE if both are
 */
export function usersArgument<Named extends string | readonly string[]>(
  named: Named | undefined,
  { from }: { from?: string | undefined },
): Named | undefined {
  // An argument that takes several is an empty array without any.
  const isNamed = typeof named === 'string' || (named?.length ?? 0) > 0;
  if (isNamed && from !== undefined) {
    throw new AdminError('USAGE', 'users are given both as arguments and with --from', {
      hint: 'Use only one of the two.',
    });
  }
  if (isNamed) return named;
  if (from !== undefined) return undefined;
  throw new AdminError('MISSING_INPUT', 'missing argument USER', {
    hint: 'Give one or more users, or read them from a file or a pipe: --from FILE',
  });
}
