import { operation } from '../../engine/operation.js';
import { CLIENT_ID, METADATA } from '../../engine/parameters.js';
import { notAuthorized } from '../../engine/service-error.js';
import { required, string, structure } from '../../engine/shape.js';
import { findClient, isSecretOf } from '../../sign-in/client-access.js';
import { readOpaqueToken } from '../../sign-in/opaque-token.js';
import { renewTokens } from '../../sign-in/refresh.js';

const Request = structure({
  ...METADATA,
  RefreshToken: required(string({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true })),
  ClientId: required(CLIENT_ID),
  ClientSecret: string({ min: 1, max: 64, pattern: '[\\w+]+', sensitive: true }),
  DeviceKey: string({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-f-]+' }),
});

/**
 * New tokens, whether or not the client rotates refresh tokens; only then is there a new refresh token. The client sends its
 * secret itself. The key of a device changes nothing here.
 */
export const GetTokensFromRefreshToken = operation(Request, async (context, input) => {
  const { client } = findClient(await context.store.read(), input.ClientId);
  if (!isSecretOf(client, input.ClientSecret)) {
    throw notAuthorized(`Unable to verify secret for client ${input.ClientId}`);
  }
  const { scopes: _, ...tokens } = await renewTokens(context, input.ClientId, readOpaqueToken(input.RefreshToken));
  return { AuthenticationResult: tokens };
});
