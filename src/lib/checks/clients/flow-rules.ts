import type { AppClient } from '../../model/app-client.js';
import { parsedUrl } from '../../text/parsed.js';
import type { ClientRule } from './client-rule.js';

/** Whether the client may use an OAuth flow. */
function hasFlow({ AllowedOAuthFlowsUserPoolClient, AllowedOAuthFlows = [] }: AppClient, flow: 'code' | 'implicit') {
  return AllowedOAuthFlowsUserPoolClient === true && AllowedOAuthFlows.includes(flow);
}

export const IMPLICIT_GRANT: ClientRule = {
  rule: 'IMPLICIT_GRANT',
  severity: 'high',
  expected: 'the implicit grant is off',
  why: 'It puts tokens into the URL, where histories, logs and other sites can see them.',
  find: ({ client, word }) => {
    if (client.AllowedOAuthFlows?.includes('implicit') !== true) return undefined;
    return {
      found: 'the implicit grant is on',
      fix: 'Turn it off; the code grant with PKCE serves the same applications.',
      command: `client set --oauth-flows code --client-id ${word}`,
    };
  },
};

/** An `aws cognito-idp update-user-pool-client` leaves this behind: it resets every setting that it is not given. */
export const CODE_GRANT: ClientRule = {
  rule: 'CODE_GRANT',
  severity: 'high',
  expected: 'the code grant is on if callback URLs are registered',
  why: 'Without it, no user can sign in through the callback URLs.',
  find: ({ client, word }) => {
    if ((client.CallbackURLs ?? []).length === 0 || hasFlow(client, 'code')) return undefined;
    // OAuth needs a scope (API reference, UpdateUserPoolClient).
    const scope = (client.AllowedOAuthScopes ?? []).length === 0 ? ' --add-scope openid' : '';
    return {
      found: 'callback URLs are registered, but the code grant is off, so no user can sign in through them',
      fix: 'Turn OAuth and the code grant on again, and check scopes and providers.',
      command: `client set --oauth on --oauth-flows code${scope} --client-id ${word}`,
    };
  },
};

export const PKCE: ClientRule = {
  rule: 'PKCE',
  severity: 'note',
  expected: 'the application uses PKCE with the code grant',
  why: 'Without PKCE, an intercepted authorization code can be exchanged for tokens.',
  find: ({ client }) => {
    if (!hasFlow(client, 'code')) return undefined;
    return {
      status: 'notCheckable',
      found:
        'Cognito accepts a code with and without PKCE, and the API does not show which of them the application uses',
      fix: 'Check in the application that its authorization request has a code_challenge.',
    };
  },
};

export const PUBLIC_CLIENT_SECRET: ClientRule = {
  rule: 'PUBLIC_CLIENT_SECRET',
  severity: 'medium',
  expected: 'an app client of an application on devices has no secret',
  why: 'A secret that is in every copy of an application protects nothing.',
  find: ({ client }) => {
    const urls = client.CallbackURLs ?? [];
    if (client.ClientSecret === undefined || urls.length === 0) return undefined;
    const onDevices = urls.filter(isOnDevice);
    if (onDevices.length === 0) {
      return {
        status: 'notCheckable',
        severity: 'note',
        found: 'the app client has a secret, and the API does not show whether a server keeps it or a browser gets it',
        fix: 'If the application runs in a browser, give it an app client without a secret.',
      };
    }
    return {
      found: `the app client has a secret, and ${onDevices.join(', ')} belongs to an application on a device`,
      fix: 'Give the application an app client without a secret. A secret cannot be removed from an app client.',
    };
  },
};

/** An app's own scheme is that of an application on a device (RFC 8252, section 7.1). */
function isOnDevice(text: string): boolean {
  const url = parsedUrl(text);
  return url !== undefined && !['http:', 'https:'].includes(url.protocol);
}
