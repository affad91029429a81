import type { OperationContext } from '../../engine/operation.js';
import { invalidParameter, notModelled } from '../../engine/service-error.js';
import { string } from '../../engine/shape.js';
import { answerChallenge, signInWithPassword, startSrp } from '../../sign-in/authentication.js';
import { completeWithTokens, signInResponse } from '../../sign-in/authentication-result.js';
import type { Person } from '../../sign-in/challenge-check.js';
import { checkSecretHash, findClient, requireFlow, requireParameter } from '../../sign-in/client-access.js';
import { refresh } from '../../sign-in/refresh.js';

/** AuthParameters or ChallengeResponses. */
export type Parameters = Readonly<Record<string, string>>;

export const AUTH_FLOW = string({
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
});

/** A password in clear text; `flows` are the settings that allow it, and `name` is what the refusal calls the flow. */
export async function passwordFlow(
  context: OperationContext,
  clientId: string,
  parameters: Parameters,
  { flows, name }: { flows: readonly string[]; name: string },
): Promise<object> {
  const client = findClient(await context.store.read(), clientId);
  requireFlow(client, flows, name);
  requireParameter(parameters, 'USERNAME');
  const password = requireParameter(parameters, 'PASSWORD');
  const person = await personOf(context, clientId, parameters);
  const step = await signInWithPassword(context, { ...person, password }, completeWithTokens(parameters.DEVICE_KEY));
  return signInResponse(context, step);
}

/** The flows that InitiateAuth and AdminInitiateAuth have in common. `flow` is one of AUTH_FLOW. */
export async function sharedFlow(
  context: OperationContext,
  clientId: string,
  flow: string,
  parameters: Parameters,
): Promise<object> {
  if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') return refresh(context, clientId, parameters);
  if (flow === 'USER_SRP_AUTH') return srpFlow(context, clientId, parameters);
  // Custom challenges are made by triggers, and the sandbox runs none.
  if (flow === 'CUSTOM_AUTH' || flow === 'USER_AUTH') throw notModelled(`the flow ${flow}`);
  throw invalidParameter('Initiate Auth method not supported.');
}

async function srpFlow(context: OperationContext, clientId: string, parameters: Parameters): Promise<object> {
  const { client } = findClient(await context.store.read(), clientId);
  if (!client.settings.ExplicitAuthFlows?.some((allowed) => SRP_FLOWS.includes(allowed))) {
    throw invalidParameter('USER_SRP_AUTH is not enabled for the client.');
  }
  requireParameter(parameters, 'USERNAME');
  const srpA = requireParameter(parameters, 'SRP_A');
  const person = await personOf(context, clientId, parameters);
  const { Session: _, ...challenge } = await startSrp(context, { ...person, srpA });
  return challenge;
}

/** A client with only the older names of flows can always use SRP (API reference, ExplicitAuthFlows). */
const SRP_FLOWS = ['ALLOW_USER_SRP_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'];

/** The answer to a challenge, by whichever operation. */
export async function respond(
  context: OperationContext,
  {
    clientId,
    challenge,
    session,
    responses,
  }: {
    readonly clientId: string;
    readonly challenge: string;
    readonly session: string | undefined;
    readonly responses: Parameters;
  },
): Promise<object> {
  const person = await personOf(context, clientId, responses);
  const answer = { ...person, challenge, session: session ?? (await sessionIn(challenge, responses)), responses };
  return signInResponse(context, await answerChallenge(context, answer, completeWithTokens(responses.DEVICE_KEY)));
}

/** Most clients send no session after SRP, because it is in the secret block. */
async function sessionIn(challenge: string, responses: Parameters): Promise<string> {
  if (challenge !== 'PASSWORD_VERIFIER') throw invalidParameter('Missing required parameter Session');
  const { sessionInSecretBlock } = await import('../../sign-in/srp-challenge.js');
  return sessionInSecretBlock(responses);
}

/** Who signs in. Throws InvalidParameterException without a user name, NotAuthorizedException for a wrong secret hash. */
async function personOf({ store }: OperationContext, clientId: string, parameters: Parameters): Promise<Person> {
  const client = findClient(await store.read(), clientId);
  const username = requireParameter(parameters, 'USERNAME');
  checkSecretHash(client, username, parameters.SECRET_HASH);
  return { clientId, username };
}
