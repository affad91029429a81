import type { PaceLimits } from './cognito/pacing/pace.js';
import { withAwsSettings } from './config/aws-settings.js';
import { callTimeout } from './config/fields/call-timeout.js';
import { type Environment, variable } from './config/fields/environment.js';
import type { Contexts } from './config/file/contexts-file.js';
import { type ConnectionChoice, resolveContext, tenantBindingNotice } from './config/resolve-context.js';
import { type Directory, type DirectoryOptions, openDirectory } from './directory.js';
import { shellWord } from './text/quoted.js';

/** What a caller says about the directory to open. What is left out comes from the environment and the contexts. */
export interface NamedDirectory extends ConnectionChoice {
  /** The contexts file, if one was given. It is only repeated in suggested commands. */
  readonly config?: string | undefined;
  readonly tenant?: string | undefined;
  /** Seconds that one call may take, its retries included. */
  readonly timeout?: number | undefined;
}

/** Where the directory is opened. */
export interface Surroundings extends Omit<DirectoryOptions, 'flagsToRepeat' | 'tenant' | 'timeoutMs'> {
  readonly contexts: Contexts;
  readonly env: Environment;
  /** Tells the person something while the command goes on, such as for whom it waits. */
  readonly note: (text: string) => void;
  readonly pace?: PaceLimits | undefined;
}

/**
 * Opens the directory that a caller, the environment and the contexts name. With SF_ADMIN_READ_ONLY it is opened for
 * reading only.
 *
 * @throws AdminError as `resolveContext`, `withAwsSettings`, `callTimeout` and `openDirectory` do
 */
export async function openNamed(named: NamedDirectory, surroundings: Surroundings): Promise<Directory> {
  const { contexts, env, ...options } = surroundings;
  const context = resolveContext(contexts, named, env);
  const binding = tenantBindingNotice(contexts, context);
  if (binding !== undefined) options.note(binding);
  const isReadOnly = options.readOnly === true || variable(env, 'SF_ADMIN_READ_ONLY') !== undefined;
  return openDirectory(await withAwsSettings(context, env), {
    ...options,
    flagsToRepeat: flagsToRepeat(named),
    tenant: named.tenant,
    timeoutMs: callTimeout(named.timeout, env) * 1000,
    readOnly: isReadOnly ? true : undefined,
  });
}

/** The flags that name the directory, for the commands that messages suggest. */
function flagsToRepeat({ config, context, poolId, clientId, region, profile, endpointUrl, tenant }: NamedDirectory) {
  const flags = {
    config,
    context,
    'pool-id': poolId,
    'client-id': clientId,
    region,
    profile,
    'endpoint-url': endpointUrl,
    tenant,
  };
  return Object.entries(flags)
    .flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${shellWord(value)}`]))
    .join(' ');
}
