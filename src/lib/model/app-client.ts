import type {
  UpdateUserPoolClientCommandInput,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';

/** An app client exactly as DescribeUserPoolClient answers it. A client edit starts from the whole of it. */
export type AppClient = UserPoolClientType & { readonly UserPoolId: string; readonly ClientId: string };

/** The settings of an app client that are a list of URLs, and that sf-admin edits. */
export type UrlList = 'CallbackURLs' | 'LogoutURLs';

/** What UpdateUserPoolClient sets: everything that DescribeUserPoolClient answers but for the fields it only reports. */
type Reported = Exclude<keyof UserPoolClientType, keyof UpdateUserPoolClientCommandInput>;

/**
 * The fields that an update cannot take. The type makes this list complete and exact: an SDK in which one is added
 * or becomes writable does not compile until somebody has looked.
 */
const REPORTED: Readonly<Record<Reported, true>> = {
  ClientSecret: true,
  CreationDate: true,
  LastModifiedDate: true,
  ClientType: true,
};

/**
 * The settings of a client, as the next UpdateUserPoolClient must send them. Cognito resets whatever an update leaves
 * out, so this removes what the operation cannot take and keeps all else, a setting added tomorrow included.
 */
export function clientSettings(client: AppClient): UpdateUserPoolClientCommandInput {
  const kept = Object.entries(client).filter(([name, value]) => !(name in REPORTED) && value !== undefined);
  return { UserPoolId: client.UserPoolId, ClientId: client.ClientId, ...Object.fromEntries(kept) };
}

/** Seconds in each unit of TokenValidityUnits (API reference, TokenValidityUnitsType). */
const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

/** Seconds that an access token of the client is valid: an hour unless it says otherwise (API reference, AccessTokenValidity). */
export function accessTokenSeconds({ AccessTokenValidity, TokenValidityUnits }: Partial<AppClient>): number {
  // 0 is how some answers say that nothing was set.
  if (AccessTokenValidity === undefined || AccessTokenValidity === 0) return SECONDS.hours;
  return AccessTokenValidity * SECONDS[TokenValidityUnits?.AccessToken ?? 'hours'];
}
