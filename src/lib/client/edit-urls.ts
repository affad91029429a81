import type { Change, ChangeOperation } from '../changes/change.js';
import { editSettings, type PlannedEdits } from '../changes/settings/edit-settings.js';
import { clientUrlWarnings } from '../conventions/client-url.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { AppClient, UrlList } from '../model/app-client.js';
import type { ClientUrl } from '../model/names.js';
import { valueAt } from '../conventions/settings/setting-field.js';
import { closest } from '../text/suggestion.js';
import { editableClient } from './editable-client.js';

export type EditUrlsInput = {
  readonly list: UrlList;
  /** The client to edit; the context's if left out. */
  readonly clientId?: string;
} & (
  | { readonly action: 'add'; readonly urls: readonly ClientUrl[] }
  // A registered URL may break today's rules, and must still be removable.
  | { readonly action: 'remove'; readonly urls: readonly string[] }
);

/*
 * client/: app clients: list, read, show, and edit their settings. `changes/settings/edit-settings.ts` is the only way to
 * edit one.
 */

/**
 * Adds URLs to one list of the app client, or removes them from it.
 *
 * @throws AdminError UNMODELLED_SETTING if the client has a setting that the write would reset; DEFAULT_REDIRECT_URL,
 *   LAST_CALLBACK_URL if a removal would break the sign-in
 */
export function editUrls(directory: Directory, input: EditUrlsInput): Promise<Change> {
  const urls: readonly string[] = [...new Set<string>(input.urls)];
  return editSettings(directory, editableClient(directory, input.clientId), ({ client }) => {
    const { list, action } = input;
    const before = client[list] ?? [];
    // The order is kept, so that a plan shows only what changes.
    const after =
      action === 'add'
        ? [...before, ...urls.filter((url) => !before.includes(url))]
        : before.filter((url) => !urls.includes(url));
    const edit: Edit = { list, action, urls, after };
    if (action === 'remove') refuseBreakingSignIn(client, edit);
    return plannedEdit(client, edit);
  });
}

interface Edit {
  readonly list: UrlList;
  readonly action: 'add' | 'remove';
  readonly urls: readonly string[];
  /** The list as it will be. */
  readonly after: readonly string[];
}

const LISTS = {
  CallbackURLs: { field: 'callbackUrls', noun: 'callback URL', verb: 'callback', serves: 'Sign-in' },
  LogoutURLs: { field: 'logoutUrls', noun: 'logout URL', verb: 'logout', serves: 'Sign-out' },
} as const;

function plannedEdit(client: AppClient, edit: Edit): PlannedEdits {
  const { field, noun, verb, serves } = LISTS[edit.list];
  const before = client[edit.list] ?? [];
  const name = client.ClientName ?? client.ClientId;
  const changed = edit.urls.filter((url) => before.includes(url) === (edit.action === 'remove'));
  const operation: ChangeOperation = `client.${edit.action}-${verb}`;
  return {
    operation,
    edits: [{ setting: valueAt(field, edit.list, []), after: edit.after, relative: true }],
    doneMessage:
      edit.action === 'add'
        ? `Registered ${noun} ${changed.join(', ')} on ${name}.`
        : `Removed ${noun} ${changed.join(', ')} from ${name}.`,
    unchangedMessage: unchangedMessage(before, edit, name),
    ...(edit.action === 'remove'
      ? { disruption: `${serves} through ${changed.join(', ')} stops working at once.` }
      : { warnings: warningsOf(edit, before) }),
  };
}

function unchangedMessage(before: readonly string[], { action, urls, list }: Edit, name: string): string {
  const noun = urls.length === 1 ? LISTS[list].noun : `${LISTS[list].noun}s`;
  const verb = urls.length === 1 ? 'is' : 'are';
  const start = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${urls.join(', ')} ${verb}`;
  if (action === 'add') return `${start} already registered on ${name}.`;
  const near = urls.length === 1 ? closest(urls[0] ?? '', before) : undefined;
  return `${start} not registered on ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}

function warningsOf({ urls, after }: Edit, before: readonly string[]): readonly string[] | undefined {
  const warnings = urls.filter((url) => !before.includes(url)).flatMap((url) => clientUrlWarnings(url, after));
  return warnings.length === 0 ? undefined : warnings;
}

function refuseBreakingSignIn(client: AppClient, { list, urls, after }: Edit): void {
  if (list !== 'CallbackURLs') return;
  const name = client.ClientName ?? client.ClientId;
  const defaultUrl = client.DefaultRedirectURI;
  if (defaultUrl !== undefined && urls.includes(defaultUrl)) {
    throw new AdminError('DEFAULT_REDIRECT_URL', `${defaultUrl} is the default redirect URL of ${name}`, {
      hint: 'Cognito requires the default to be a callback URL. Set another one first: sf-admin client set --default-redirect URL',
    });
  }
  const usesRedirects = client.AllowedOAuthFlows?.some((flow) => flow === 'code' || flow === 'implicit') === true;
  if (after.length === 0 && usesRedirects && (client.CallbackURLs ?? []).length > 0) {
    throw new AdminError('LAST_CALLBACK_URL', `${name} would have no callback URL left, and no user could sign in`, {
      hint: 'Register the new one first: sf-admin client add-callback URL',
    });
  }
}
