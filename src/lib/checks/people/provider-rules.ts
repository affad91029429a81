import { apiFlows, type AppClient } from '../../model/app-client.js';
import { identitiesOf, identityText, type User } from '../../model/user.js';
import type { DescribedProvider } from '../../providers/read-providers.js';
import { listed } from '../../text/listed.js';
import { shellWord } from '../../text/quoted.js';
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
  PROVIDER_GONE: {
    severity: 'high',
    expected: 'the identity provider of each identity of a user exists',
    why: 'No user can sign in with an identity of a provider that was deleted.',
  },
  MAPPED_ATTRIBUTE: {
    severity: 'high',
    expected: 'an app client may write every attribute that its identity providers map',
    why: 'Cognito writes the attributes at each sign-in through the provider, and refuses the sign-in if the app client may not.',
  },
  PROVIDER_NOT_OFFERED: {
    severity: 'medium',
    expected: 'an app client allows sign-in through each identity provider of a user',
    why: 'No user can sign in with the identity.',
  },
  PASSWORD_NOT_OFFERED: {
    severity: 'note',
    expected: 'the hosted UI offers a sign-in with a password to a user who has one',
    why: 'The user finds no field for the password.',
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

/** A federated user has no other way to sign in than identities; any other has the password. */
export const providerGoneRule: Rule = ({ user, providers }) => {
  const identities = identitiesOf(user) ?? [];
  const gone = identities.filter(({ provider }) => providers.has(provider) && providers.get(provider) === undefined);
  const blocks = user.status === 'EXTERNAL_PROVIDER' && gone.length === identities.length;
  return gone.map((identity) => ({
    rule: 'PROVIDER_GONE',
    blocks,
    found: `the user signs in with ${identityText(identity)}, and there is no identity provider ${identity.provider} any more`,
    fix: 'Create the identity provider again, with the same name, in the AWS console.',
    command: 'providers list',
  }));
};

/** Attributes that a provider may set although no app client can list them as writable. */
const ALWAYS_WRITABLE = new Set(['username', 'email_verified', 'phone_number_verified']);

/** Source: API reference, UpdateUserPoolClient, WriteAttributes. Without a list, only standard attributes are writable. */
export const mappedAttributesRule: Rule = ({ user, clients = [], providers }) => {
  const own = existing(providers);
  const isOnlyWay = user.status === 'EXTERNAL_PROVIDER' && own.length === 1;
  return own.flatMap(({ name, attributeMapping }) => {
    const offering = clients.filter((client) => allowsSignIn(client, name));
    const refusals = offering.flatMap((client) => {
      const refused = Object.keys(attributeMapping).filter((attribute) => !isWritable(client, attribute));
      return refused.length === 0 ? [] : [{ client, refused }];
    });
    return refusals.map(({ client, refused }) => ({
      rule: 'MAPPED_ATTRIBUTE',
      blocks: isOnlyWay && refusals.length === offering.length,
      found: `${name} sets ${listed(refused)}, which app client ${nameOf(client)} may not write`,
      fix: 'Allow the app client to write what the provider maps, or map it no longer.',
      command: writeCommand(client, refused),
    }));
  });
};

/** Without a list, standard attributes are writable, and a list would have to repeat them. */
function writeCommand({ ClientId, WriteAttributes }: AppClient, added: readonly string[]): string {
  if (WriteAttributes === undefined) return `client describe --client-id ${ClientId}`;
  return `client set --write-attributes ${shellWord([...WriteAttributes, ...added].join(','))} --client-id ${ClientId}`;
}

function existing(providers: ReadonlyMap<string, DescribedProvider | undefined>): DescribedProvider[] {
  return [...providers.values()].filter((provider) => provider !== undefined);
}

function nameOf({ ClientName, ClientId }: AppClient): string {
  return ClientName ?? ClientId;
}

function isWritable({ WriteAttributes }: AppClient, name: string): boolean {
  return ALWAYS_WRITABLE.has(name) || (WriteAttributes?.includes(name) ?? !name.startsWith('custom:'));
}

/** Of a federated user's own provider `CLIENT_FLOWS` is reported. */
export const providerNotOfferedRule: Rule = ({ user, clients = [], providers }) =>
  existing(providers).flatMap(({ name }) => {
    if (clients.length === 0 || isSameProvider(name, providerOf(user))) return [];
    if (clients.some((client) => allowsSignIn(client, name))) return [];
    const hosted = clients.filter((client) => offersHostedSignIn(client));
    const [client] = hosted;
    const offered = [...(client?.SupportedIdentityProviders ?? []), name].join(',');
    return {
      rule: 'PROVIDER_NOT_OFFERED',
      blocks: false,
      found: `the user has an identity at ${name}, and no app client allows sign-in through it`,
      fix: 'Add the identity provider to the app client.',
      command:
        client !== undefined && hosted.length === 1
          ? `client set --identity-providers ${shellWord(offered)} --client-id ${client.ClientId}`
          : 'client list',
    };
  });

export const passwordNotOfferedRule: Rule = ({ user, word, clients = [] }) => {
  if (user.status === 'EXTERNAL_PROVIDER') return undefined;
  const hosted = clients.filter((client) => offersHostedSignIn(client));
  if (hosted.length === 0 || hosted.some((client) => allowsHostedSignIn(client, 'COGNITO'))) return undefined;
  const names = listed(hosted.map(nameOf));
  const providers = [...new Set(hosted.flatMap(({ SupportedIdentityProviders: list = [] }) => list))];
  return {
    rule: 'PASSWORD_NOT_OFFERED',
    blocks: false,
    found: `the hosted UI (app client ${names}) offers no sign-in with a password, only through ${listed(providers)}`,
    fix: 'Let the user sign in with an identity there, or offer the password.',
    command: `users link ${word} --provider PROVIDER --subject ID`,
  };
};

function allowsSignIn(client: AppClient, provider: string): boolean {
  const isByApi = provider === 'COGNITO' && apiFlows(client).some((flow) => PASSWORD_FLOWS.has(flow));
  return isByApi || allowsHostedSignIn(client, provider);
}

function allowsHostedSignIn(client: AppClient, provider: string): boolean {
  return (
    offersHostedSignIn(client) &&
    client.SupportedIdentityProviders?.some((name) => isSameProvider(name, provider)) === true
  );
}

function offersHostedSignIn({ AllowedOAuthFlowsUserPoolClient, AllowedOAuthFlows = [] }: AppClient): boolean {
  return (
    AllowedOAuthFlowsUserPoolClient === true && AllowedOAuthFlows.some((flow) => flow === 'code' || flow === 'implicit')
  );
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
