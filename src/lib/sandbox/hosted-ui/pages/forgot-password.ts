/** The pages on which a user who has forgotten their password gets a code, and chooses a new one with it. */
import type { HttpResponse } from '../../engine/http.js';
import type { OperationContext } from '../../engine/operation.js';
import { ServiceError } from '../../engine/service-error.js';
import { ConfirmForgotPassword, ForgotPassword } from '../../operations/account/forgotten-password.js';
import { secretHash, secretsOf } from '../../sign-in/client-access.js';
import type { AuthorizationRequest } from '../authorization-request.js';
import { readAuthorizationRequest, requireOwnProvider } from '../authorization-request.js';
import type { WebHandler, WebRequest } from '../web-request.js';
import { CODE_FIELD, NEW_PASSWORD_FIELDS, OUTBOX_HINT, textField, usernameField } from './fields.js';
import { alert, formProtection, hidden, submittedForm } from './form.js';
import { html, type Html } from './html.js';
import { page, redirect } from './page.js';

export const showForgotPassword: WebHandler = async ({ store }, request) =>
  askForName(readAuthorizationRequest(await store.read(), request.query), request);

/** Sends the code to the user whom the form names; or, if the form has the code, sets the new password. */
export const resetPassword: WebHandler = async (context, request) => {
  const asked = readAuthorizationRequest(await context.store.read(), request.query);
  requireOwnProvider(asked);
  const form = Object.fromEntries(submittedForm(request));
  const { username = '', code, new_password: password = '', confirmation = '' } = form;
  const user = { ClientId: asked.client.clientId, Username: username, ...secretHashOf(asked, username) };
  if (code === undefined) {
    const error = await refusalOf(ForgotPassword, context, user);
    return error === undefined ? askForCode(asked, request, username) : askForName(asked, request, error);
  }
  if (password !== confirmation) return askForCode(asked, request, username, 'The two passwords differ.');
  const change = { ...user, ConfirmationCode: code, Password: password };
  const error = await refusalOf(ConfirmForgotPassword, context, change);
  if (error !== undefined) return askForCode(asked, request, username, error);
  return redirect(`/login?${asked.query}`);
};

/** The operations are those of the API, which a client with a secret calls with a hash. */
function secretHashOf({ client: { client, clientId } }: AuthorizationRequest, username: string): object {
  const [secret] = secretsOf(client);
  return secret === undefined ? {} : { SecretHash: secretHash(secret, username, clientId) };
}

/** Why the service refuses an operation; undefined if it does not. */
async function refusalOf(
  run: typeof ForgotPassword,
  context: OperationContext,
  input: object,
): Promise<string | undefined> {
  try {
    await run(context, input);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error.message;
    throw error;
  }
}

function askForName(asked: AuthorizationRequest, request: WebRequest, error?: string): HttpResponse {
  const fields = textField(usernameField(asked.client.pool, asked.loginHint));
  return formPage(asked, request, { text: 'You get a code with which you can choose a new password.', fields, error });
}

function askForCode(asked: AuthorizationRequest, request: WebRequest, username: string, error?: string): HttpResponse {
  const fields = html`${hidden({ username })}${[CODE_FIELD, ...NEW_PASSWORD_FIELDS].map(textField)}`;
  return formPage(asked, request, { text: `A code was sent to you. ${OUTBOX_HINT}`, fields, error });
}

function formPage(
  asked: AuthorizationRequest,
  request: WebRequest,
  { text, fields, error }: { text: string; fields: Html; error: string | undefined },
): HttpResponse {
  const { field, headers } = formProtection(request);
  const content = html`<h1>Reset password</h1>
    <div class="card">
      <p>${text}</p>
      ${alert(error)}
      <form method="post" action="/forgotPassword?${asked.query}">
        ${field} ${fields}<button type="submit">Continue</button>
      </form>
      <p><a href="/login?${asked.query}">Back to sign in</a></p>
    </div>`;
  const statusCode = error === undefined ? 200 : 400;
  return page('Reset password', content, { statusCode, headers, redirectUri: asked.returnTo.redirectUri });
}
