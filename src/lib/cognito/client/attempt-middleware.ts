/** What is done around each attempt at a call. */
export type AttemptMiddleware = <T>(attempt: () => Promise<T>) => Promise<T>;

/** The little of an SDK command that this module touches, whatever its operation. */
interface Interceptable {
  middlewareStack: {
    addRelativeTo(
      middleware: (next: Next) => Next,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string },
    ): void;
  };
}

type Next = (args: never) => Promise<unknown>;

/** Has something done around each attempt at a command, the SDK's retries included. */
export function addAttemptMiddleware(command: unknown, around: AttemptMiddleware): void {
  (command as Interceptable).middlewareStack.addRelativeTo(
    (next) => (args) => around(() => next(args)),
    // Inside the retries, and outside the signing, whose time must be that of the attempt.
    { relation: 'after', toMiddleware: 'retryMiddleware', name: 'surroundAttempts' },
  );
}
