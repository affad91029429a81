import { textResponse } from '../../engine/http.js';
import { ServiceError } from '../../engine/service-error.js';
import { RevokeToken } from '../../operations/sign-in/revoke-token.js';
import { secretsOf } from '../../sign-in/client-access.js';
import { defined } from '../../../model/defined.js';
import { authenticateClient } from './client-authentication.js';
import { OAuthError } from '../oauth-error.js';
import { formOf, required, type WebHandler } from '../web-request.js';

/** The errors of the operation, as the endpoint names them (developer guide, revocation endpoint). */
const CODES: Readonly<Partial<Record<string, string>>> = {
  UnsupportedOperationException: 'invalid_request',
  UnsupportedTokenTypeException: 'unsupported_token_type',
  UnauthorizedException: 'unauthorized_client',
  InvalidParameterException: 'invalid_request',
};

/** Revokes a refresh token, as the operation RevokeToken does. As RFC 7009 says, an unknown one is a success. */
export const revoke: WebHandler = async (context, request) => {
  const form = formOf(request);
  const { clientId, client } = await authenticateClient(context, request, form, 401);
  try {
    await RevokeToken(context, {
      Token: required(form, 'token'),
      ClientId: clientId,
      ...defined({ ClientSecret: secretsOf(client)[0] }),
    });
  } catch (error) {
    const code = error instanceof ServiceError ? CODES[error.name] : undefined;
    if (code === undefined || !(error instanceof ServiceError)) throw error;
    throw new OAuthError(code, error.message);
  }
  return textResponse(200, 'application/json', '');
};
