import { textResponse } from '../../engine/http.js';
import { ServiceError } from '../../engine/service-error.js';
import { holderOfToken, readAccessToken } from '../../sign-in/access-token.js';
import { sharedAttributes } from '../../sign-in/tokens.js';
import { OAuthError } from '../oauth-error.js';
import type { WebHandler } from '../web-request.js';

/**
 * The attributes of the user of an access token, for its scopes. Only a token of the hosted UI can have the scope openid,
 * which it needs. Observed: `email_verified` and `phone_number_verified` are texts here, unlike in an ID token.
 */
export const userInfo: WebHandler = async ({ store, now }, { headers }) => {
  const text = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (text === undefined) throw new OAuthError('invalid_request', 'The request has no bearer token.');
  try {
    const token = await readAccessToken(store, now(), text);
    const holder = holderOfToken(await store.read(), token, 'openid');
    const attributes = Object.fromEntries(sharedAttributes(holder, token.scopes));
    const content = { ...attributes, sub: token.sub, username: token.username };
    return textResponse(200, 'application/json', JSON.stringify(content), { 'cache-control': 'no-store' });
  } catch (error) {
    throw error instanceof ServiceError ? new OAuthError('invalid_token', error.message, { statusCode: 401 }) : error;
  }
};
