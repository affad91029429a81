/** Wraps each attempt at a call. */
export type AttemptMiddleware = <T>(attempt: () => Promise<T>) => Promise<T>;

/** The part of an SDK command that is used here, whatever its operation. */
interface Interceptable {
  middlewareStack: {
    addRelativeTo(
      middleware: (next: Next) => Next,
      options: { relation: 'after'; toMiddleware: 'retryMiddleware'; name: string },
    ): void;
  };
}

type Next = (args: never) => Promise<unknown>;

/** Wraps each attempt at a command, including the SDK's retries. */
export function addAttemptMiddleware(command: unknown, middleware: AttemptMiddleware): void {
  (command as Interceptable).middlewareStack.addRelativeTo(
    (next) => (args) => middleware(() => next(args)),
    // Inside the retries; and outside the signing, which has to use the time of the attempt.
    { relation: 'after', toMiddleware: 'retryMiddleware', name: 'attemptMiddleware' },
  );
}
