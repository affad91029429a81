import { carryOutAllAndReport, carryOutAndReport } from './carry-out-and-report.js';
import { runAndReport, type RunInvocation } from './run-and-report.js';
import { planAll } from '../changes/plan-all.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { onEachUser, type UserOperation } from '../runs/operations/change-users.js';

/**
 * Changes the users given as arguments, or each user that `--from` gives.
 *
 * @param named the argument: a string if the command takes one user, whose outcome is then reported as one thing
 * @param given the operation, or how it is made once the directory is open
 */
export async function changeUsers(
  invocation: RunInvocation,
  named: string | readonly string[] | undefined,
  given: UserOperation | ((directory: Directory) => UserOperation),
): Promise<void> {
  const operationIn = (directory: Directory) => (typeof given === 'function' ? given(directory) : given);
  const users = usersArgument(named, invocation.flags);
  if (users === undefined) return runAndReport(invocation, (directory) => onEachUser(operationIn(directory)));
  const directory = await invocation.openForChange();
  const operation = operationIn(directory);
  if (typeof users === 'string') {
    return carryOutAndReport(invocation, directory, await operation.plan(directory, users));
  }
  const { applies } = invocation;
  const plan = (user: string) => operation.plan(directory, user);
  const changes =
    applies === undefined
      ? await planAll(users, plan)
      : await (await import('./plans/applied-plan.js')).planLeft(applies, plan);
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
