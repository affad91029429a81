import type { SessionDescriptionType } from '@aws-sdk/client-cognito-identity-provider';

/** An open session of a user. The names are the JSON contract; what Cognito does not report is `null`. */
export interface Session {
  /** `tkn…` for a token session, `sso…` for a hosted UI session. */
  readonly id: string;
  readonly type: 'TOKEN' | 'SSO' | null;
  readonly clientId: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly lastActiveAt: string | null;
  readonly device: string | null;
  readonly ipAddress: string | null;
  readonly city: string | null;
  readonly country: string | null;
  /** The hosted UI session that a token session came from. */
  readonly originSessionId: string | null;
}

/** A session as AdminListUserSessions returns it. */
export function sessionFromSdk(session: SessionDescriptionType): Session {
  return {
    id: session.SessionId ?? '',
    type: session.SessionType ?? null,
    clientId: session.ClientId ?? null,
    createdAt: session.CreateDate?.toISOString() ?? null,
    lastActiveAt: session.LastActiveDate?.toISOString() ?? null,
    device: session.DeviceType ?? null,
    ipAddress: session.LastIPAddress ?? null,
    city: session.LastLocation?.City ?? null,
    country: session.LastLocation?.Country ?? null,
    originSessionId: session.OriginSessionId ?? null,
  };
}
