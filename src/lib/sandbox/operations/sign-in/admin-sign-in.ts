import { operation, type OperationContext } from '../../engine/operation.js';
import { METADATA, ONE_CLIENT, ONE_POOL } from '../../engine/parameters.js';
import { required, stringMap, structure } from '../../engine/shape.js';
import { requireClient, requirePool } from '../../state/lookup.js';
import { AUTH_FLOW, passwordFlow, respond, sharedFlow } from './flows.js';
import { CHALLENGE_ANSWER } from './sign-in.js';

const InitiateRequest = structure({
  ...METADATA,
  ...ONE_CLIENT,
  AuthFlow: required(AUTH_FLOW),
  AuthParameters: stringMap,
});

/** The sign-in of a server that has AWS credentials. Undocumented: the answer to USER_PASSWORD_AUTH, which is for apps. */
export const AdminInitiateAuth = operation(InitiateRequest, async (context, input) => {
  await requireClientOfPool(context, input);
  const { AuthFlow, ClientId, AuthParameters = {} } = input;
  if (!AuthFlow.startsWith('ADMIN_')) return sharedFlow(context, ClientId, AuthFlow, AuthParameters);
  return passwordFlow(context, ClientId, AuthParameters, {
    flows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    name: 'Auth flow',
  });
});

export const AdminRespondToAuthChallenge = operation(
  structure({ ...CHALLENGE_ANSWER, ...ONE_POOL }),
  async (context, input) => {
    await requireClientOfPool(context, input);
    return respond(context, {
      clientId: input.ClientId,
      challenge: input.ChallengeName,
      session: input.Session,
      responses: input.ChallengeResponses ?? {},
    });
  },
);

/** Throws ResourceNotFoundException. */
async function requireClientOfPool(
  { store }: OperationContext,
  { UserPoolId, ClientId }: { readonly UserPoolId: string; readonly ClientId: string },
): Promise<void> {
  requireClient(requirePool(await store.read(), UserPoolId), ClientId);
}
