import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import type { Change, ChangeOperation, Plan } from '../changes/change.js';
import { defined } from '../model/defined.js';
import type { FieldChange } from '../model/field-change.js';
import type { ClientUrl } from '../model/names.js';
import { closest } from '../text/suggestion.js';
import { clientUrlWarnings } from '../conventions/client-url.js';
import { commandLine, type Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { type AppClient, clientSettings, type UrlList } from '../model/app-client.js';
import { type ClientReading, readClient } from './read-client.js';

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
 * client/: app clients: list, read, show, and edit their redirect URLs. UpdateUserPoolClient resets every setting that
 * it is not given, so an edit sends back all that was read, and is refused if the SDK might have dropped any of it.
 */

/**
 * Adds URLs to one list of the app client, or removes them from it. The write contains every setting that was read right
 * before it, and every one is compared afterwards.
 *
 * @throws AdminError UNMODELLED_SETTING if the client has a setting that the write would reset; DEFAULT_REDIRECT_URL,
 *   LAST_CALLBACK_URL if a removal would break the sign-in
 */
export async function editUrls(directory: Directory, input: EditUrlsInput): Promise<Change> {
  const urls: readonly string[] = [...new Set<string>(input.urls)];
  const reading = await readClient(directory, input.clientId);
  refuseUnmodelled(reading);
  const { client } = reading;
  const { list, action } = input;
  const before = client[list] ?? [];
  // The order is kept, so that a plan shows only what changes.
  const after =
    action === 'add'
      ? [...before, ...urls.filter((url) => !before.includes(url))]
      : before.filter((url) => !urls.includes(url));
  const edit: Edit = { list, action, urls, after };
  if (input.action === 'remove') refuseBreakingSignIn(client, edit);
  return {
    ...urlPlan(client, edit),
    ...defined({ warnings: action === 'add' ? warningsOf(edit, before) : undefined }),
    replan: () => editUrls(directory, input),
    apply: async () => {
      const request = { ...clientSettings(client), [input.list]: edit.after };
      const { $metadata } = await directory.cognito.call('UpdateUserPoolClient', request);
      return { requestIds: $metadata.requestId === undefined ? [] : [$metadata.requestId] };
    },
    unverifiedFields: async () => differences(client, (await readClient(directory, input.clientId)).client, edit),
    lookAgain: async () => {
      await settled(directory);
      return fateOf(edit, client, (await readClient(directory, input.clientId)).client);
    },
    showCommand: commandLine(directory, 'client describe'),
  };
}

/** Waits until a write that another machine had begun before ours has arrived. An interrupt ends the wait. */
async function settled({ endpoint: { settleMs = 0, interrupt } }: Directory): Promise<void> {
  await delay(settleMs, undefined, { signal: interrupt }).catch(() => undefined);
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

function urlPlan(client: AppClient, edit: Edit): Plan {
  const { field, noun, verb, serves } = LISTS[edit.list];
  const before = client[edit.list] ?? [];
  const name = client.ClientName ?? client.ClientId;
  const changed = edit.urls.filter((url) => before.includes(url) === (edit.action === 'remove'));
  const operation: ChangeOperation = `client.${edit.action}-${verb}`;
  return {
    operation,
    target: { kind: 'client', id: client.ClientId, label: name, tenantId: null },
    fields: [{ field, before, after: edit.after, relative: true }],
    doneMessage:
      edit.action === 'add'
        ? `Registered ${noun} ${changed.join(', ')} on ${name}.`
        : `Removed ${noun} ${changed.join(', ')} from ${name}.`,
    unchangedMessage: unchangedMessage(before, edit, name),
    ...(edit.action === 'remove'
      ? { disruption: `${serves} through ${changed.join(', ')} stops working at once.` }
      : {}),
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

function refuseUnmodelled({ client, unmodelled }: ClientReading): void {
  const names = Object.keys(unmodelled);
  if (names.length === 0) return;
  throw new AdminError(
    'UNMODELLED_SETTING',
    `app client ${client.ClientName ?? client.ClientId} has settings that this version of sf-admin does not know: ${names.join(', ')}`,
    {
      hint:
        'An update would reset them, so nothing was changed. Upgrade to a version of sf-admin that is built on a newer ' +
        'AWS SDK (sf-admin --version shows this one), or make the change in the AWS console.',
    },
  );
}

function refuseBreakingSignIn(client: AppClient, { list, urls, after }: Edit): void {
  if (list !== 'CallbackURLs') return;
  const name = client.ClientName ?? client.ClientId;
  const defaultUrl = client.DefaultRedirectURI;
  if (defaultUrl !== undefined && urls.includes(defaultUrl)) {
    throw new AdminError('DEFAULT_REDIRECT_URL', `${defaultUrl} is the default redirect URL of ${name}`, {
      hint: 'Cognito requires the default to be a callback URL. Set another default first, in the AWS console.',
    });
  }
  const usesRedirects = client.AllowedOAuthFlows?.some((flow) => flow === 'code' || flow === 'implicit') === true;
  if (after.length === 0 && usesRedirects && (client.CallbackURLs ?? []).length > 0) {
    throw new AdminError('LAST_CALLBACK_URL', `${name} would have no callback URL left, and no user could sign in`, {
      hint: 'Register the new one first: sf-admin client add-callback URL',
    });
  }
}

/** Every setting that differs from the plan: the list edited as planned, all others unchanged. */
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

/**
 * What became of a verified edit. A writer that had read the client before it sends back all of the old settings with its own
 * change. The client's LastModifiedDate does not tell that: two writes can have the same one.
 */
function fateOf({ list, action, urls }: Edit, before: AppClient, now: AppClient): 'kept' | 'overwritten' | 'reverted' {
  const had = before[list] ?? [];
  const has = now[list] ?? [];
  const changed = urls.filter((url) => had.includes(url) === (action === 'remove'));
  if (changed.every((url) => has.includes(url) === (action === 'add'))) return 'kept';
  return differences(before, now, { list, action, urls, after: had }).length === 0 ? 'reverted' : 'overwritten';
}

/** To Cognito lists of names are sets: it may return them in another order, and leave out an empty one. */
function comparable(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return undefined;
  return value.every((item) => typeof item === 'string') ? [...value].sort() : value;
}
