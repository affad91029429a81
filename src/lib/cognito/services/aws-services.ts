/*
 * services/: other services of AWS than Cognito, which only say something about what surrounds a user pool. Nothing is
 * written to them, but for the table of a team's history, which `history init` makes.
 */
import { AdminError } from '../../errors.js';
import type { Cognito } from '../client/cognito.js';
import { type Endpoint, isAtAws } from '../client/endpoint.js';
import { type ServiceInput, type ServiceOperation, type ServiceOutput, SERVICES } from './operations.js';

/** Other services of AWS, in the account and region of a user pool. */
export interface AwsServices {
  /**
   * Calls an operation that reads one thing.
   *
   * @returns `undefined` if there is no such thing
   * @throws AdminError as a call to Cognito does; ACCESS_DENIED without the permission
   */
  find<Name extends ServiceOperation>(
    operation: Name,
    input: ServiceInput<Name>,
  ): Promise<ServiceOutput<Name> | undefined>;
  /** Calls an operation. @throws AdminError as `find`, also if there is no such thing; READ_ONLY */
  call<Name extends ServiceOperation>(operation: Name, input: ServiceInput<Name>): Promise<ServiceOutput<Name>>;
}

/** The services beside a pool; `undefined` if its endpoint is not AWS's, so that credentials must not be sent there. */
export function awsServices({
  endpoint,
  cognito,
}: Readonly<{ endpoint: Endpoint; cognito: Cognito }>): AwsServices | undefined {
  if (endpoint.credentials.kind === 'sandbox' || !isAtAws(endpoint)) return undefined;
  const call: AwsServices['call'] = async (operation, input) => {
    const { callService } = await import('./call-service.js');
    const { id } = SERVICES[operation.split(':')[0] ?? ''] ?? {};
    const url = id === undefined ? undefined : endpoint.aws?.serviceUrls?.[id];
    return callService(operation, input, { endpoint, url, credentials: () => cognito.credentials() });
  };
  return {
    call,
    async find(operation, input) {
      try {
        return await call(operation, input);
      } catch (error) {
        if (error instanceof AdminError && error.cause instanceof Error && NOT_FOUND.test(error.cause.name)) {
          return undefined;
        }
        throw error;
      }
    },
  };
}

/** The names that the services have for it. */
const NOT_FOUND = /^(?:ResourceNotFound|NotFound|NoSuchEntity|PolicyNotFound)(?:Exception)?$/;
