import { disturbing } from '../../../../../src/lib/sandbox/doors/faults.js';
import { respond } from '../../../../../src/lib/sandbox/engine/http.js';
import type { Sandbox } from '../../harness.js';
import type { OperationCase, Request } from './operation-case.js';

type Refusal = NonNullable<OperationCase['refusals']>[string];

/** The refusals that follow from the members of a request, by the name of the error. */
export function genericRefusals(request: Request): Readonly<Record<string, Refusal>> {
  return {
    // Without any member, those that are required are missing.
    InvalidParameterException: () => ({}),
    ...('UserPoolId' in request
      ? { ResourceNotFoundException: (_, given) => ({ ...given, UserPoolId: 'us-east-1_Nowhere00' }) }
      : 'ClientId' in request
        ? { ResourceNotFoundException: (_, given) => ({ ...given, ClientId: 'nobody' }) }
        : {}),
    ...('Username' in request && {
      UserNotFoundException: (_, given) => ({ ...given, Username: 'nobody@nowhere.example' }),
    }),
    ...('AccessToken' in request && {
      NotAuthorizedException: (_, given) => ({ ...given, AccessToken: 'not.a.token' }),
    }),
  } satisfies Record<string, Refusal>;
}

/** The type of the error for the second of two requests, at a door that lets one pass. */
export async function throttled(sandbox: Sandbox, operation: string, request: Request): Promise<unknown> {
  // So slow that the next request is not let in before the test ends.
  const disturb = disturbing({ rps: 1e-6 });
  const send = () =>
    disturb(() => respond(sandbox.engine, `AWSCognitoIdentityProviderService.${operation}`, JSON.stringify(request)));
  await send();
  const second = await send();
  if (second === 'reset') throw new Error('the connection was dropped');
  return (JSON.parse(Buffer.from(second.body).toString()) as { __type: unknown }).__type;
}
