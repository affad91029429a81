import type { TokenValidityUnitsType } from '@aws-sdk/client-cognito-identity-provider';

import type { AppClient } from '../model/app-client.js';
import { camelKeys } from '../model/camel-keys.js';
import type { CardField, CardView, Cell, ListView } from '../output/view.js';
import { counted } from '../text/counted.js';
import type { ClientSummary } from './list-clients.js';
import type { ClientReading } from './read-client.js';

/** App clients as rows. */
export const clientList: ListView<ClientSummary> = {
  columns: [
    {
      key: 'clientId',
      header: 'client ID',
      value: ({ clientId }) => clientId,
      isWhole: true,
      subject: ({ clientId }) => ({ kind: 'client', clientId }),
    },
    { key: 'name', header: 'name', value: ({ name }) => name },
    { key: 'current', header: 'current', value: ({ current }) => current },
  ],
  tableColumns: ['clientId', 'name', 'current'],
  id: ({ clientId }) => clientId,
  json: (client) => client,
};

/** Printed instead of the app client secret without --show-secret. */
const REDACTED = '(hidden; --show-secret shows it)';

/** Settings that have a line of their own on the card; all others follow. */
const SHOWN = new Set<keyof AppClient>([
  'ClientName',
  'ClientId',
  'UserPoolId',
  'ClientSecret',
  'CallbackURLs',
  'DefaultRedirectURI',
  'LogoutURLs',
  'AllowedOAuthFlowsUserPoolClient',
  'AllowedOAuthFlows',
  'AllowedOAuthScopes',
  'SupportedIdentityProviders',
  'ExplicitAuthFlows',
  'AccessTokenValidity',
  'IdTokenValidity',
  'RefreshTokenValidity',
  'TokenValidityUnits',
  'AuthSessionValidity',
  'ReadAttributes',
  'WriteAttributes',
  'CreationDate',
  'LastModifiedDate',
]);

/** The app client with every setting, including those that this SDK does not model. */
export function clientCard({ showSecret }: { showSecret: boolean }): CardView<ClientReading> {
  return {
    fields: ({ client, unmodelled }) => [
      { section: client.ClientName ?? client.ClientId },
      { label: 'client ID', value: client.ClientId, subject: { kind: 'client', clientId: client.ClientId } },
      { label: 'user pool', value: client.UserPoolId, subject: { kind: 'pool' } },
      { label: 'secret', value: secret(client, showSecret) ?? 'none' },
      { label: 'callback URLs', value: client.CallbackURLs },
      { label: 'default redirect', value: client.DefaultRedirectURI },
      { label: 'logout URLs', value: client.LogoutURLs },
      { section: 'Sign-in' },
      { label: 'OAuth', value: client.AllowedOAuthFlowsUserPoolClient === true ? 'on' : 'off' },
      { label: 'OAuth flows', value: client.AllowedOAuthFlows?.join(', ') },
      { label: 'OAuth scopes', value: client.AllowedOAuthScopes?.join(', ') },
      { label: 'providers', value: client.SupportedIdentityProviders?.join(', ') },
      { label: 'auth flows', value: client.ExplicitAuthFlows },
      { section: 'Tokens' },
      { label: 'access token', value: validity(client.AccessTokenValidity, client, 'AccessToken') },
      { label: 'ID token', value: validity(client.IdTokenValidity, client, 'IdToken') },
      { label: 'refresh token', value: validity(client.RefreshTokenValidity, client, 'RefreshToken') },
      { label: 'sign-in session', value: sessionValidity(client) },
      { section: 'Attributes' },
      { label: 'readable', value: client.ReadAttributes ?? 'all' },
      { label: 'writable', value: client.WriteAttributes ?? 'the standard ones' },
      { section: 'Other settings' },
      ...otherSettings(client),
      { label: 'created', value: client.CreationDate?.toISOString(), isTime: true },
      { label: 'updated', value: client.LastModifiedDate?.toISOString(), isTime: true },
      ...unknownSettings(shown(unmodelled, showSecret)),
    ],
    id: ({ client }) => client.ClientId,
    json: ({ client, unmodelled }): Record<string, unknown> & Pick<ClientReading, 'unmodelled'> => ({
      ...camelKeys({ ...client, ClientSecret: secret(client, showSecret) }),
      unmodelled: shown(unmodelled, showSecret),
    }),
  };
}

function secret(client: AppClient, show: boolean): string | undefined {
  if (client.ClientSecret === undefined) return undefined;
  return show ? client.ClientSecret : REDACTED;
}

/** The default units (API reference, TokenValidityUnitsType). */
const DEFAULT_UNITS = { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' } as const;

function validity(value: number | undefined, client: AppClient, token: keyof TokenValidityUnitsType): Cell {
  const unit = client.TokenValidityUnits?.[token] ?? DEFAULT_UNITS[token];
  return value === undefined ? null : counted(value, unit.replace(/s$/, ''));
}

/** Minutes between the steps of one sign-in (API reference, AuthSessionValidity). */
function sessionValidity({ AuthSessionValidity }: AppClient): Cell {
  return AuthSessionValidity === undefined ? null : counted(AuthSessionValidity, 'minute');
}

function otherSettings(client: AppClient): CardField[] {
  return Object.entries(client)
    .filter(([name, value]) => !SHOWN.has(name as keyof AppClient) && value !== undefined)
    .map(([name, value]) => ({ label: words(name), value: settingText(value) }));
}

/** An unknown setting may be a secret too: it is redacted if its name, or anything in it, suggests one. */
function shown(unmodelled: ClientReading['unmodelled'], showSecret: boolean): ClientReading['unmodelled'] {
  const isSecret = (name: string, value: unknown) =>
    !showSecret && /secret|password/i.test(`${name} ${JSON.stringify(value)}`);
  return Object.fromEntries(
    Object.entries(unmodelled).map(([name, value]) => [name, isSecret(name, value) ? REDACTED : value]),
  );
}

/** Settings that this SDK does not model, as the service sent them. */
function unknownSettings(unmodelled: ClientReading['unmodelled']): CardField[] {
  const settings = Object.entries(unmodelled);
  if (settings.length === 0) return [];
  return [
    { section: 'Settings that this version of sf-admin does not know' },
    ...settings.map(([label, value]) => ({ label, value: settingText(value) })),
  ];
}

/** `EnableTokenRevocation` → `enable token revocation`. */
function words(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function settingText(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}
