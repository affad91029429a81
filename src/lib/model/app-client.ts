import type {
  TimeUnitsType,
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

/** Seconds that each kind of token stays valid. */
export interface TokenValidity {
  readonly access: number;
  readonly id: number;
  readonly refresh: number;
}

const SECONDS: Readonly<Record<TimeUnitsType, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

/**
 * The client's token validity, in seconds. Where a client leaves one out, Cognito's defaults hold: access and ID
 * tokens one hour, refresh tokens 30 days; and where it leaves out a unit, hours and days (API reference,
 * UserPoolClientType and TokenValidityUnitsType).
 */
export function tokenValidity(client: UserPoolClientType): TokenValidity {
  const units = client.TokenValidityUnits;
  return {
    // A refresh validity of 0 is documented to mean the default.
    access: (client.AccessTokenValidity ?? 1) * SECONDS[units?.AccessToken ?? 'hours'],
    id: (client.IdTokenValidity ?? 1) * SECONDS[units?.IdToken ?? 'hours'],
    refresh: (client.RefreshTokenValidity || 30) * SECONDS[units?.RefreshToken ?? 'days'],
  };
}
