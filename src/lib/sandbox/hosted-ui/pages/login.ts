/** The sign-in page, and what its form and those of the challenges after it do. */
import type { HttpResponse } from '../../engine/http.js';
import type { OperationContext } from '../../engine/operation.js';
import { ServiceError } from '../../engine/service-error.js';
import { answerChallenge, signInWithPassword, type SignInStep } from '../../sign-in/authentication.js';
import type { AuthorizationRequest } from '../authorization-request.js';
import { OWN_PROVIDER, providersOf, readAuthorizationRequest, requireOwnProvider } from '../authorization-request.js';
import { challengeOf, challengePage, responsesOf, type ShownChallenge, shownChallenge } from './challenge-page.js';
import { type BrowserGrant, finishInBrowser, sendBack } from '../complete.js';
import { textField, usernameField } from './fields.js';
import { alert, formProtection, submittedForm } from './form.js';
import { html, type Html } from './html.js';
import { OAuthError } from '../oauth-error.js';
import { beginSetup, MFA_SETUP, verifyApp } from './mfa-setup.js';
import { page } from './page.js';
import type { Parameters, WebHandler, WebRequest } from '../web-request.js';

export const showSignIn: WebHandler = async (context, request) => {
  const asked = readAuthorizationRequest(await context.store.read(), request.query);
  return signInPage(asked, request, { username: asked.loginHint });
};

/** One step: a user name with a password, or the answer to the challenge that the form names. */
export const signIn: WebHandler = async (context, request) => {
  const asked = readAuthorizationRequest(await context.store.read(), request.query);
  const form = submittedForm(request);
  if (!form.has('challenge')) return checkPassword(context, asked, request, form);
  const challenge = challengeOf(form);
  return challenge ? checkAnswer(context, asked, request, { challenge, form }) : signInPage(asked, request);
};

async function checkPassword(
  context: OperationContext,
  asked: AuthorizationRequest,
  request: WebRequest,
  form: Parameters,
): Promise<HttpResponse> {
  requireOwnProvider(asked);
  const username = form.get('username') ?? '';
  const person = { clientId: asked.client.clientId, username, password: form.get('password') ?? '' };
  try {
    const step = await signInWithPassword(context, person, finishInBrowser(asked));
    return await answerWith(context, asked, request, { username, step });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return signInPage(asked, request, { username, error: error.message });
  }
}

async function checkAnswer(
  context: OperationContext,
  asked: AuthorizationRequest,
  request: WebRequest,
  { challenge, form }: { challenge: ShownChallenge; form: Parameters },
): Promise<HttpResponse> {
  const { name, session, username } = challenge;
  if (form.get('confirmation') !== form.get('new_password')) {
    return challengePage(asked, request, challenge, 'The two passwords differ.');
  }
  try {
    const isSetup = name === MFA_SETUP;
    const answer = {
      clientId: asked.client.clientId,
      username,
      challenge: name,
      session: isSetup ? await verifyApp(context, session, form.get('code') ?? '') : session,
      responses: responsesOf(challenge, form),
    };
    const step = await answerChallenge(context, answer, finishInBrowser(asked));
    return await answerWith(context, asked, request, { username, step });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // The session has ended, or the user may not sign in any more: the sign-in starts again.
    if (error.name === 'NotAuthorizedException') return signInPage(asked, request, { username, error: error.message });
    return challengePage(asked, request, challenge, error.message);
  }
}

async function answerWith(
  context: OperationContext,
  asked: AuthorizationRequest,
  request: WebRequest,
  { username, step }: { username: string; step: SignInStep<BrowserGrant> },
): Promise<HttpResponse> {
  if (!step.challenge) return sendBack(context, asked, step.finished);
  const isSetup = step.challenge.ChallengeName === MFA_SETUP;
  const challenge = isSetup
    ? await beginSetup(context, username, step.challenge)
    : shownChallenge(username, step.challenge);
  if (challenge) return challengePage(asked, request, challenge);
  const error = `The sandbox has no page for the challenge ${step.challenge.ChallengeName}.`;
  return signInPage(asked, request, { username, error });
}

interface SignInForm {
  readonly username?: string | undefined;
  readonly error?: string;
}

function signInPage(
  asked: AuthorizationRequest,
  request: WebRequest,
  { username, error }: SignInForm = {},
): HttpResponse {
  const { client, query } = asked;
  const providers = providersOf(client);
  if (providers.length === 0) throw new OAuthError('invalid_request', 'The app client has no identity provider.');
  const { field, headers } = formProtection(request);
  const content = html`<h1>Sign in</h1>
    <p class="muted">to ${client.client.settings.ClientName ?? client.clientId}</p>
    <div class="card">
      ${alert(error)}${providers.filter((name) => name !== OWN_PROVIDER).map((name) => providerLink(name, query))}${
        providers.includes(OWN_PROVIDER) ? passwordForm(asked, field, username) : []
      }
    </div>`;
  const statusCode = error === undefined ? 200 : 400;
  return page('Sign in', content, { statusCode, headers, redirectUri: asked.returnTo.redirectUri });
}

function passwordForm({ client, query }: AuthorizationRequest, protection: Html, username: string | undefined): Html {
  return html`<form method="post" action="/login?${query}">
      ${protection}
      ${textField(usernameField(client.pool, username))}${textField({
        name: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'current-password',
      })}<button type="submit">Sign in</button>
    </form>
    <p><a href="/forgotPassword?${query}">Forgot your password?</a></p> `;
}

function providerLink(name: string, query: string): Html {
  return html`<a class="button" href="/identity-provider?${query}&identity_provider=${encodeURIComponent(name)}"
    >Continue with ${name}</a
  > `;
}
