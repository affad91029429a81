import { assertWritable } from '../client/assert-writable.js';
import { checkAnswer } from '../client/check-answer.js';
import { serviceSettings } from '../client/client-settings.js';
import type { Credentials } from '../client/credentials.js';
import type { Endpoint } from '../client/endpoint.js';
import { isWrite } from '../client/is-write.js';
import { addCallMiddleware } from '../client/middleware.js';
import { translateError } from '../errors/translate-error.js';
import {
  SERVICE_OPERATIONS,
  SERVICES,
  type ServiceInput,
  type ServiceOperation,
  type ServiceOutput,
} from './operations.js';

/** Where a service is called, and as whom. */
export interface ServicePlace {
  readonly endpoint: Endpoint;
  /** Default: AWS's address for the endpoint's region. */
  readonly url: string | undefined;
  readonly credentials: () => Promise<Credentials>;
}

/** The parts of the SDK's clients and commands that are used here, whatever the service. */
type Command = Readonly<{ input: object; schema: readonly unknown[]; middlewareStack: MiddlewareStack }>;

interface MiddlewareStack {
  add(
    middleware: (next: (args: Request) => Promise<object>) => (args: Request) => Promise<object>,
    options: { step: 'finalizeRequest'; name: string },
  ): void;
}

interface Request {
  readonly request: unknown;
}

type Client = new (settings: object) => Parameters<typeof addCallMiddleware>[0] & {
  send(command: unknown): Promise<{ $metadata: object }>;
};

/**
 * Calls an operation of another service than Cognito, with the connections, retries and time limit of the endpoint. The
 * answer has the types of the SDK's model.
 *
 * @throws AdminError as for a call to Cognito; ACCESS_DENIED without the permission
 */
export async function callService<Name extends ServiceOperation>(
  operation: Name,
  input: ServiceInput<Name>,
  { endpoint, url, credentials }: ServicePlace,
): Promise<ServiceOutput<Name>> {
  const [prefix = '', name = ''] = operation.split(':');
  const service = SERVICES[prefix]?.name ?? prefix;
  if (isWrite(name)) assertWritable(endpoint, operation);
  const sdk = await SERVICE_OPERATIONS[operation]();
  const deadline = AbortSignal.timeout(endpoint.timeoutMs);
  let address = url ?? service;
  try {
    const client = new (sdk.Client as unknown as Client)({
      ...(await serviceSettings(endpoint, url)),
      credentials: await credentials(),
    });
    const command = new (sdk.Command as unknown as new (input: object) => Command)(input);
    addCallMiddleware(client)(command.input, { abortSignal: AbortSignal.any([endpoint.interrupt, deadline]) });
    command.middlewareStack.add(
      (next) => (args) => {
        address = (args.request as { hostname: string }).hostname;
        return next(args);
      },
      { step: 'finalizeRequest', name: 'noteAddress' },
    );
    const output = await client.send(command);
    checkAnswer(name, command.schema, { request: input, output });
    return output as ServiceOutput<Name>;
  } catch (error) {
    const timedOut = deadline.aborted;
    throw translateError(error, { endpoint, address, service, operation: name, input, timedOut });
  }
}
