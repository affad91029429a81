import { randomBytes } from 'node:crypto';
import { isSameText } from '../../sign-in/client-access.js';
import { html, type Html } from './html.js';
import { OAuthError } from '../oauth-error.js';
import { cookie, cookieOf, formOf, type Parameters, type WebRequest } from '../web-request.js';

const COOKIE = 'XSRF-TOKEN';
const FIELD = '_csrf';

/** What a page with a form needs, so that `submittedForm` accepts it: a field, and a cookie if the browser has none yet. */
export interface FormProtection {
  readonly field: Html;
  readonly headers: Readonly<Record<string, string>>;
}

export function formProtection(request: WebRequest): FormProtection {
  const known = tokenOf(request);
  const token = known ?? randomBytes(24).toString('base64url');
  return {
    field: html`<input type="hidden" name="${FIELD}" value="${token}" />`,
    headers: known === undefined ? { 'set-cookie': cookie(COOKIE, token) } : {},
  };
}

/**
 * The fields of a form that a page of this server has sent. A page of another site can send a form too, even one on
 * another port of this machine with the cookies of this server, but neither its own Origin header nor the token is right.
 *
 * Throws OAuthError invalid_request, with status 403.
 */
export function submittedForm(request: WebRequest): Parameters {
  const { origin, host } = request.headers;
  const form = formOf(request);
  const token = tokenOf(request);
  const sent = form.get(FIELD);
  const isOwnPage = origin === undefined || origin === `http://${host ?? ''}`;
  if (!isOwnPage || token === undefined || sent === undefined || !isSameText(token, sent)) {
    throw new OAuthError('invalid_request', 'The form was not sent by a page of the sandbox. Sign in again.', {
      statusCode: 403,
    });
  }
  return form;
}

function tokenOf(request: WebRequest): string | undefined {
  const token = cookieOf(request, COOKIE);
  return token !== undefined && /^[\w-]{32}$/.test(token) ? token : undefined;
}

export function hidden(fields: Readonly<Record<string, string>>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" /> `);
}

/** A message above a form, which a screen reader reads at once. */
export function alert(message: string | undefined): Html | [] {
  return message === undefined ? [] : html`<p role="alert" class="error">${message}</p> `;
}
