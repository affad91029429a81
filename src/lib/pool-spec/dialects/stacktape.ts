import { CLASSIC_TRIGGERS, type PoolSpec } from '../schema.js';
import { type MapNode, member, type Node, rebuilt, textOf } from '../source/node.js';
import type { DeclaredPool } from './declared-pool.js';
import { Draft, Invalid } from './draft.js';
import type { Values } from './intrinsics.js';
import { ATTRIBUTE_NAME, flags, scaled, weak } from './rules.js';
import { readOverrides } from './stacktape-overrides.js';
import { type Leaf, readTable, type Rule, same, type Sibling, type Table, writeTable } from './table.js';

const DAYS = 86_400;

/** `userVerificationType` decides which addresses Cognito verifies, and how (Stacktape, "User Auth Pool"). */
const VERIFICATION_TYPES: Readonly<Record<string, { attributes: readonly string[]; method?: string }>> = {
  'email-code': { attributes: ['email'], method: 'CONFIRM_WITH_CODE' },
  'email-link': { attributes: ['email'], method: 'CONFIRM_WITH_LINK' },
  sms: { attributes: ['phone_number'] },
  none: { attributes: [] },
};
const AUTO_VERIFIED = 'autoVerifiedAttributes';

/** The three keys together say which addresses are verified. */
function autoVerified(sibling: Sibling): readonly string[] {
  const type = String(sibling('userVerificationType'));
  const required = [
    ...(Object.hasOwn(VERIFICATION_TYPES, type) ? (VERIFICATION_TYPES[type]?.attributes ?? []) : []),
    ...(sibling('requireEmailVerification') === true ? ['email'] : []),
    ...(sibling('requirePhoneNumberVerification') === true ? ['phone_number'] : []),
  ];
  return [...new Set(required)];
}

function isVerified(get: Leaf, attribute: string): boolean {
  const attributes = get(AUTO_VERIFIED);
  return Array.isArray(attributes) && attributes.includes(attribute);
}

const VERIFICATION_TYPE: Rule = {
  leaves: [AUTO_VERIFIED, 'verification.method'],
  read: (value, sibling) => {
    const type =
      typeof value === 'string' && Object.hasOwn(VERIFICATION_TYPES, value) ? VERIFICATION_TYPES[value] : undefined;
    const words = Object.keys(VERIFICATION_TYPES).join(', ');
    if (type === undefined) return { [AUTO_VERIFIED]: new Invalid(`expected one of: ${words}`) };
    const { method } = type;
    return {
      [AUTO_VERIFIED]: autoVerified(sibling),
      ...(method === undefined ? {} : { 'verification.method': method }),
    };
  },
  write: (get) => {
    if (get(AUTO_VERIFIED) === undefined) return undefined;
    if (isVerified(get, 'email')) {
      return get('verification.method') === 'CONFIRM_WITH_LINK' ? 'email-link' : 'email-code';
    }
    return isVerified(get, 'phone_number') ? 'sms' : 'none';
  },
};

/** Written only where `userVerificationType` does not say it. */
function requireVerification(attribute: string): Rule {
  return {
    leaves: [AUTO_VERIFIED],
    read: (value, sibling) => ({
      [AUTO_VERIFIED]: typeof value === 'boolean' ? autoVerified(sibling) : new Invalid('expected true or false'),
    }),
    write: (get) =>
      attribute === 'phone_number' && isVerified(get, 'email') && isVerified(get, attribute) ? true : undefined,
  };
}

/** Both ways of signing in are allowed by default; a file that mentions one of them decides on both. */
function userName(attribute: string): Rule {
  const leaf = 'usernameAttributes';
  const keys = { email: 'allowEmailAsUserName', phone_number: 'allowPhoneNumberAsUserName' };
  return {
    leaves: [leaf],
    read: (value, sibling) => {
      if (typeof value !== 'boolean') return { [leaf]: new Invalid('expected true or false') };
      return { [leaf]: Object.entries(keys).flatMap(([name, key]) => (sibling(key) === false ? [] : [name])) };
    },
    write: (get) => {
      const names = get(leaf);
      return Array.isArray(names) ? names.includes(attribute) : undefined;
    },
  };
}

const ATTRIBUTE: Table = {
  name: ATTRIBUTE_NAME,
  attributeDataType: 'type',
  developerOnlyAttribute: 'developerOnly',
  mutable: 'mutable',
  required: 'required',
  numberMaxValue: 'maxValue',
  numberMinValue: 'minValue',
  stringMaxLength: 'maxLength',
  stringMinLength: 'minLength',
};

/** A provider has no name of its own: it is that of its type. Its secrets are not kept. */
const IDENTITY_PROVIDER: Table = {
  type: {
    leaves: ['name', 'type'],
    read: (value) => ({ name: value, type: value }),
    write: (get) => get('type'),
  },
  clientId: null,
  clientSecret: null,
  attributeMapping: null,
  authorizeScopes: null,
  providerDetails: null,
};

const PASSWORD_POLICY = [
  ...['minimumLength', 'requireLowercase', 'requireNumbers', 'requireSymbols', 'requireUppercase'],
  'temporaryPasswordValidityDays',
];

/** `properties` of a `user-auth-pool`. The app client is part of it. */
const PROPERTIES: Table = {
  allowOnlyAdminsToCreateAccount: 'adminCreateUserOnly',
  unusedAccountValidityDays: weak('passwordPolicy.temporaryPasswordValidityDays'),
  requireEmailVerification: requireVerification('email'),
  requirePhoneNumberVerification: requireVerification('phone_number'),
  enableHostedUi: null,
  hostedUiDomainPrefix: {
    ...same('domain.domain'),
    // A custom domain is no prefix.
    write: (get) => (String(get('domain.domain')).includes('.') ? undefined : get('domain.domain')),
  },
  hostedUiCSS: 'hostedUiCss',
  'emailConfiguration.sesAddressArn': {
    leaves: ['email.sourceArn', 'email.sendingAccount'],
    read: (value) => ({ 'email.sourceArn': value, 'email.sendingAccount': 'DEVELOPER' }),
    write: (get) => (get('email.sendingAccount') === 'DEVELOPER' ? get('email.sourceArn') : undefined),
  },
  'emailConfiguration.from': 'email.from',
  'emailConfiguration.replyToEmailAddress': 'email.replyTo',
  'inviteMessageConfig.emailMessage': 'invitation.emailMessage',
  'inviteMessageConfig.emailSubject': 'invitation.emailSubject',
  'inviteMessageConfig.smsMessage': 'invitation.smsMessage',
  userVerificationType: VERIFICATION_TYPE,
  'userVerificationMessageConfig.emailMessageUsingCode': 'verification.emailMessage',
  'userVerificationMessageConfig.emailMessageUsingLink': 'verification.emailMessageByLink',
  'userVerificationMessageConfig.emailSubjectUsingCode': 'verification.emailSubject',
  'userVerificationMessageConfig.emailSubjectUsingLink': 'verification.emailSubjectByLink',
  'userVerificationMessageConfig.smsMessage': 'verification.smsMessage',
  'mfaConfiguration.status': 'mfa.mode',
  'mfaConfiguration.enabledTypes': flags({
    SMS: 'mfa.sms',
    SOFTWARE_TOKEN: 'mfa.softwareToken',
    EMAIL_OTP: 'mfa.email',
  }),
  ...Object.fromEntries(PASSWORD_POLICY.map((name) => [`passwordPolicy.${name}`, `passwordPolicy.${name}`])),
  schema: { list: 'attributes', table: ATTRIBUTE },
  allowPhoneNumberAsUserName: userName('phone_number'),
  allowEmailAsUserName: userName('email'),
  accessTokenValiditySeconds: 'clients.0.accessTokenValiditySeconds',
  idTokenValiditySeconds: 'clients.0.idTokenValiditySeconds',
  refreshTokenValidityDays: scaled('clients.0.refreshTokenValiditySeconds', DAYS),
  allowedOathFlows: 'clients.0.oauthFlows',
  // The spelling of later versions.
  allowedOAuthFlows: weak('clients.0.oauthFlows'),
  allowedOAuthScopes: 'clients.0.oauthScopes',
  callbackURLs: 'clients.0.callbackUrls',
  logoutURLs: 'clients.0.logoutUrls',
  generateClientSecret: 'clients.0.generateSecret',
  identityProviders: { list: 'identityProviders', table: IDENTITY_PROVIDER },
  ...Object.fromEntries(CLASSIC_TRIGGERS.map((name) => [`hooks.${name}`, `triggers.${name}`])),
  // Read after the rest.
  overrides: null,
};

/** The pools of a Stacktape file: its resources of the type `user-auth-pool`. */
export function readStacktape(root: MapNode, values: Values): DeclaredPool[] {
  const resources = member(root, 'resources');
  if (resources?.kind !== 'map') return [];
  return [...resources.entries].flatMap(([name, { at, node }]): DeclaredPool[] => {
    if (textOf(member(node, 'type')) !== 'user-auth-pool') return [];
    const draft = new Draft();
    const prefix = `resources.${name}.`;
    draft.begin(['clients', 0], { at, key: prefix.slice(0, -1) });
    const properties = member(node, 'properties');
    if (properties?.kind === 'map') {
      readTable(resolved(properties, values) as MapNode, PROPERTIES, draft, { prefix: `${prefix}properties.` });
    } else if (properties !== undefined) {
      draft.problems.push({ at: properties.at, key: `${prefix}properties`, message: 'expected a map' });
    }
    draft.isOverriding = true;
    for (const [key, holder] of [['', node] as const, ['properties.', properties] as const]) {
      const overrides = member(holder, 'overrides');
      if (overrides !== undefined) readOverrides(resolved(overrides, values), draft, `${prefix}${key}overrides.`);
    }
    return [{ name, at, draft }];
  });
}

/** `$Secret('name')`, `$ResourceParam('function', 'arn')`: what only a deployment knows (Stacktape, "Directives"). */
const DIRECTIVE = /\$[A-Z]\w*\([^()]*\)/g;

function resolved(given: Node, values: Values): Node {
  return rebuilt(given, (node) => {
    const names = textOf(node)?.match(DIRECTIVE) ?? [];
    if (node.kind !== 'scalar' || names.length === 0) return undefined;
    const missing = names.filter((name) => !values.has(name));
    if (missing.length > 0) return { kind: 'reference', at: node.at, names: missing };
    const value = String(node.value).replaceAll(DIRECTIVE, (name) => values.get(name) ?? '');
    return { ...node, value, isLoose: true };
  });
}

/** A Stacktape file with one pool. */
export function writeStacktape(spec: PoolSpec): object {
  return { resources: { userPool: { type: 'user-auth-pool', properties: writeTable(PROPERTIES, spec) } } };
}
