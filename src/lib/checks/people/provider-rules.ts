import { apiFlows, type AppClient } from '../../model/app-client.js';
import type { User } from '../../model/user.js';
import type { Kinds, Person, Rule } from './user-finding.js';

/** The flows in which a client accepts a password itself (API reference, ExplicitAuthFlowsType). */
const PASSWORD_FLOWS = new Set([
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
]);

export const PROVIDER_KINDS = {
  CLIENT_FLOWS: {
    severity: 'high',
    expected: 'an app client allows this kind of user to sign in',
    why: 'No user of this kind can sign in.',
  },
  FEDERATED: {
    severity: 'note',
    expected: 'the user exists and may sign in at the identity provider',
    why: 'The provider decides who may sign in, and sf-admin cannot see it.',
  },
} as const satisfies Kinds;

export const clientFlowsRule: Rule = ({ user, clients }) => {
  const provider = providerOf(user);
  if (clients === undefined || clients.some((client) => allowsSignIn(client, provider))) return undefined;
  if (clients.length === 0) {
    return {
      rule: 'CLIENT_FLOWS',
      blocks: true,
      found: 'the user pool has no app client to sign in through',
      fix: 'Write the app client into a file of the pool, and create it: sf-admin pool apply FILE',
    };
  }
  const names = clients.map(({ ClientName, ClientId }) => ClientName ?? ClientId).join(', ');
  return {
    rule: 'CLIENT_FLOWS',
    blocks: true,
    found:
      provider === 'COGNITO'
        ? `no app client (${names}) allows sign-in with a password`
        : `no app client (${names}) allows sign-in through ${provider}`,
    fix: 'An edit may have reset the sign-in flows. Check the app clients, then set the flows again: sf-admin client set',
    command: 'pool check',
  };
};

function allowsSignIn(client: AppClient, provider: string): boolean {
  const hosted =
    client.AllowedOAuthFlowsUserPoolClient === true &&
    client.AllowedOAuthFlows?.some((flow) => flow === 'code' || flow === 'implicit') === true &&
    client.SupportedIdentityProviders?.some((name) => isSameProvider(name, provider)) === true;
  return hosted || (provider === 'COGNITO' && apiFlows(client).some((flow) => PASSWORD_FLOWS.has(flow)));
}

/** A pool that ignores case returns user names in lower case (developer guide, "User pool case sensitivity"). */
function isSameProvider(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export const federatedRule: Rule<Person> = ({ user }) => {
  if (user.status !== 'EXTERNAL_PROVIDER') return undefined;
  return {
    rule: 'FEDERATED',
    blocks: false,
    found: `the user signs in through ${providerOf(user)} and has no password here`,
    fix: 'Look for the cause at the provider: the account, its groups, the sign-in log.',
  };
};

/**
 * Where a user signs in: `COGNITO`, or the identity provider. The user name of a federated user is `Provider_id` (developer
 * guide, "Adding sign-in through a third party").
 */
export function providerOf({ status, username }: User): string {
  return status === 'EXTERNAL_PROVIDER' ? (username.split('_')[0] ?? username) : 'COGNITO';
}
