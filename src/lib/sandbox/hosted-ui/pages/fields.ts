import { hasGeneratedNames } from '../../state/lookup.js';
import type { PoolState } from '../../state/state.js';
import { html, type Html } from './html.js';

export interface TextField {
  readonly name: string;
  readonly label: string;
  /** Default: `text`. */
  readonly type?: 'text' | 'password' | 'email';
  /** What a browser or a password manager may fill in (HTML, section 4.10.18.7). */
  readonly autocomplete: string;
  readonly hint?: string;
  readonly value?: string | undefined;
  /** For a code: a phone shows digits. */
  readonly isNumeric?: true;
  /** Whether it may stay empty. */
  readonly isOptional?: true;
}

/** One labelled input. */
export function textField(field: TextField): Html {
  const { name, label, type = 'text', autocomplete, hint, value, isNumeric, isOptional } = field;
  const described = hint === undefined ? [] : html` aria-describedby="${name}-hint"`;
  return html`<label for="${name}">${label}</label>
    ${hint === undefined ? [] : html`<p class="muted" id="${name}-hint">${hint}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      ${isOptional ? [] : html`required`}${described}${
        value === undefined ? [] : html` value="${value}"`
      }${isNumeric ? html` inputmode="numeric"` : []}
      autocapitalize="none"
      spellcheck="false"
    /> `;
}

export const CODE_FIELD: TextField = { name: 'code', label: 'Code', autocomplete: 'one-time-code', isNumeric: true };

/** A new password, and the same again. */
export const NEW_PASSWORD_FIELDS: readonly TextField[] = [
  { name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password' },
  { name: 'confirmation', label: 'New password again', type: 'password', autocomplete: 'new-password' },
];

/** What the user signs in with. */
export function usernameField(pool: PoolState, value: string | undefined): TextField {
  const label = hasGeneratedNames(pool) ? 'Email address' : 'User name';
  return { name: 'username', label, autocomplete: 'username', value };
}

/** Where to look for a code. */
export const OUTBOX_HINT = 'No message leaves this machine: "sf-admin sandbox outbox" shows it.';
