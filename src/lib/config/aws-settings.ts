import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { AdminError } from '../errors.js';
import { isSystemError } from '../files/system-error.js';
import { defined } from '../model/defined.js';
import { quoted, shellWord } from '../text/quoted.js';
import { type Context, SERVICE_IDS, type ServiceId } from './context.js';
import { parseEndpointUrl } from './fields/endpoint-url.js';
import { type Environment, variable } from './fields/environment.js';
import { parseRegion } from './fields/region.js';

/**
 * Completes a context with what the AWS CLI would use too: first AWS's environment variables, then the profile that the
 * context names, or AWS_PROFILE. Settings of the context itself, which flags have replaced, count more. The SDK reads
 * some of this itself, but endpoints only from the profile of AWS_PROFILE, and it counts `True` as false; and messages
 * must show what is used.
 *
 * Sources: AWS SDKs and Tools Reference Guide, "Service-specific endpoints" and "Dual-stack and FIPS endpoints"; where it
 * is silent, the AWS CLI's behaviour.
 *
 * @throws AdminError USAGE for an invalid value, and for a profile whose `services` section is missing
 */
export async function withAwsSettings(context: Context, env: Environment): Promise<Context> {
  if (context.kind === 'sandbox') return context;
  const profile = context.profile ?? variable(env, 'AWS_PROFILE') ?? variable(env, 'AWS_DEFAULT_PROFILE');
  const sources: Sources = { env, ...(await readProfile(profile ?? 'default', env)) };
  const region = context.region ?? sources.section.region;
  const endpointUrl = context.endpointUrl ?? configuredUrl('cognito_identity_provider', sources);
  return {
    ...context,
    ...defined({
      endpointUrl,
      region: region === undefined ? undefined : parseRegion(region, `region ${sources.where}`),
    }),
    aws: defined({
      profile,
      hasKeys: context.profile === undefined && KEYS.every((name) => variable(env, name) !== undefined),
      signIn: sources.signIn,
      stsUrl: configuredUrl('sts', sources),
      serviceUrls: serviceUrls(sources),
      fips: isOn('use_fips_endpoint', sources),
      dualStack: isOn('use_dualstack_endpoint', sources),
      caBundle: variable(env, 'AWS_CA_BUNDLE') ?? sources.section.ca_bundle,
    }),
  };
}

/**
 * The address that `withAwsSettings` would give to a context. Completion needs no more than that, and loading the parser of
 * AWS's files would take a third of its time: they are parsed only if one of them says anything about an address.
 *
 * @throws AdminError those of `withAwsSettings`
 */
export async function configuredEndpoint(context: Context, env: Environment): Promise<string | undefined> {
  if (context.kind === 'sandbox' || context.endpointUrl !== undefined) return context.endpointUrl;
  if (namesAnAddress(env)) return (await withAwsSettings(context, env)).endpointUrl;
  return configuredUrl('cognito_identity_provider', { env, section: {}, services: {}, where: '', signIn: undefined });
}

/** Whether a file of AWS's has `endpoint_url` or `ignore_configured_endpoint_urls`, or may have. */
function namesAnAddress(env: Environment): boolean {
  return Object.entries(FILES).some(([name, file]) => {
    const path = variable(env, name) ?? join(homedir(), '.aws', file);
    // The parser takes it as a path in the home folder.
    if (path.startsWith('~/')) return true;
    try {
      return readFileSync(path, 'utf8').includes('endpoint_url');
    } catch (error) {
      return !isSystemError(error, 'ENOENT', 'ENOTDIR');
    }
  });
}

const FILES = { AWS_CONFIG_FILE: 'config', AWS_SHARED_CREDENTIALS_FILE: 'credentials' };

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

type Section = Readonly<Partial<Record<string, string>>>;

interface Sources {
  readonly env: Environment;
  readonly section: Section;
  /** The section for addresses of services that the profile names. */
  readonly services: Section;
  /** The profile, for messages. */
  readonly where: string;
  readonly signIn: string | undefined;
}

async function readProfile(profile: string, env: Environment): Promise<Omit<Sources, 'env'>> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles(
    defined({
      configFilepath: variable(env, 'AWS_CONFIG_FILE'),
      filepath: variable(env, 'AWS_SHARED_CREDENTIALS_FILE'),
    }),
  );
  const where = `of profile ${quoted(profile)}`;
  const merged = (name: string): Section => ({ ...sectionOf(configFile, name), ...sectionOf(credentialsFile, name) });
  const section = merged(profile);
  const signIn = signInCommand(merged, profile);
  if (section.services === undefined) return { section, services: {}, where, signIn };
  const services = sectionOf(configFile, `services.${section.services}`);
  if (services !== undefined) return { section, services, where, signIn };
  throw new AdminError('USAGE', `services ${where}: there is no section [services ${section.services}]`, {
    hint: "Add the section to AWS's configuration file, or remove services from the profile.",
  });
}

/** A role may take its credentials from the sign-in of another profile. Such profiles may form a loop. */
function signInCommand(sectionOfProfile: (name: string) => Section, profile: string): string | undefined {
  const seen = new Set<string>();
  for (let name: string | undefined = profile; name !== undefined && !seen.has(name);) {
    seen.add(name);
    const section = sectionOfProfile(name);
    if ((section.sso_session ?? section.sso_start_url) !== undefined)
      return `aws sso login --profile ${shellWord(name)}`;
    if (section.login_session !== undefined) return `aws login --profile ${shellWord(name)}`;
    name = section.source_profile;
  }
  return undefined;
}

/** The names of sections are anything, such as `constructor`. */
function sectionOf(file: Readonly<Record<string, Section>>, name: string): Section | undefined {
  return Object.hasOwn(file, name) ? file[name] : undefined;
}

function serviceUrls(sources: Sources): Partial<Record<ServiceId, string>> | undefined {
  const urls = SERVICE_IDS.flatMap((id) => {
    const url = configuredUrl(id, sources);
    return url === undefined ? [] : [[id, url] as const];
  });
  return urls.length === 0 ? undefined : Object.fromEntries(urls);
}

function configuredUrl(service: 'cognito_identity_provider' | 'sts' | ServiceId, sources: Sources): string | undefined {
  if (isOn('ignore_configured_endpoint_urls', sources)) return undefined;
  const { env, section, services, where } = sources;
  const found = [
    ...[`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'].map((name) => [variable(env, name), name]),
    [services[`${service}.endpoint_url`], `endpoint_url for ${service} in services ${where}`],
    [section.endpoint_url, `endpoint_url ${where}`],
  ].find(([text]) => text !== undefined);
  return found === undefined ? undefined : parseEndpointUrl(found[0] ?? '', found[1] ?? '');
}

/** The variable of a setting has its name. The CLI counts other words as false, which would turn FIPS off in silence. */
function isOn(setting: string, { env, section, where }: Sources): boolean {
  const name = `AWS_${setting.toUpperCase()}`;
  const fromEnv = variable(env, name);
  const value = (fromEnv ?? section[setting] ?? 'false').toLowerCase();
  if (value === 'true' || value === 'false') return value === 'true';
  throw new AdminError('USAGE', `${fromEnv === undefined ? `${setting} ${where}` : name} is ${quoted(value)}`, {
    hint: 'Use true or false.',
  });
}
