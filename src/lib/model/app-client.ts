import type { UpdateUserPoolClientCommandInput, UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';

/** An app client exactly as DescribeUserPoolClient returns it. An edit starts from all of its settings. */
export type AppClient = UserPoolClientType & { readonly UserPoolId: string; readonly ClientId: string };

/** The URL lists of an app client. */
export type UrlList = 'CallbackURLs' | 'LogoutURLs';

/** The fields that DescribeUserPoolClient returns and UpdateUserPoolClient does not accept. */
type Reported = Exclude<keyof UserPoolClientType, keyof UpdateUserPoolClientCommandInput>;

/** The type makes this list complete: it does not compile with an SDK in which a field is added or becomes writable. */
const REPORTED: Readonly<Record<Reported, true>> = {
  ClientSecret: true,
  CreationDate: true,
  LastModifiedDate: true,
  ClientType: true,
};

/**
 * The settings of a client as UpdateUserPoolClient must send them. Cognito resets every setting that an update leaves
 * out, so only the read-only fields are removed; settings that Cognito adds later are kept.
 */
export function clientSettings(client: AppClient): UpdateUserPoolClientCommandInput {
  const kept = Object.entries(client).filter(([name, value]) => !Object.hasOwn(REPORTED, name) && value !== undefined);
  return { UserPoolId: client.UserPoolId, ClientId: client.ClientId, ...Object.fromEntries(kept) };
}

/** Seconds in each unit of TokenValidityUnits (API reference, TokenValidityUnitsType). */
const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

/** Seconds that an access token of the client is valid; default: one hour (API reference, AccessTokenValidity). */
export function accessTokenSeconds({ AccessTokenValidity, TokenValidityUnits }: Partial<AppClient>): number {
  // Some responses have 0 for a validity that was not set.
  if (AccessTokenValidity === undefined || AccessTokenValidity === 0) return SECONDS.hours;
  return AccessTokenValidity * SECONDS[TokenValidityUnits?.AccessToken ?? 'hours'];
}

/** What a client without a list of flows allows (API reference, ExplicitAuthFlows). */
const DEFAULT_FLOWS = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

/** The flows in which a client lets users sign in through the API, and the one that renews tokens. */
export function apiFlows({ ExplicitAuthFlows: flows = [] }: Partial<AppClient>): readonly string[] {
  return flows.length === 0 ? DEFAULT_FLOWS : flows;
}
