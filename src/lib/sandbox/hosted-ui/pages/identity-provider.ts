/** The page that stands in for a third-party identity provider: the person who opens it says who they are. */
import type { HttpResponse } from '../../engine/http.js';
import { ServiceError } from '../../engine/service-error.js';
import { signInFederated } from '../../operations/identity-providers/federated-user.js';
import { requireProvider } from '../../operations/identity-providers/providers.js';
import { findClient } from '../../sign-in/client-access.js';
import { type AuthorizationRequest, readAuthorizationRequest } from '../authorization-request.js';
import { finishInBrowser, sendBack } from '../complete.js';
import { textField } from './fields.js';
import { formProtection, submittedForm } from './form.js';
import { html } from './html.js';
import { OAuthError } from '../oauth-error.js';
import { page } from './page.js';
import { required, type WebHandler, type WebRequest } from '../web-request.js';

export const showProvider: WebHandler = async (context, request) => {
  const asked = readAuthorizationRequest(await context.store.read(), request.query);
  return providerPage(asked, providerOf(asked), request);
};

/** The button of a user who does not consent. It is sent in place of the user ID. */
const REFUSED = 'refused';

/**
 * Signs in the user whom the page names, as the provider would. A user of a provider has no second factor here, because
 * that is the provider's matter. The app gets what is refused (developer guide, authorization endpoint).
 */
export const signInAtProvider: WebHandler = async (context, request) => {
  const asked = readAuthorizationRequest(await context.store.read(), request.query);
  const provider = providerOf(asked);
  const form = submittedForm(request);
  // Documented: the app gets the error of the provider. That of a refused consent is defined by RFC 6749, section 4.1.2.1.
  if (form.has(REFUSED)) throw new OAuthError('access_denied', `${provider}: the user refused.`, asked);
  const subject = required(form, 'subject');
  const named = [...claimsOf(asked, provider).keys()].map((claim) => [claim, form.get(`claim.${claim}`)]);
  const claims = Object.fromEntries(named.filter(([, value]) => value !== undefined)) as Record<string, string>;
  const now = context.now().getTime();
  try {
    const finished = await context.store.update((state) => {
      const client = findClient(state, asked.client.clientId);
      const user = signInFederated(client, { provider, subject, claims }, now);
      return user instanceof ServiceError ? user : finishInBrowser(asked)(client, user, now);
    });
    if (finished instanceof ServiceError) throw finished;
    return await sendBack(context, asked, finished);
  } catch (error) {
    throw error instanceof ServiceError ? new OAuthError('invalid_request', error.message, asked) : error;
  }
};

function providerOf({ provider }: AuthorizationRequest): string {
  if (provider === undefined) throw new OAuthError('invalid_request', 'The request names no identity provider.');
  return provider;
}

/** The claims of a provider that the pool maps, besides the ID of the user, with the attributes that they set. */
function claimsOf({ client: { pool } }: AuthorizationRequest, provider: string): Map<string, string[]> {
  const attributes = new Map<string, string[]>();
  for (const [attribute, claim] of Object.entries(requireProvider(pool, provider).mapping)) {
    if (attribute !== 'username') attributes.set(claim, [...(attributes.get(claim) ?? []), attribute]);
  }
  return attributes;
}

function providerPage(asked: AuthorizationRequest, provider: string, request: WebRequest): HttpResponse {
  const { field, headers } = formProtection(request);
  const title = `Sign in at ${provider}`;
  const content = html`<h1>${title}</h1>
    <p class="muted">The sandbox plays the part of the identity provider. It takes your word for who you are.</p>
    <div class="card">
      <form method="post" action="/identity-provider?${asked.query}&identity_provider=${encodeURIComponent(provider)}">
        ${field}
        ${textField({
          name: 'subject',
          label: 'User ID',
          hint: 'The provider’s ID of the user, such as the subject or the NameID.',
          autocomplete: 'off',
          value: asked.loginHint,
        })}${[...claimsOf(asked, provider)].map(([claim, attributes]) =>
          textField({
            name: `claim.${claim}`,
            label: attributes.join(', '),
            hint: `From the claim ${claim}`,
            autocomplete: 'off',
            isOptional: true,
          }),
        )}<button type="submit">Continue</button>
        <button type="submit" class="button" name="${REFUSED}" value="yes" formnovalidate>Refuse</button>
      </form>
    </div>`;
  return page(title, content, { headers, redirectUri: asked.returnTo.redirectUri });
}
