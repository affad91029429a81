import type { ClientReading } from '../client/read-client.js';
import type { Finding } from './finding.js';

type Problem = Omit<Finding, 'subject'>;

/** The rules of STACKFLOW.md, "The app client" and "User attributes", that an app client breaks. */
export function clientFindings({ client, unmodelled }: ClientReading): Finding[] {
  const subject = `app client ${client.ClientName ?? client.ClientId}`;
  const problems: Problem[] = [];
  // Through such a client a signed-in user can change their own tenant or role.
  const writable = (client.WriteAttributes ?? []).filter((name) => name.startsWith('custom:'));
  if (writable.length > 0) {
    problems.push({
      rule: 'CUSTOM_ATTRIBUTE_WRITABLE',
      found: `signed-in users can change their own ${writable.join(', ')}`,
      fix: "Remove them from the client's writable attributes in the AWS console immediately.",
    });
  }
  if (client.AllowedOAuthFlows?.includes('implicit') === true) {
    problems.push({
      rule: 'IMPLICIT_GRANT',
      found: 'the implicit grant is on',
      fix: 'Turn it off in the AWS console; the code grant with PKCE serves the same applications.',
    });
  }
  // An `aws cognito-idp update-user-pool-client` leaves this behind: it resets every setting that it is not given.
  const hasCallbacks = (client.CallbackURLs ?? []).length > 0;
  const hasCodeGrant =
    client.AllowedOAuthFlowsUserPoolClient === true && client.AllowedOAuthFlows?.includes('code') === true;
  if (hasCallbacks && !hasCodeGrant) {
    problems.push({
      rule: 'CODE_GRANT',
      found: 'callback URLs are registered, but the code grant is off, so nobody can sign in through them',
      fix: 'Turn OAuth and the code grant on again in the AWS console, with their previous scopes and providers.',
    });
  }
  if (client.PreventUserExistenceErrors !== 'ENABLED') {
    problems.push({
      rule: 'USER_EXISTENCE',
      found: 'a failed sign-in reveals whether a user exists',
      fix: 'Enable "prevent user existence errors" in the AWS console.',
    });
  }
  const defaultUrl = client.DefaultRedirectURI;
  if (defaultUrl !== undefined && client.CallbackURLs?.includes(defaultUrl) !== true) {
    problems.push({
      rule: 'DEFAULT_REDIRECT_URL',
      found: `the default redirect URL ${defaultUrl} is not a callback URL`,
      fix: `Register it: sf-admin client add-callback ${defaultUrl} --client-id ${client.ClientId}`,
    });
  }
  const unknown = Object.keys(unmodelled);
  if (unknown.length > 0) {
    problems.push({
      rule: 'UNMODELLED_SETTING',
      found: `this version of sf-admin does not know ${unknown.join(', ')}, and so refuses to edit the client`,
      fix: 'Upgrade sf-admin to a version that is built on a newer AWS SDK.',
    });
  }
  return problems.map((problem) => ({ ...problem, subject }));
}
