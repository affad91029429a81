import type { ClientReading } from '../client/read-client.js';
import type { Finding } from './finding.js';

type Problem = Omit<Finding, 'subject'>;

/** What STACKFLOW.md, "The app client" and "User attributes", says of every client and does not hold of this one. */
export function clientFindings({ client, unmodelled }: ClientReading): Finding[] {
  const subject = `app client ${client.ClientName ?? client.ClientId}`;
  const problems: Problem[] = [];
  // A client that may write them lets a signed-in user change the own tenant or role.
  const writable = (client.WriteAttributes ?? []).filter((name) => name.startsWith('custom:'));
  if (writable.length > 0) {
    problems.push({
      rule: 'CUSTOM_ATTRIBUTE_WRITABLE',
      found: `signed-in users can change their own ${writable.join(', ')}`,
      fix: "Take them out of the client's writable attributes in the AWS console, at once.",
    });
  }
  if (client.AllowedOAuthFlows?.includes('implicit') === true) {
    problems.push({
      rule: 'IMPLICIT_GRANT',
      found: 'the implicit grant is on',
      fix: 'Turn it off in the AWS console; the code grant with PKCE serves the same clients.',
    });
  }
  // What the old runbook's own command leaves behind: it resets every setting that it does not name.
  const hasCallbacks = (client.CallbackURLs ?? []).length > 0;
  const hasCodeGrant =
    client.AllowedOAuthFlowsUserPoolClient === true && client.AllowedOAuthFlows?.includes('code') === true;
  if (hasCallbacks && !hasCodeGrant) {
    problems.push({
      rule: 'CODE_GRANT',
      found: 'callback URLs are registered, but the code grant is off: nobody can sign in through them',
      fix: 'Turn OAuth and the code grant on again in the AWS console, with the scopes and providers it had.',
    });
  }
  if (client.PreventUserExistenceErrors !== 'ENABLED') {
    problems.push({
      rule: 'USER_EXISTENCE',
      found: 'a failed sign-in tells strangers whether a user exists',
      fix: 'Set "prevent user existence errors" to enabled in the AWS console.',
    });
  }
  const byDefault = client.DefaultRedirectURI;
  if (byDefault !== undefined && client.CallbackURLs?.includes(byDefault) !== true) {
    problems.push({
      rule: 'DEFAULT_REDIRECT_URL',
      found: `the default redirect URL ${byDefault} is no callback URL`,
      fix: `Register it: sf-admin client add-callback ${byDefault} --client-id ${client.ClientId}`,
    });
  }
  const unknown = Object.keys(unmodelled);
  if (unknown.length > 0) {
    problems.push({
      rule: 'UNMODELLED_SETTING',
      found: `this sf-admin does not know ${unknown.join(', ')}, and so refuses to edit the client`,
      fix: 'Upgrade sf-admin to a version that is built on a newer AWS SDK.',
    });
  }
  return problems.map((problem) => ({ ...problem, subject }));
}
