import { createHash } from 'node:crypto';

import { clientContradictions } from '../../client/settings/contradictions.js';
import type { Settings } from '../../conventions/settings/setting-field.js';
import { AdminError } from '../../errors.js';
import { MFA_CONFIG } from '../../pool/editable-pool.js';
import { poolContradictions } from '../../pool/settings/contradictions.js';
import type { DialectName } from '../dialects/dialects.js';
import { IGNORED } from '../diff/diff-specs.js';
import { quoted, shellWord } from '../../text/quoted.js';
import type { ClientSpec, PoolSpec } from '../schema.js';
import type { PoolFile } from '../source/read-pool-file.js';
import { refuseUnresolved } from '../source/unresolved.js';
import { clientRequest, mfaRequest, poolRequest } from './creation-requests.js';

/** The tag by which a pool that was created from a file is found again. */
export const SPEC_TAG = 'sf-admin:spec';

/** What a file asks to create. */
export interface Creation {
  /** The name of the file, for messages. */
  readonly source: string;
  /** The file and the flags that it is read with, as words of a suggested command: `pool.yaml --resolve Sender=arn:…`. */
  readonly fileWords: string;
  /** `pool create` with these words. */
  readonly createCommand: string;
  readonly name: string;
  /** The value of the tag: which spec the pool is created from. */
  readonly identity: string;
  /** With a name for every app client, and the tag. */
  readonly spec: PoolSpec;
  /** What the file declares and is not created: `group admins`. */
  readonly notCreated: readonly string[];
  /** What may be a mistake, in a sentence each. */
  readonly warnings: readonly string[];
}

/** What a dialect documents for a setting that the file leaves out, if that is not Cognito's own default. */
const DIALECT_DEFAULTS: Partial<Record<DialectName, PoolSpec>> = { openmcf: { usernameCaseSensitive: false } };

/**
 * Decides what to create from a file.
 *
 * @param source the name of the file, for messages
 * @param options.name a name for the pool in place of the file's
 * @param options.fileWords as in `Creation`; by default the file alone
 * @throws AdminError INVALID_POOL_FILE for references without a value; MISSING_INPUT for a pool without a name; USAGE
 *   for a name that Cognito refuses; SETTING_CONFLICT for settings that Cognito would refuse
 */
export function creationOf(
  source: string,
  file: PoolFile,
  { name = file.spec.name, fileWords = shellWord(source) }: { name?: string; fileWords?: string } = {},
): Creation {
  const { dialect, resource } = file;
  refuseUnresolved(
    source,
    file.unresolved.filter(({ path: [first] }) => !IGNORED.some((key) => key === first)),
  );
  if (name === undefined) {
    throw new AdminError('MISSING_INPUT', `${source} has no name for the user pool`, {
      hint: 'Give it one, here or in the file: --name NAME',
    });
  }
  if (!POOL_NAME.test(name)) {
    throw new AdminError('USAGE', `${quoted(name)} cannot be the name of a user pool`, {
      hint: 'A name has 1 to 128 letters, digits, spaces and characters of _+=,.@- Give another one: --name NAME',
    });
  }
  const identity = identityOf(dialect, resource, name);
  const spec: PoolSpec = {
    ...DIALECT_DEFAULTS[dialect],
    ...file.spec,
    name,
    tags: { ...file.spec.tags, [SPEC_TAG]: identity },
    clients: (file.spec.clients ?? []).map((client) => ({ ...client, name: client.name ?? name })),
  };
  refuseContradictions(source, spec);
  const nameFlag = name === file.spec.name ? '' : ` --name ${shellWord(name)}`;
  const createCommand = `pool create ${fileWords}${nameFlag}`;
  const notes = { notCreated: notCreated(spec), warnings: warningsOf(spec) };
  return { source, fileWords, createCommand, name, identity, spec, ...notes };
}

/** API reference, CreateUserPool. */
const POOL_NAME = /^[\w\s+=,.@-]{1,128}$/;

/** What a tag's value may hold ("Tagging user pools", developer guide). */
const TAG_VALUE = /^[\p{L}\p{N} +\-=._:/@]{1,256}$/u;

/**
 * Pools of one name may come from several files, and one file may declare several pools: the dialect, the resource and the name
 * together say which is meant. What does not fit into a tag is replaced by its hash.
 */
function identityOf(dialect: DialectName, resource: string, name: string): string {
  const identity = [dialect, resource, name].join('/');
  return TAG_VALUE.test(identity)
    ? identity
    : `${dialect}/sha256:${createHash('sha256').update(identity).digest('hex')}`;
}

function refuseContradictions(source: string, spec: PoolSpec): void {
  const { mode = 'OFF', sms, email } = spec.mfa ?? {};
  const mfa = mfaRequest(spec) ?? { MfaConfiguration: 'OFF' };
  const pool: Settings = { ...poolRequest(spec), [MFA_CONFIG]: mfa };
  const problems = [
    ...(mode === 'OFF' && (sms === true || email === true) ? ['a second factor is on while MFA is off'] : []),
    ...(spec.hostedUiCss !== undefined && spec.domain?.domain === undefined
      ? ['the style sheet of the hosted UI needs a domain']
      : []),
    ...poolContradictions(pool).map(({ problem }) => problem),
    ...(spec.clients ?? []).flatMap((client) =>
      [...clientContradictions({ ...clientRequest(client) }).map(({ problem }) => problem), ...needsSecret(client)].map(
        (problem) => `app client ${client.name ?? ''}: ${problem}`,
      ),
    ),
  ];
  const [first, ...others] = problems;
  if (first === undefined) return;
  throw new AdminError('SETTING_CONFLICT', `${source}: ${first}`, {
    hint: ['Nothing was created. Correct the file', ...others.map((problem) => `Also, ${problem}`)].join('\n'),
  });
}

/** API reference, CreateUserPoolClient. */
function needsSecret({ generateSecret, oauthFlows = [], propagateUserContext }: ClientSpec): string[] {
  if (generateSecret === true) return [];
  return [
    ...(oauthFlows.includes('client_credentials') ? ['the client_credentials flow needs a client secret'] : []),
    ...(propagateUserContext === true ? ['passing on the data of the user needs a client secret'] : []),
  ];
}

function notCreated({ groups = [], identityProviders = [] }: PoolSpec): string[] {
  return [
    ...groups.map((group) => `group ${group.name}`),
    ...identityProviders.map((provider) => `identity provider ${provider.name ?? provider.type ?? ''}`),
  ];
}

function warningsOf({ usernameCaseSensitive, clients = [] }: PoolSpec): string[] {
  const withScopes = clients.filter(({ oauthScopes = [] }) => oauthScopes.some((scope) => scope.includes('/')));
  return [
    ...(usernameCaseSensitive === undefined
      ? ['user names will be case-sensitive, since the file does not say otherwise; this cannot be changed later']
      : []),
    ...withScopes.map(
      ({ name = '' }) =>
        `app client ${name} has a scope of a resource server, which sf-admin does not create: Cognito refuses the client ` +
        'until the resource server exists',
    ),
  ];
}

/** The identity providers of an app client that a new pool does not have. */
export function otherProviders({ identityProviders = [] }: ClientSpec): string[] {
  return identityProviders.filter((provider) => provider !== 'COGNITO');
}
