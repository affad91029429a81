import { requireHostedClient } from './authorization-request.js';
import { OAuthError } from './oauth-error.js';
import { redirect } from './pages/page.js';
import { endSession } from './sso-session.js';
import { parametersOf, required, type WebHandler } from './web-request.js';

/**
 * Ends the session of the browser, but revokes no token, and sends the browser to a registered sign-out URL, or with
 * `redirect_uri` instead of `logout_uri` to the sign-in page.
 */
export const logout: WebHandler = async (context, request) => {
  const parameters = parametersOf(request.query);
  const { client, poolId } = requireHostedClient(await context.store.read(), required(parameters, 'client_id'));
  const logoutUri = parameters.get('logout_uri');
  if (logoutUri === undefined) {
    required(parameters, 'redirect_uri');
    // The sign-in page checks the other parameters.
    return redirect(`/login?${request.query}`, { 'set-cookie': await endSession(context, poolId, request) });
  }
  if (!client.settings.LogoutURLs?.includes(logoutUri)) {
    throw new OAuthError('redirect_mismatch', 'The logout_uri is not a sign-out URL of the app client.');
  }
  return redirect(logoutUri, { 'set-cookie': await endSession(context, poolId, request) });
};
