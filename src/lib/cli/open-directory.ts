import { type ConnectionFlags, connectionFlags, tenantFlag } from './flags/connection.js';
import { interruptSignal } from './process/interrupt.js';
import type { PaceLimits } from '../cognito/pacing/pace.js';
import { withAwsSettings } from '../config/aws-settings.js';
import { callTimeout } from '../config/fields/call-timeout.js';
import type { Contexts } from '../config/file/contexts-file.js';
import { tenantBindingNotice, resolveContext } from '../config/resolve-context.js';
import { type Directory, openDirectory } from '../directory.js';
import { AdminError } from '../errors.js';
import type { Prompter } from '../prompt/prompter.js';
import { shellWord } from '../text/quoted.js';

export interface OpenOptions {
  /** Limits for a command that makes many calls. */
  readonly pace?: PaceLimits;
  /** Used in place of the contexts of the file. */
  readonly contexts?: Contexts;
  /** Whether a user pool is to be created in the context's account and region. */
  readonly isForNewPool?: boolean;
  /** Ends the calls in flight; by default at the first Ctrl-C. */
  readonly interrupt?: AbortSignal;
}

interface Surroundings extends OpenOptions {
  readonly contexts: Contexts;
  readonly dataFolder: string;
  readonly prompter: Prompter | undefined;
  readonly note: (text: string) => void;
}

/** Opens the directory that the flags, the environment and the contexts name. */
export async function openFromFlags(flags: ConnectionFlags, surroundings: Surroundings): Promise<Directory> {
  const { contexts, dataFolder, prompter, note, pace, isForNewPool, interrupt = interruptSignal() } = surroundings;
  const { context: name, region, profile } = flags;
  const poolId = flags['pool-id'];
  const clientId = flags['client-id'];
  const endpointUrl = flags['endpoint-url'];
  const choice = { context: name, poolId, clientId, region, profile, endpointUrl };
  const context = resolveContext(contexts, choice, process.env);
  const binding = tenantBindingNotice(contexts, context);
  if (binding !== undefined) note(binding);
  return openDirectory(await withAwsSettings(context, process.env), {
    dataFolder,
    flagsToRepeat: flagsToRepeat(flags),
    tenant: flags.tenant,
    timeoutMs: callTimeout(flags.timeout, process.env) * 1000,
    pace,
    isForNewPool,
    interrupt,
    mfaCode: (device) => askMfaCode(device, prompter),
  });
}

/** The flags that name the directory, for the commands that messages suggest. */
function flagsToRepeat(flags: ConnectionFlags): string {
  const { timeout, ...naming } = { ...connectionFlags, ...tenantFlag };
  return (Object.keys(naming) as (keyof typeof naming)[])
    .flatMap((name) => (flags[name] === undefined ? [] : [`--${name} ${shellWord(flags[name])}`]))
    .join(' ');
}

async function askMfaCode(device: string, prompter: Prompter | undefined): Promise<string> {
  if (prompter !== undefined) return prompter.text(`MFA code of ${device}:`);
  throw new AdminError(
    'NO_CREDENTIALS',
    `the AWS role requires an MFA code from ${device}, and there is no terminal to ask on`,
    { hint: 'Run the command in a terminal, or sign in first and use those credentials.' },
  );
}
