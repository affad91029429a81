/**
 * operations/sign-in/ holds the operations that apps call for their users: InitiateAuth, RespondToAuthChallenge and
 * RevokeToken. The parts of a sign-in that they share are in sandbox/sign-in/.
 */
import { operation, type OperationContext } from '../../engine/operation.js';
import { CLIENT_ID, METADATA } from '../../engine/parameters.js';
import { invalidParameter, notModelled } from '../../engine/service-error.js';
import { required, string, stringMap, structure } from '../../engine/shape.js';
import { answerChallenge, signInWithPassword } from '../../sign-in/authentication.js';
import { completeWithTokens, signInResponse } from '../../sign-in/authentication-result.js';
import type { Person } from '../../sign-in/challenge-check.js';
import { checkSecretHash, findClient, requireFlow, requireParameter } from '../../sign-in/client-access.js';
import { refresh } from '../../sign-in/refresh.js';

type Parameters = Readonly<Record<string, string>>;

const InitiateRequest = structure({
  ...METADATA,
  AuthFlow: required(
    string({
      oneOf: [
        'USER_SRP_AUTH',
        'REFRESH_TOKEN_AUTH',
        'REFRESH_TOKEN',
        'CUSTOM_AUTH',
        'ADMIN_NO_SRP_AUTH',
        'USER_PASSWORD_AUTH',
        'ADMIN_USER_PASSWORD_AUTH',
        'USER_AUTH',
      ],
    }),
  ),
  ClientId: required(CLIENT_ID),
  AuthParameters: stringMap,
});

export const InitiateAuth = operation(InitiateRequest, async (context, input) => {
  const parameters = input.AuthParameters ?? {};
  switch (input.AuthFlow) {
    case 'USER_PASSWORD_AUTH':
      return signInByPassword(context, input.ClientId, parameters);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      return refresh(context, input.ClientId, parameters);
    case 'ADMIN_NO_SRP_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
      throw invalidParameter('Initiate Auth method not supported.');
    case 'USER_SRP_AUTH':
    case 'CUSTOM_AUTH':
    case 'USER_AUTH':
      throw notModelled(`the flow ${input.AuthFlow}`);
  }
});

async function signInByPassword(context: OperationContext, clientId: string, parameters: Parameters) {
  const client = findClient(await context.store.read(), clientId);
  requireFlow(client, ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH flow');
  requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  const person = await personOf(context, clientId, parameters);
  const step = await signInWithPassword(context, { ...person, password }, completeWithTokens(parameters.DEVICE_KEY));
  return signInResponse(context, step);
}

const RespondRequest = structure({
  ...METADATA,
  ClientId: required(CLIENT_ID),
  ChallengeName: required(string()),
  Session: string({ min: 20, max: 2048, sensitive: true }),
  ChallengeResponses: stringMap,
});

export const RespondToAuthChallenge = operation(RespondRequest, async (context, input) => {
  const responses = input.ChallengeResponses ?? {};
  const { clientId, username } = await personOf(context, input.ClientId, responses);
  if (input.Session === undefined) throw invalidParameter('Missing required parameter Session');
  const answer = { clientId, username, challenge: input.ChallengeName, session: input.Session, responses };
  return signInResponse(context, await answerChallenge(context, answer, completeWithTokens(responses.DEVICE_KEY)));
});

/** Who signs in. Throws InvalidParameterException without a user name, NotAuthorizedException for a wrong secret hash. */
async function personOf({ store }: OperationContext, clientId: string, parameters: Parameters): Promise<Person> {
  const client = findClient(await store.read(), clientId);
  const username = requireParameter(parameters, 'USERNAME');
  checkSecretHash(client, username, parameters.SECRET_HASH);
  return { clientId, username };
}
