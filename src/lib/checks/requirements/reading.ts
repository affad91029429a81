import type { AwsServices } from '../../cognito/services/aws-services.js';
import type { ServiceInput, ServiceOperation, ServiceOutput } from '../../cognito/services/operations.js';
import { AdminError, type ErrorCode } from '../../errors.js';
import { actionOf } from '../../permissions/permission.js';
import type { Unread } from './requirement.js';

/** What was read; `value` is undefined if there is no such thing. Or why it could not be read. */
export type Reading<T> = { readonly value: T | undefined } | { readonly unread: Unread };

/** Errors that every further call would have too, so that they end the check. */
export const ENDING: readonly ErrorCode[] = [
  'CANCELLED',
  'USAGE',
  'NO_CREDENTIALS',
  'EXPIRED_CREDENTIALS',
  'INVALID_CREDENTIALS',
];

/**
 * The result of a call, or why it has none: what cannot be read does not keep a check from the rest.
 *
 * @param ending the errors that are thrown instead
 * @throws AdminError if no call would succeed
 */
export async function reading<T>(
  operation: string,
  call: () => Promise<T | undefined>,
  ending: readonly ErrorCode[] = ENDING,
): Promise<Reading<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof AdminError) || ending.includes(error.code)) throw error;
    return {
      unread: { reason: error.message, permission: error.code === 'ACCESS_DENIED' ? actionOf(operation) : null },
    };
  }
}

/** Reads from the services beside a pool. */
export interface Reader {
  find<Name extends ServiceOperation>(
    operation: Name,
    input: ServiceInput<Name>,
  ): Promise<Reading<ServiceOutput<Name>>>;
}

/** @param elsewhere what is called in place of AWS, for messages */
export function makeReader(services: AwsServices | undefined, elsewhere: string): Reader {
  return {
    find: async (operation, input) =>
      services === undefined
        ? { unread: { reason: `${elsewhere} has no such services`, permission: null } }
        : reading(operation, () => services.find(operation, input)),
  };
}

/** The reason for an answer that is not about what was asked for. */
export function otherAnswer(operation: string): Unread {
  return { reason: `the answer to ${operation} is not about what was asked for`, permission: null };
}
