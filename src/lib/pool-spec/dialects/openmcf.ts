import { CLASSIC_TRIGGERS, type PoolSpec } from '../schema.js';
import { type MapNode, member, type Node, plain, rebuilt, textOf } from '../source/node.js';
import type { DeclaredPool } from './declared-pool.js';
import { Draft } from './draft.js';
import type { Values } from './intrinsics.js';
import { ATTRIBUTE_NAME, byPriority, scaled } from './rules.js';
import { readTable, type Table, writeTable } from './table.js';

const MINUTES = 60;
const DAYS = 86_400;

const CLIENT: Table = {
  name: 'name',
  generateSecret: 'generateSecret',
  allowedOauthFlowsUserPoolClient: 'oauth',
  allowedOauthFlows: 'oauthFlows',
  allowedOauthScopes: 'oauthScopes',
  callbackUrls: 'callbackUrls',
  logoutUrls: 'logoutUrls',
  defaultRedirectUri: 'defaultRedirectUri',
  supportedIdentityProviders: 'identityProviders',
  explicitAuthFlows: 'authFlows',
  accessTokenValidityMinutes: scaled('accessTokenValiditySeconds', MINUTES),
  idTokenValidityMinutes: scaled('idTokenValiditySeconds', MINUTES),
  refreshTokenValidityDays: scaled('refreshTokenValiditySeconds', DAYS),
  enableTokenRevocation: 'tokenRevocation',
  preventUserExistenceErrors: 'preventUserExistenceErrors',
};

const ATTRIBUTE: Table = {
  name: ATTRIBUTE_NAME,
  attributeDataType: 'type',
  developerOnlyAttribute: 'developerOnly',
  mutable: 'mutable',
  required: 'required',
  'stringAttributeConstraints.minLength': 'minLength',
  'stringAttributeConstraints.maxLength': 'maxLength',
  'numberAttributeConstraints.minValue': 'minValue',
  'numberAttributeConstraints.maxValue': 'maxValue',
};

/** `spec` of an OpenMCF `AwsCognitoUserPool`. */
export const OPENMCF_SPEC: Table = {
  region: 'region',
  usernameAttributes: 'usernameAttributes',
  aliasAttributes: 'aliasAttributes',
  usernameCaseSensitive: 'usernameCaseSensitive',
  'passwordPolicy.minimumLength': 'passwordPolicy.minimumLength',
  'passwordPolicy.requireLowercase': 'passwordPolicy.requireLowercase',
  'passwordPolicy.requireUppercase': 'passwordPolicy.requireUppercase',
  'passwordPolicy.requireNumbers': 'passwordPolicy.requireNumbers',
  'passwordPolicy.requireSymbols': 'passwordPolicy.requireSymbols',
  'passwordPolicy.temporaryPasswordValidityDays': 'passwordPolicy.temporaryPasswordValidityDays',
  mfaConfiguration: 'mfa.mode',
  softwareTokenMfaEnabled: 'mfa.softwareToken',
  autoVerifiedAttributes: 'autoVerifiedAttributes',
  accountRecoveryMechanisms: byPriority('name', 'priority'),
  'emailConfiguration.emailSendingAccount': 'email.sendingAccount',
  'emailConfiguration.sourceArn': 'email.sourceArn',
  'emailConfiguration.fromEmailAddress': 'email.from',
  'emailConfiguration.replyToEmailAddress': 'email.replyTo',
  'emailConfiguration.configurationSet': 'email.configurationSet',
  allowAdminCreateUserOnly: 'adminCreateUserOnly',
  deletionProtection: 'deletionProtection',
  customAttributes: { list: 'attributes', table: ATTRIBUTE },
  ...Object.fromEntries(CLASSIC_TRIGGERS.map((name) => [`lambdaConfig.${name}`, `triggers.${name}`])),
  clients: { list: 'clients', table: CLIENT },
  'domain.domain': 'domain.domain',
  'domain.certificateArn': 'domain.certificateArn',
};

const HEADER: Table = { apiVersion: null, kind: null, metadata: null, status: null, spec: null };

/** An OpenMCF manifest. The pool is named like the manifest. */
export function readOpenmcf(root: MapNode, values: Values): DeclaredPool[] {
  const draft = new Draft();
  readTable(root, HEADER, draft);
  const name = member(member(root, 'metadata'), 'name');
  if (name !== undefined) draft.set(['name'], plain(name), { at: name.at, key: 'metadata.name' });
  const spec = member(root, 'spec');
  if (spec?.kind === 'map') {
    readTable(resolved(spec, values) as MapNode, OPENMCF_SPEC, draft, { prefix: 'spec.' });
    requireParts(spec, draft);
  } else draft.problems.push({ at: spec?.at ?? root.at, key: 'spec', message: 'expected a map' });
  return [{ name: textOf(name) ?? 'AwsCognitoUserPool', at: root.at, draft }];
}

function requireParts(spec: MapNode, draft: Draft): void {
  const at = spec.at;
  if (member(spec, 'region') === undefined) draft.problems.push({ at, key: 'spec.region', message: 'is required' });
  const clients = member(spec, 'clients');
  if (clients === undefined || (clients.kind === 'list' && clients.items.length === 0)) {
    draft.problems.push({ at: clients?.at ?? at, key: 'spec.clients', message: 'at least one app client is required' });
  }
  // MFA is off by default.
  const token = member(spec, 'softwareTokenMfaEnabled');
  if (token?.kind === 'scalar' && token.value === true && member(spec, 'mfaConfiguration') === undefined) {
    draft.problems.push({
      at: token.at,
      key: 'spec.softwareTokenMfaEnabled',
      message: 'one-time passwords of an authenticator app need MFA, which is OFF by default',
      hint: 'Set mfaConfiguration to OPTIONAL or ON',
    });
  }
}

/** `{value: x}` is x, and `{valueFrom: {kind, name, fieldPath}}` refers to an output of another manifest. */
function resolved(spec: Node, values: Values): Node {
  return rebuilt(spec, (node) => {
    if (node.kind !== 'map' || node.entries.size !== 1) return undefined;
    const only = member(node, 'value');
    if (only?.kind === 'scalar') return only;
    const source = member(node, 'valueFrom');
    if (source === undefined) return undefined;
    const parts = ['name', 'fieldPath'].flatMap((key) => textOf(member(source, key)) ?? []);
    const name = parts.length === 0 ? 'valueFrom' : parts.join('.');
    const value = values.get(name);
    if (value === undefined) return { kind: 'reference', at: node.at, names: [name] };
    return { kind: 'scalar', at: node.at, value, isLoose: true };
  });
}

/** An OpenMCF manifest. */
export function writeOpenmcf(spec: PoolSpec): object {
  return {
    apiVersion: 'aws.openmcf.org/v1',
    kind: 'AwsCognitoUserPool',
    metadata: { name: spec.name ?? 'user-pool' },
    spec: writeTable(OPENMCF_SPEC, spec),
  };
}
