import type { AuthEventType } from '@aws-sdk/client-cognito-identity-provider';

/** A recorded attempt to sign in, or to change or recover a password. The names are the JSON contract. */
export interface SignInEvent {
  readonly id: string;
  /** `SignIn`, `SignUp`, `ForgotPassword`, `PasswordChange`, `ResendCode`. */
  readonly type: string | null;
  /** ISO 8601, UTC. */
  readonly at: string | null;
  /** `Pass`, `Fail`, `InProgress`. */
  readonly result: string | null;
  /** Each challenge with its result: `Password Success`. */
  readonly challenges: readonly string[];
  /** `Low`, `Medium`, `High`, if threat protection rates it. */
  readonly risk: string | null;
  /** `NoRisk`, `AccountTakeover`, `Block`. */
  readonly decision: string | null;
  readonly compromisedCredentials: boolean | null;
  readonly ipAddress: string | null;
  readonly device: string | null;
  readonly city: string | null;
  readonly country: string | null;
}

/** An event as AdminListUserAuthEvents returns it. */
export function signInEventFromSdk(event: AuthEventType): SignInEvent {
  const { EventRisk: risk, EventContextData: context } = event;
  return {
    id: event.EventId ?? '',
    type: event.EventType ?? null,
    at: event.CreationDate?.toISOString() ?? null,
    result: event.EventResponse ?? null,
    challenges: (event.ChallengeResponses ?? []).map(({ ChallengeName, ChallengeResponse }) =>
      [ChallengeName, ChallengeResponse].filter((part) => part !== undefined).join(' '),
    ),
    risk: risk?.RiskLevel ?? null,
    decision: risk?.RiskDecision ?? null,
    compromisedCredentials: risk?.CompromisedCredentialsDetected ?? null,
    ipAddress: context?.IpAddress ?? null,
    device: context?.DeviceName ?? null,
    city: context?.City ?? null,
    country: context?.Country ?? null,
  };
}
