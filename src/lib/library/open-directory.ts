import { join } from 'node:path';

import { parseTimeout } from '../config/fields/call-timeout.js';
import { parseClientId } from '../config/fields/client-id.js';
import { parseEndpointUrl } from '../config/fields/endpoint-url.js';
import { variable } from '../config/fields/environment.js';
import { parseRegion } from '../config/fields/region.js';
import { loadContexts } from '../config/file/contexts-file.js';
import { foldersOf } from '../config/folders.js';
import { AdminError } from '../errors.js';
import { openNamed } from '../named-directory.js';
import { type Directory, makeHandle } from './handle.js';

/** What to open. Everything has the default that the commands have: the environment, then the contexts file. */
export interface OpenOptions {
  /** The name of a context. Default: SF_ADMIN_CONTEXT, else USER_POOL_ID, else the current context of the file. */
  readonly context?: string;
  /** The ID of a user pool, in place of the context's. The rules of the contexts that know the pool apply. */
  readonly poolId?: string;
  /** The ID of an app client, in place of the context's. */
  readonly clientId?: string;
  readonly region?: string;
  /** A profile of AWS's own configuration files. */
  readonly profile?: string;
  /** The URL that requests are sent to, in place of AWS. */
  readonly endpointUrl?: string;
  /** The tenant to act in: users of other tenants are refused. A context that is bound to one needs none. */
  readonly tenant?: string;
  /** Seconds that one call may take, its retries included. Default: SF_ADMIN_TIMEOUT, else 30. */
  readonly timeoutSeconds?: number;
  /** The path of the contexts file. Default: SF_ADMIN_CONFIG, else `config.yaml` in the configuration folder. */
  readonly configFile?: string;
  /** Where the history, locks and the sandbox are. Default: the folder that the commands use. */
  readonly dataFolder?: string;
  /** Refuse every write with READ_ONLY. If SF_ADMIN_READ_ONLY is set, every write is refused whatever is given here. */
  readonly readOnly?: boolean;
  /** Returns the code of an MFA device that a role requires. Without it such a role is refused with NO_CREDENTIALS. */
  readonly mfaCode?: (device: string) => Promise<string>;
  /** Cancels the calls in progress, and all later ones, with CANCELLED. */
  readonly signal?: AbortSignal;
  /** Called with notices that a command would print, such as on a tenant that the directory is bound to. */
  readonly onNotice?: (text: string) => void;
}

/**
 * Opens a user pool, as a command does. Nothing is sent before the first call, and AWS's SDK is loaded by it. Credentials are
 * those of AWS's default chain.
 *
 * @throws AdminError UNKNOWN_CONTEXT; INVALID_CONFIG, naming file, line and key; MISSING_INPUT if there is no pool or no
 *   region; USAGE for an invalid value; INVALID_TENANT; TENANT_MISMATCH if the context is bound to another tenant
 */
export async function openDirectory(options: OpenOptions = {}): Promise<Directory> {
  const { context, poolId, clientId, region, profile, endpointUrl, tenant, timeoutSeconds, readOnly, signal } = options;
  const env = process.env;
  const folders = foldersOf(env);
  const config = options.configFile ?? variable(env, 'SF_ADMIN_CONFIG');
  const named = {
    config: options.configFile,
    context,
    poolId,
    clientId: clientId === undefined ? undefined : parseClientId(clientId),
    region: region === undefined ? undefined : parseRegion(region, 'region'),
    profile,
    endpointUrl: endpointUrl === undefined ? undefined : parseEndpointUrl(endpointUrl, 'endpointUrl'),
    tenant,
    timeout: timeoutSeconds === undefined ? undefined : parseTimeout(String(timeoutSeconds), 'timeoutSeconds'),
  };
  const closing = new AbortController();
  const opened = await openNamed(named, {
    contexts: await loadContexts(config ?? join(folders.configDir, 'config.yaml'), { mustExist: config !== undefined }),
    env,
    note: options.onNotice ?? (() => undefined),
    dataFolder: options.dataFolder ?? folders.dataDir,
    readOnly,
    interrupt: signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
    mfaCode: options.mfaCode ?? refuseMfa,
  });
  return makeHandle(opened, () => {
    closing.abort();
  });
}

function refuseMfa(device: string): Promise<never> {
  const error = new AdminError('NO_CREDENTIALS', `the AWS role requires an MFA code from ${device}`, {
    hint: 'Give openDirectory a function mfaCode, or sign in first and use those credentials.',
  });
  return Promise.reject(error);
}
