/**
 * operations/sign-in/ holds the operations that apps and their servers call to sign users in: for the user (this file),
 * by an administrator (admin-sign-in.ts), and with tokens. What they share is in flows.ts, and the parts of a sign-in in
 * sandbox/sign-in/.
 */
import { operation } from '../../engine/operation.js';
import { CLIENT_ID, METADATA } from '../../engine/parameters.js';
import { invalidParameter } from '../../engine/service-error.js';
import { required, string, stringMap, structure } from '../../engine/shape.js';
import { AUTH_FLOW, passwordFlow, respond, sharedFlow } from './flows.js';

const InitiateRequest = structure({
  ...METADATA,
  AuthFlow: required(AUTH_FLOW),
  ClientId: required(CLIENT_ID),
  AuthParameters: stringMap,
});

export const InitiateAuth = operation(InitiateRequest, async (context, input) => {
  const { AuthFlow, ClientId, AuthParameters = {} } = input;
  if (AuthFlow.startsWith('ADMIN_')) throw invalidParameter('Initiate Auth method not supported.');
  if (AuthFlow !== 'USER_PASSWORD_AUTH') return sharedFlow(context, ClientId, AuthFlow, AuthParameters);
  return passwordFlow(context, ClientId, AuthParameters, {
    flows: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
    name: 'USER_PASSWORD_AUTH flow',
  });
});

/** The members that name a challenge and answer it. */
export const CHALLENGE_ANSWER = {
  ...METADATA,
  ClientId: required(CLIENT_ID),
  ChallengeName: required(string()),
  Session: string({ min: 20, max: 2048, sensitive: true }),
  ChallengeResponses: stringMap,
} as const;

export const RespondToAuthChallenge = operation(structure(CHALLENGE_ANSWER), async (context, input) =>
  respond(context, {
    clientId: input.ClientId,
    challenge: input.ChallengeName,
    session: input.Session,
    responses: input.ChallengeResponses ?? {},
  }),
);
