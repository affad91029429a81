import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { CognitoIdentityProviderClientConfig } from '@aws-sdk/client-cognito-identity-provider';

import { variable } from '../../config/fields/environment.js';
import { AdminError } from '../../errors.js';
import { defined } from '../../model/defined.js';
import { quoted } from '../../text/quoted.js';
import { closest, didYouMean } from '../../text/suggestion.js';
import { NO_CREDENTIALS_HINT } from '../errors/credential-errors.js';
import { contextOf } from '../errors/failed-call.js';
import { clientSettings, serviceSettings } from './client-settings.js';
import type { Endpoint } from './endpoint.js';

export type Credentials = NonNullable<CognitoIdentityProviderClientConfig['credentials']>;

/** Keys that calls are signed with, and when they expire, if they do. */
export type SigningCredentials = Exclude<Credentials, (...args: never[]) => unknown>;

/**
 * The credentials to sign with, then those of the context's role if it has one. The sandbox gets a fixed pair that is
 * valid nowhere else.
 *
 * @throws AdminError NO_CREDENTIALS for a profile that does not exist; USAGE if the certificates of AWS_CA_BUNDLE cannot be
 *   read
 */
export async function credentialsFor(endpoint: Endpoint): Promise<Credentials> {
  const { credentials: source, aws, mfaCode } = endpoint;
  if (source.kind === 'sandbox') return { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox' };

  const own = await ownCredentials(endpoint, source.profile ?? aws?.profile);
  if (source.roleArn === undefined) return own;
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  return fromTemporaryCredentials({
    masterCredentials: own,
    mfaCodeProvider: mfaCode,
    clientConfig: await serviceSettings(endpoint, aws?.stsUrl),
    params: {
      RoleArn: source.roleArn,
      RoleSessionName: 'sf-admin',
      ...defined({ ExternalId: source.externalId, SerialNumber: source.mfaSerial }),
    },
  });
}

/** Keys of a profile that say where its credentials come from. */
const SOURCES = [
  ...['aws_access_key_id', 'role_arn', 'credential_process', 'web_identity_token_file', 'login_session'],
  ...['sso_session', 'sso_start_url', 'sso_account_id'],
];

/**
 * As the AWS CLI chooses them: the keys of the environment; the profile; then the rest of AWS's default chain. If the
 * profile says where its credentials come from, nothing else is tried when that fails, as the SDK's chain would: it would
 * act as somebody else, such as the role of the machine.
 */
async function ownCredentials(endpoint: Endpoint, profile: string | undefined): Promise<Credentials> {
  const [{ fromEnv, fromIni, fromNodeProviderChain, fromTemporaryCredentials }, { parseKnownFiles }] =
    await Promise.all([import('@aws-sdk/credential-providers'), import('@smithy/core/config')]);
  const profiles = await parseKnownFiles({});
  const name = profile ?? 'default';
  const section = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined && section === undefined) {
    throw missingProfile(endpoint, profile, Object.keys(profiles), await brokenFile());
  }

  if (endpoint.aws?.hasKeys === true) return fromEnv();

  const settings = await clientSettings(endpoint);
  const sts = await serviceSettings(endpoint, endpoint.aws?.stsUrl);
  const options = {
    logger: settings.logger,
    mfaCodeProvider: endpoint.mfaCode,
    ...defined({ profile }),
    // Without the region: the provider of SSO would ask in this one instead of the session's.
    clientConfig: settings,
    parentClientConfig: { region: endpoint.region },
    roleAssumer: ((masterCredentials, params) =>
      fromTemporaryCredentials({
        masterCredentials,
        params,
        clientConfig: sts,
        // It was asked for before. The SDK's own role assumer would use the addresses of another profile.
        mfaCodeProvider: () => Promise.resolve(params.TokenCode ?? ''),
      })()) satisfies NonNullable<Parameters<typeof fromIni>[0]>['roleAssumer'],
  };
  if (section !== undefined && SOURCES.some((key) => section[key] !== undefined)) return fromIni(options);
  const chain = fromNodeProviderChain(options);
  return () =>
    chain().catch(async (error: unknown) => {
      if (!(error instanceof Error) || !error.message.startsWith('Could not load credentials')) throw error;
      throw noCredentials(
        endpoint,
        section === undefined
          ? ((await brokenFile()) ?? `profile ${name} does not exist`)
          : `profile ${name} has no credentials`,
      );
    });
}

/** Why a profile may be missing: the SDK takes a file that it cannot read or parse for an empty one, in silence. */
async function brokenFile(): Promise<string | undefined> {
  for (const [name, standard] of [
    ['AWS_CONFIG_FILE', 'config'],
    ['AWS_SHARED_CREDENTIALS_FILE', 'credentials'],
  ] as const) {
    const file = variable(process.env, name) ?? join(homedir(), '.aws', standard);
    const text = await readFile(file, 'utf8').catch((error: unknown) =>
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : undefined,
    );
    if (text === undefined) return `${file} cannot be read`;
    const lines = text.split('\n').map((line) => line.split(/(?:^|\s)[;#]/, 1)[0]?.trim() ?? '');
    const firstSection = lines.findIndex((line) => line.startsWith('['));
    const isWrong = (line: string, index: number) =>
      line.startsWith('[') ? !line.endsWith(']') : line !== '' && (firstSection === -1 || index < firstSection);
    const wrong = lines.findIndex(isWrong);
    if (wrong !== -1) return `line ${wrong + 1} of ${file} is not the name of a section, such as [default]`;
  }
  return undefined;
}

function missingProfile(
  endpoint: Endpoint,
  profile: string,
  sections: readonly string[],
  broken: string | undefined,
): AdminError {
  // A profile's name may have a dot too, but these are other kinds of sections.
  const names = sections.filter((name) => !/^(?:services|sso-session)\./.test(name));
  const listed = names.length === 0 ? 'There are no profiles' : `Profiles: ${names.join(', ')}`;
  const message = `no AWS credentials for ${contextOf(endpoint)}: ${broken ?? `there is no profile ${quoted(profile)}`}`;
  return new AdminError('NO_CREDENTIALS', message, { hint: `${didYouMean(closest(profile, names))}${listed}` });
}

/** What was tried, in its order. */
function noCredentials(endpoint: Endpoint, profile: string): AdminError {
  const isSet = (name: string) => variable(process.env, name) !== undefined;
  const tried = [
    `${isSet('AWS_ACCESS_KEY_ID') ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID'} is not set`,
    profile,
    'AWS_WEB_IDENTITY_TOKEN_FILE is not set',
    isSet('AWS_EC2_METADATA_DISABLED') ? 'AWS_EC2_METADATA_DISABLED is set' : 'this machine has no role',
  ];
  const message = `no AWS credentials for ${contextOf(endpoint)}: ${tried.join(', ')}`;
  return new AdminError('NO_CREDENTIALS', message, { hint: NO_CREDENTIALS_HINT });
}
