import { confirmSignUp } from '../../operations/account/sign-up.js';
import { parametersOf, required, type WebHandler } from '../web-request.js';
import { html } from './html.js';
import { page } from './page.js';

/** The page behind the link of a sign-up message, which has the code. The wording is the sandbox's. */
export const confirmUser: WebHandler = async (context, request) => {
  const parameters = parametersOf(request.query);
  await confirmSignUp(context, {
    ClientId: required(parameters, 'client_id'),
    Username: required(parameters, 'user_name'),
    ConfirmationCode: required(parameters, 'confirmation_code'),
  });
  const content = html`<h1>Your registration has been confirmed.</h1>
    <div class="card"><p>You can now sign in to the app.</p></div>`;
  return page('Registration confirmed', content);
};
