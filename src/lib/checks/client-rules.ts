import type { ClientReading } from '../client/read-client.js';
import type { Finding } from './finding.js';

/** StackFlow's rules that an app client breaks; docs/runbook.md lists them ("Check the pool"). */
export function clientFindings({ client, unmodelled }: ClientReading): Finding[] {
  const subject = `app client ${client.ClientName ?? client.ClientId}`;
  const writable = (client.WriteAttributes ?? []).filter((name) => name.startsWith('custom:'));
  const hasCallbacks = (client.CallbackURLs ?? []).length > 0;
  const hasCodeGrant =
    client.AllowedOAuthFlowsUserPoolClient === true && client.AllowedOAuthFlows?.includes('code') === true;
  const defaultUrl = client.DefaultRedirectURI;
  const unknown = Object.keys(unmodelled);
  const problems = [
    // Through such a client a signed-in user can change their own tenant or role.
    writable.length > 0 && {
      rule: 'CUSTOM_ATTRIBUTE_WRITABLE',
      found: `signed-in users can change their own ${writable.join(', ')}`,
      fix: "Remove them from the client's writable attributes in the AWS console immediately.",
    },
    client.AllowedOAuthFlows?.includes('implicit') === true && {
      rule: 'IMPLICIT_GRANT',
      found: 'the implicit grant is on',
      fix: 'Turn it off in the AWS console; the code grant with PKCE serves the same applications.',
    },
    // An `aws cognito-idp update-user-pool-client` leaves this behind: it resets every setting that it is not given.
    hasCallbacks &&
      !hasCodeGrant && {
        rule: 'CODE_GRANT',
        found: 'callback URLs are registered, but the code grant is off, so no user can sign in through them',
        fix: 'Turn OAuth and the code grant on again in the AWS console, with their previous scopes and providers.',
      },
    client.PreventUserExistenceErrors !== 'ENABLED' && {
      rule: 'USER_EXISTENCE',
      found: 'a failed sign-in reveals whether a user exists',
      fix: 'Enable "prevent user existence errors" in the AWS console.',
    },
    defaultUrl !== undefined &&
      client.CallbackURLs?.includes(defaultUrl) !== true && {
        rule: 'DEFAULT_REDIRECT_URL',
        found: `the default redirect URL ${defaultUrl} is not a callback URL`,
        fix: `Register it: sf-admin client add-callback ${defaultUrl} --client-id ${client.ClientId}`,
      },
    unknown.length > 0 && {
      rule: 'UNMODELLED_SETTING',
      found: `this version of sf-admin does not know ${unknown.join(', ')}, and so refuses to edit the client`,
      fix: 'Upgrade sf-admin to a version that is built on a newer AWS SDK.',
    },
  ];
  return problems.filter((problem) => problem !== false).map((problem) => ({ ...problem, subject }));
}
