import type { HttpResponse } from '../engine/http.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { OWN_PROVIDER, providersOf, readAuthorizationRequest } from './authorization-request.js';
import { continueSession } from './complete.js';
import { OAuthError } from './oauth-error.js';
import { redirect } from './pages/page.js';
import type { WebHandler } from './web-request.js';

/**
 * The start of a sign-in: to the app at once if the browser has a session, else to the sign-in page or an identity
 * provider. `prompt` (developer guide, managed login): `none` never asks the user, `login` and `select_account` always do.
 * Undocumented, and so chosen: `consent` is without effect, and a session counts even if the app names a provider.
 */
export const authorize: WebHandler = async (context, request) => {
  const asked = readAuthorizationRequest(await context.store.read(), request.query);
  if (!asked.prompts.includes('login') && !asked.prompts.includes('select_account')) {
    const continued = await continueSession(context, asked, request);
    if (continued) return continued;
  }
  if (asked.prompts.includes('none')) throw new OAuthError('login_required', 'The user is not signed in.', asked);
  return signInPage(asked);
};

/** A client whose only provider is not the pool sends its users straight there. */
function signInPage({ client, provider, query }: AuthorizationRequest): HttpResponse {
  const providers = providersOf(client);
  const chosen = provider ?? (providers.length === 1 ? providers[0] : undefined) ?? OWN_PROVIDER;
  if (chosen === OWN_PROVIDER) return redirect(`/login?${query}`);
  return redirect(`/identity-provider?${query}&identity_provider=${encodeURIComponent(chosen)}`);
}
