/**
 * operations/users/ holds the admin operations on users: accounts, attributes, passwords, second factors, devices,
 * sessions and sign-in events. This file has what operations on one user share.
 */
import { operation, type Operation, type OperationContext } from '../../engine/operation.js';
import type { Shape } from '../../engine/shape.js';
import { requirePool, requireUser } from '../../state/lookup.js';
import type { PoolState, UserState } from '../../state/state.js';

interface OneUser {
  readonly UserPoolId: string;
  readonly Username: string;
}

interface UserRequest<T> {
  readonly context: OperationContext;
  readonly pool: PoolState;
  readonly input: T;
  /** The current time in milliseconds since 1970. */
  readonly time: number;
}

/** An operation that reads one user. Throws ResourceNotFoundException, UserNotFoundException. */
export function userReader<T extends OneUser>(
  shape: Shape<T>,
  read: (user: UserState, request: UserRequest<T>) => object,
): Operation {
  return operation(shape, async (context, input) => {
    const pool = requirePool(await context.store.read(), input.UserPoolId);
    return read(requireUser(pool, input.Username), { context, pool, input, time: context.now().getTime() });
  });
}

/** An operation that changes one user, with an empty response. Throws as `userReader` does. */
export function userChange<T extends OneUser>(
  shape: Shape<T>,
  change: (user: UserState, request: UserRequest<T>) => void,
): Operation {
  return operation(shape, (context, input) =>
    context.store.update((state) => {
      const pool = requirePool(state, input.UserPoolId);
      change(requireUser(pool, input.Username), { context, pool, input, time: context.now().getTime() });
      return {};
    }),
  );
}
