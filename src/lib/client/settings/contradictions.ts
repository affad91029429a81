import type { Contradiction } from '../../changes/settings/set-settings.js';
import type { Settings } from '../../conventions/settings/setting-field.js';
import { CLIENT_SETTINGS } from './client-settings.js';

/** What Cognito would refuse in the settings of an app client (API reference, UpdateUserPoolClient). */
export function clientContradictions(settings: Settings): Contradiction[] {
  const list = (name: string): readonly string[] => (settings[name] as readonly string[] | undefined) ?? [];
  const seconds = (field: string): number =>
    Number(CLIENT_SETTINGS.find(({ setting }) => setting.field === field)?.setting.read(settings));

  const [callbacks, flows, scopes] = [list('CallbackURLs'), list('AllowedOAuthFlows'), list('AllowedOAuthScopes')];
  const redirect = settings.DefaultRedirectURI as string | undefined;
  const redirects = flows.includes('code') || flows.includes('implicit');
  const refresh = seconds('refreshTokenValiditySeconds');

  const rules: [isBroken: boolean, problem: string, fix: string][] = [
    [
      redirect !== undefined && !callbacks.includes(redirect),
      'the default redirect is not a callback URL',
      'Register it first: sf-admin client add-callback URL',
    ],
    [
      settings.AllowedOAuthFlowsUserPoolClient === true && (flows.length === 0 || scopes.length === 0),
      'OAuth is on without a flow or without a scope',
      'Give both: --oauth-flows code --add-scope openid',
    ],
    [
      redirects && callbacks.length === 0,
      'the code and implicit flows need a callback URL',
      'Register one first: sf-admin client add-callback URL',
    ],
    [
      flows.includes('client_credentials') && redirects,
      'the client_credentials flow excludes the other flows',
      'Use an app client of its own for it.',
    ],
    [
      // Without the setting, a new app client is to get them.
      settings.ExplicitAuthFlows !== undefined && list('ExplicitAuthFlows').length === 0,
      'an app client without an authentication flow gets the default ones',
      'Name at least one: --auth-flows ALLOW_REFRESH_TOKEN_AUTH',
    ],
    [
      refresh < Math.max(seconds('accessTokenValiditySeconds'), seconds('idTokenValiditySeconds')),
      'the refresh token would expire before the access or ID token',
      'Give it a longer validity: --refresh-token-validity TIME',
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, problem, fix]) => ({ problem, fix }));
}
