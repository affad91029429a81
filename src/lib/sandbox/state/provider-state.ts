import type { IdentityProviderTypeType } from '@aws-sdk/client-cognito-identity-provider';

/** A third-party identity provider of a pool. */
export interface ProviderState {
  readonly type: IdentityProviderTypeType;
  /** As in the request that set them, secrets included. */
  details: Record<string, string>;
  /** The provider's claims by the attributes of the pool. */
  mapping: Record<string, string>;
  identifiers: string[];
  /** The provider's values by level of assurance. */
  acrMapping?: Record<string, string>;
  readonly createdAt: number;
  modifiedAt: number;
}

/** An identity at a provider that a user signs in with. */
export interface IdentityState {
  readonly provider: string;
  /** The type of the provider, such as `SAML`. */
  readonly type: string;
  /** What the user is recognized by: `Cognito_Subject`, the provider's ID of the user, or an attribute of the pool. */
  readonly attribute: string;
  readonly value: string;
  /** Whether the user was made by a sign-in with it, instead of being linked to it. */
  readonly primary: boolean;
  readonly createdAt: number;
}
