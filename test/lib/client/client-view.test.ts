import { expect } from 'chai';
import { clientCard } from '../../../src/lib/client/client-view.js';
import type { CardView } from '../../../src/lib/output/view.js';
import type { ClientReading } from '../../../src/lib/client/read-client.js';
import { APP, LOCAL, SETTINGS, webClient } from './web-client.js';

/** A card's lines by their labels; a section has no value. */
function lines(view: CardView<ClientReading>, reading: ClientReading): Record<string, unknown> {
  return Object.fromEntries(
    view.fields(reading).map((field) => ('section' in field ? [field.section, undefined] : [field.label, field.value])),
  );
}

describe('clientCard', () => {
  const hidden = clientCard({ showSecret: false });
  const reading = { client: webClient(), unmodelled: {} };

  it('shows every setting, token validity with its unit, and hides the secret', () => {
    expect(lines(hidden, reading)).to.deep.equal({
      web: undefined,
      'client ID': SETTINGS.ClientId,
      'user pool': SETTINGS.UserPoolId,
      secret: '(hidden; --show-secret shows it)',
      'callback URLs': [APP, LOCAL],
      'default redirect': APP,
      'logout URLs': ['https://app.example.com/'],
      'Sign-in': undefined,
      OAuth: 'on',
      'OAuth flows': 'code',
      'OAuth scopes': 'openid, email',
      providers: 'COGNITO, AzureAD',
      'auth flows': ['ALLOW_REFRESH_TOKEN_AUTH'],
      Tokens: undefined,
      'access token': '15 minutes',
      'ID token': '1 hour',
      'refresh token': '30 days',
      'sign-in session': '3 minutes',
      Attributes: undefined,
      readable: ['email', 'custom:role'],
      writable: ['given_name'],
      'Other settings': undefined,
      'prevent user existence errors': 'ENABLED',
      'enable token revocation': true,
      'enable propagate additional user context data': false,
      'client type': 'REGULAR',
      created: '2026-01-01T00:00:00.000Z',
      updated: '2026-02-01T00:00:00.000Z',
    });
  });

  it('shows settings without a line of their own, and those that the SDK dropped', () => {
    const client = { ...webClient(), RefreshTokenRotation: { Feature: 'ENABLED' } } as typeof reading.client;
    const shown = lines(hidden, { client, unmodelled: { FutureSetting: { Mode: 'ON' } } });
    expect([shown['refresh token rotation'], shown.FutureSetting]).to.deep.equal([
      '{"Feature":"ENABLED"}',
      '{"Mode":"ON"}',
    ]);
  });

  it('hides unknown settings that may be secrets, unless --show-secret is given', () => {
    const unmodelled = { Future: { a: 1 }, NextClientSecret: 'x', Rotation: { Secret: 'y' } };
    const json = (view: typeof hidden) =>
      (view.json({ client: webClient(), unmodelled }) as { unmodelled: unknown }).unmodelled;
    const REDACTED = '(hidden; --show-secret shows it)';
    expect([json(hidden), json(clientCard({ showSecret: true }))]).to.deep.equal([
      { Future: { a: 1 }, NextClientSecret: REDACTED, Rotation: REDACTED },
      unmodelled,
    ]);
  });

  it('shows the default of a setting that a client leaves out', () => {
    const bare = { client: { UserPoolId: 'p', ClientId: 'c' }, unmodelled: {} };
    const shown = lines(hidden, bare);
    expect(['c', 'secret', 'OAuth', 'access token', 'readable', 'writable'].map((label) => shown[label])).to.deep.equal(
      [undefined, 'none', 'off', null, 'all', 'the standard ones'],
    );
  });

  it('prints JSON with camelCase keys, without the secret', () => {
    const json = hidden.json(reading) as Record<string, unknown>;
    expect(json).to.deep.equal({
      userPoolId: SETTINGS.UserPoolId,
      clientId: SETTINGS.ClientId,
      clientName: 'web',
      refreshTokenValidity: 30,
      accessTokenValidity: 15,
      idTokenValidity: 1,
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'hours' },
      readAttributes: ['email', 'custom:role'],
      writeAttributes: ['given_name'],
      explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      supportedIdentityProviders: ['COGNITO', 'AzureAD'],
      callbackUrls: [APP, LOCAL],
      logoutUrls: ['https://app.example.com/'],
      defaultRedirectUri: APP,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid', 'email'],
      allowedOAuthFlowsUserPoolClient: true,
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      enablePropagateAdditionalUserContextData: false,
      authSessionValidity: 3,
      clientSecret: '(hidden; --show-secret shows it)',
      creationDate: '2026-01-01T00:00:00.000Z',
      lastModifiedDate: '2026-02-01T00:00:00.000Z',
      clientType: 'REGULAR',
      unmodelled: {},
    });
  });

  it('shows the secret if asked for, and none if the client has none', () => {
    const shown = clientCard({ showSecret: true });
    expect([
      lines(shown, reading).secret,
      (shown.json(reading) as { clientSecret: string }).clientSecret,
      lines(shown, { client: webClient({ ClientSecret: undefined }), unmodelled: {} }).secret,
    ]).to.deep.equal(['not-to-be-sent', 'not-to-be-sent', 'none']);
    expect(hidden.json({ client: webClient({ ClientSecret: undefined }), unmodelled: {} })).to.not.have.property(
      'clientSecret',
    );
  });

  it('is identified by the client’s ID', () => {
    expect(hidden.id(reading)).to.equal(SETTINGS.ClientId);
  });
});
