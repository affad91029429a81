import { isDeepStrictEqual } from 'node:util';

import type { Change, ChangeOperation, Plan } from '../changes/change.js';
import type { FieldChange } from '../model/field-change.js';
import type { ClientUrl } from '../model/names.js';
import { closest } from '../text/suggestion.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type AppClient, clientSettings, type UrlList } from '../model/app-client.js';
import { type ClientReading, readClient } from './read-client.js';

export type EditUrlsInput = {
  readonly list: UrlList;
  /** The client to edit, where it is not the directory's. */
  readonly clientId?: string;
} & (
  | { readonly action: 'add'; readonly urls: readonly ClientUrl[] }
  // What is registered already may break today's rules, and must still be removable.
  | { readonly action: 'remove'; readonly urls: readonly string[] }
);

/**
 * Adds URLs to, or removes them from, one list of the app client, and moves nothing else. UpdateUserPoolClient replaces
 * a client, so the write carries every setting that was read right before it, and the proof compares every one.
 *
 * @throws AdminError UNMODELLED_SETTING where the service sent a setting that the write would reset;
 *   DEFAULT_REDIRECT_URL, LAST_CALLBACK_URL where a removal would break sign-in
 */
export async function editUrls(directory: Directory, input: EditUrlsInput): Promise<Change> {
  const urls: readonly string[] = [...new Set<string>(input.urls)];
  const reading = await readClient(directory, input.clientId);
  refuseUnmodelled(reading);
  const { client } = reading;
  const { list, action } = input;
  const edit: Edit = { list, action, urls, after: editedList(client, { list, action, urls }) };
  if (input.action === 'remove') refuseBreakingSignIn(client, edit);
  return {
    ...urlPlan(client, edit),
    replan: () => editUrls(directory, input),
    apply: async () => {
      const request = { ...clientSettings(client), [input.list]: edit.after };
      const { $metadata } = await directory.cognito.call('UpdateUserPoolClient', request);
      return { requestIds: $metadata.requestId === undefined ? [] : [$metadata.requestId] };
    },
    unverifiedFields: async () =>
      differences(client, (await readClient(directory, input.clientId)).client, edit),
    showCommand: commandLine(directory, 'client describe'),
  };
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

/** Order is kept, so that a plan shows what moves and nothing else. */
function editedList(client: AppClient, { list, action, urls }: Omit<Edit, 'after'>): string[] {
  const before = client[list] ?? [];
  return action === 'add'
    ? [...before, ...urls.filter((url) => !before.includes(url))]
    : before.filter((url) => !urls.includes(url));
}

function urlPlan(client: AppClient, edit: Edit): Plan {
  const { field, noun, verb, serves } = LISTS[edit.list];
  const before = client[edit.list] ?? [];
  const name = client.ClientName ?? client.ClientId;
  const moved = edit.urls.filter((url) => before.includes(url) === (edit.action === 'remove'));
  const operation: ChangeOperation = `client.${edit.action}-${verb}`;
  return {
    operation,
    target: { kind: 'client', id: client.ClientId, label: name, tenantId: null },
    fields: [{ field, before, after: edit.after, relative: true }],
    doneMessage:
      edit.action === 'add'
        ? `Registered ${noun} ${moved.join(', ')} on ${name}.`
        : `Removed ${noun} ${moved.join(', ')} from ${name}.`,
    unchangedMessage: unchangedMessage(before, edit, name),
    ...(edit.action === 'remove'
      ? { disruption: `${serves} through ${moved.join(', ')} stops working at once.` }
      : {}),
  };
}

function unchangedMessage(before: readonly string[], { action, urls, list }: Edit, name: string): string {
  const noun = urls.length === 1 ? LISTS[list].noun : `${LISTS[list].noun}s`;
  const verb = urls.length === 1 ? 'is' : 'are';
  const start = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${urls.join(', ')} ${verb}`;
  if (action === 'add') return `${start} registered on ${name} already.`;
  const near = urls.length === 1 ? closest(urls[0] ?? '', before) : undefined;
  return `${start} not registered on ${name}.${near === undefined ? '' : ` Registered is ${near}.`}`;
}

function refuseUnmodelled({ client, unmodelled }: ClientReading): void {
  const names = Object.keys(unmodelled);
  if (names.length === 0) return;
  throw new AdminError(
    'UNMODELLED_SETTING',
    `app client ${client.ClientName ?? client.ClientId} has a setting that this sf-admin cannot carry: ${names.join(', ')}`,
    {
      hint:
        'Writing the client would reset it, so nothing was written. Upgrade to a version of sf-admin that is built on\n' +
        'a newer AWS SDK (sf-admin --version shows this one), or make the change in the AWS console.',
    },
  );
}

function refuseBreakingSignIn(client: AppClient, { list, urls, after }: Edit): void {
  if (list !== 'CallbackURLs') return;
  const name = client.ClientName ?? client.ClientId;
  const byDefault = client.DefaultRedirectURI;
  if (byDefault !== undefined && urls.includes(byDefault)) {
    throw new AdminError('DEFAULT_REDIRECT_URL', `${byDefault} is the default redirect URL of ${name}`, {
      hint: 'Cognito wants the default among the callback URLs. Give the client another default first, in the AWS console.',
    });
  }
  const usesRedirects =
    client.AllowedOAuthFlows?.some((flow) => flow === 'code' || flow === 'implicit') === true;
  if (after.length === 0 && usesRedirects && (client.CallbackURLs ?? []).length > 0) {
    throw new AdminError(
      'LAST_CALLBACK_URL',
      `${name} would have no callback URL left, and nobody could sign in`,
      {
        hint: 'Register the new one first: sf-admin client add-callback URL',
      },
    );
  }
}

/** Every setting that is not as the plan wants it: the list edited as planned, all others as they were. */
function differences(before: AppClient, now: AppClient, edit: Edit): FieldChange[] {
  const wanted: Record<string, unknown> = { ...clientSettings(before), [edit.list]: edit.after };
  const found: Record<string, unknown> = { ...clientSettings(now) };
  const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(comparable(wanted[name]), comparable(found[name])))
    .map((name) => ({
      field: name === edit.list ? LISTS[edit.list].field : name,
      before: JSON.stringify(found[name] ?? null),
      after: JSON.stringify(wanted[name] ?? null),
    }));
}

/** Lists of names are sets to Cognito, which may answer them in another order; an empty one may be left out. */
function comparable(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return undefined;
  return value.every((item) => typeof item === 'string') ? [...value].sort() : value;
}
