import type { IdentityProviderTypeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../../engine/service-error.js';

type Details = Readonly<Record<string, string>>;

interface ProviderRules {
  /** A detail of each group must be given. */
  readonly required: readonly (readonly string[])[];
  readonly optional: readonly string[];
  /** What DescribeIdentityProvider returns besides what was given. */
  readonly described?: (given: Details) => Details;
  /** What it does not return. */
  readonly hidden?: readonly string[];
}

const OAUTH = [['client_id'], ['client_secret'], ['authorize_scopes']] as const;
const ENDPOINTS = ['authorize_url', 'token_url', 'attributes_url', 'jwks_uri'];

/**
 * The details of each type (API reference, `ProviderDetails` of CreateIdentityProvider). Cognito fetches the metadata of a
 * SAML provider and the endpoints of an OIDC one; the sandbox reaches no network, so it describes those that were given.
 */
const RULES: Readonly<Record<IdentityProviderTypeType, ProviderRules>> = {
  SAML: {
    required: [['MetadataURL', 'MetadataFile']],
    optional: ['IDPSignout', 'IDPInit', 'EncryptedResponses', 'RequestSigningAlgorithm', 'RequestSigningCertificate'],
  },
  OIDC: {
    required: [['client_id'], ['authorize_scopes'], ['oidc_issuer'], ['attributes_request_method']],
    optional: ['client_secret', ...ENDPOINTS],
    described: () => ({ attributes_url_add_attributes: 'false' }),
  },
  Facebook: {
    required: OAUTH,
    optional: ['api_version'],
    described: ({ api_version: version = 'v17.0' }) => ({
      api_version: version,
      attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
      attributes_url_add_attributes: 'true',
      authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
      token_request_method: 'GET',
      token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
    }),
  },
  Google: {
    required: OAUTH,
    optional: [],
    described: () => ({
      attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
      attributes_url_add_attributes: 'true',
      authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
      oidc_issuer: 'https://accounts.google.com',
      token_request_method: 'POST',
      token_url: 'https://www.googleapis.com/oauth2/v4/token',
    }),
  },
  LoginWithAmazon: {
    required: OAUTH,
    optional: [],
    described: () => ({
      attributes_url: 'https://api.amazon.com/user/profile',
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://www.amazon.com/ap/oa',
      token_request_method: 'POST',
      token_url: 'https://api.amazon.com/auth/o2/token',
    }),
  },
  SignInWithApple: {
    required: [['client_id'], ['team_id'], ['key_id'], ['private_key'], ['authorize_scopes']],
    optional: [],
    hidden: ['private_key'],
    described: () => ({
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://appleid.apple.com/auth/authorize',
      oidc_issuer: 'https://appleid.apple.com',
      token_request_method: 'POST',
      token_url: 'https://appleid.apple.com/auth/token',
    }),
  },
};

/** Whether a provider of the type has the type's name, and its own ID for each user. */
export function isSocial(type: IdentityProviderTypeType): boolean {
  return type !== 'SAML' && type !== 'OIDC';
}

/**
 * Throws InvalidParameterException for a detail that is missing, empty, wrong, or that the type does not have. The wording is
 * the sandbox's. What DescribeIdentityProvider adds may be sent back.
 */
export function checkDetails(type: IdentityProviderTypeType, given: Details): void {
  const { required, optional, described = () => ({}) } = RULES[type];
  const missing = required.find((names) => !names.some((name) => (given[name] ?? '') !== ''));
  if (missing) throw invalidParameter(`ProviderDetails of the type ${type} must have ${missing.join(' or ')}.`);
  const known = new Set([...required.flat(), ...optional, ...Object.keys(described(given))]);
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) throw invalidParameter(`ProviderDetails of the type ${type} cannot have ${unknown}.`);
  const method = given.attributes_request_method;
  if (method !== undefined && method !== 'GET' && method !== 'POST') {
    throw invalidParameter('The attributes_request_method must be GET or POST.');
  }
  for (const name of ['MetadataURL', 'oidc_issuer', ...ENDPOINTS]) {
    const url = given[name];
    if (url !== undefined && !URL.canParse(url)) throw invalidParameter(`${name} must be a URL.`);
  }
}

/** The details that DescribeIdentityProvider returns. */
export function describedDetails(type: IdentityProviderTypeType, given: Details): Details {
  const { described, hidden = [] } = RULES[type];
  const all = { ...described?.(given), ...given };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.includes(name)));
}
