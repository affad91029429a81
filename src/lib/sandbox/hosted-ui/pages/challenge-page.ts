import type { HttpResponse } from '../../engine/http.js';
import type { Challenge } from '../../sign-in/challenges.js';
import { own } from '../../state/lookup.js';
import type { AuthorizationRequest } from '../authorization-request.js';
import { CODE_FIELD, NEW_PASSWORD_FIELDS, OUTBOX_HINT, textField, type TextField } from './fields.js';
import { alert, formProtection, hidden } from './form.js';
import { html } from './html.js';
import { page } from './page.js';
import type { Parameters, WebRequest } from '../web-request.js';

/** A challenge, as far as its page shows it and its form sends it back. */
export interface ShownChallenge {
  readonly name: string;
  readonly session: string;
  readonly username: string;
  /** What it is about: the attributes that a user must set, the factors to choose from, the address of a code. */
  readonly details: readonly string[];
}

interface ChallengeForm {
  readonly title: string;
  readonly text: (details: readonly string[]) => string;
  /** The member of ChallengeParameters with the details: a JSON list, or a text. */
  readonly parameter?: string;
  readonly fields: (details: readonly string[]) => readonly TextField[];
  /** The names of fields, by the names of ChallengeResponses; those of attributes have the same. */
  readonly responses: Readonly<Record<string, string>>;
}

const FORMS: Readonly<Record<string, ChallengeForm>> = {
  NEW_PASSWORD_REQUIRED: {
    title: 'Change password',
    text: () => 'This is your first sign-in. Choose a password of your own.',
    parameter: 'requiredAttributes',
    fields: (attributes) => [
      ...NEW_PASSWORD_FIELDS,
      ...attributes.map((name) => ({ name, label: name.replace('userAttributes.', ''), autocomplete: 'off' })),
    ],
    responses: { NEW_PASSWORD: 'new_password' },
  },
  SOFTWARE_TOKEN_MFA: {
    title: 'Enter code',
    text: () => 'Enter the code that your authenticator app shows.',
    fields: () => [CODE_FIELD],
    responses: { SOFTWARE_TOKEN_MFA_CODE: 'code' },
  },
  SMS_MFA: {
    title: 'Enter code',
    text: ([destination = 'your phone']) => `Enter the code that was sent to ${destination}. ${OUTBOX_HINT}`,
    parameter: 'CODE_DELIVERY_DESTINATION',
    fields: () => [CODE_FIELD],
    responses: { SMS_MFA_CODE: 'code' },
  },
  EMAIL_OTP: {
    title: 'Enter code',
    text: ([destination = 'your address']) => `Enter the code that was sent to ${destination}. ${OUTBOX_HINT}`,
    parameter: 'CODE_DELIVERY_DESTINATION',
    fields: () => [CODE_FIELD],
    responses: { EMAIL_OTP_CODE: 'code' },
  },
  SELECT_MFA_TYPE: {
    title: 'Choose a factor',
    text: () => 'Choose how to confirm that it is you.',
    parameter: 'MFAS_CAN_CHOOSE',
    fields: () => [],
    responses: { ANSWER: 'factor' },
  },
};

/** The names of the factors among which a user chooses. */
const FACTORS: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'Authenticator app',
  SMS_MFA: 'Text message',
  EMAIL_OTP: 'Email',
};

/** A challenge of the sign-in core for a page; undefined for one that has none. */
export function shownChallenge(username: string, challenge: Challenge): ShownChallenge | undefined {
  const form = own(FORMS, challenge.ChallengeName);
  if (!form) return undefined;
  const details = own(challenge.ChallengeParameters, form.parameter ?? '');
  const { ChallengeName: name, Session: session } = challenge;
  return { name, session, username, details: details === undefined ? [] : textsIn(details) };
}

/** The challenge that the form of its page names; undefined if there is no such page. */
export function challengeOf(form: Parameters): ShownChallenge | undefined {
  const [name = '', session = '', username = ''] = ['challenge', 'session', 'username'].map((field) => form.get(field));
  return Object.hasOwn(FORMS, name)
    ? { name, session, username, details: textsIn(form.get('details') ?? '[]') }
    : undefined;
}

/** ChallengeResponses from the fields of a form. */
export function responsesOf({ name, details }: ShownChallenge, form: Parameters): Record<string, string> {
  const fields = { ...own(FORMS, name)?.responses, ...Object.fromEntries(details.map((detail) => [detail, detail])) };
  const responses = Object.entries(fields).map(([response, field]) => [response, form.get(field)]);
  return Object.fromEntries(responses.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

export function challengePage(
  asked: AuthorizationRequest,
  request: WebRequest,
  challenge: ShownChallenge,
  error?: string,
): HttpResponse {
  const form = own(FORMS, challenge.name);
  if (!form) throw new Error(`there is no page for ${challenge.name}`);
  const { details, name, session, username } = challenge;
  const { field, headers } = formProtection(request);
  const content = html`<h1>${form.title}</h1>
    <div class="card">
      <p>${form.text(details)}</p>
      ${alert(error)}
      <form method="post" action="/login?${asked.query}">
        ${field}
        ${hidden({ challenge: name, session, username, details: JSON.stringify(details) })}${form.fields(details).map(textField)}${
          name === 'SELECT_MFA_TYPE' ? details.map(factorButton) : html`<button type="submit">Continue</button>`
        }
      </form>
    </div>`;
  const statusCode = error === undefined ? 200 : 400;
  return page(form.title, content, { statusCode, headers, redirectUri: asked.returnTo.redirectUri });
}

function factorButton(factor: string) {
  return html`<p><button type="submit" name="factor" value="${factor}">${own(FACTORS, factor) ?? factor}</button></p> `;
}

/** A JSON list of texts, or one text. */
function textsIn(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  } catch {
    // Not JSON: the text itself.
  }
  return [text];
}
