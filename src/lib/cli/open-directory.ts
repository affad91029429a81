import type { ConnectionFlags } from './flags/connection.js';
import { interruptSignal } from './process/interrupt.js';
import { isAtAws } from '../cognito/client/endpoint.js';
import type { PaceLimits } from '../cognito/pacing/pace.js';
import type { Contexts } from '../config/file/contexts-file.js';
import type { Directory } from '../directory.js';
import { AdminError } from '../errors.js';
import { openNamed } from '../named-directory.js';
import type { ConsolePages } from '../output/view.js';
import type { Prompter } from '../prompt/prompter.js';

export interface OpenOptions {
  /** Limits for a command that makes many calls. */
  readonly pace?: PaceLimits;
  /** The context to open, in place of that of `--context`. */
  readonly context?: string | undefined;
  /** The tenant to act in, in place of that of `--tenant`. */
  readonly tenant?: string | undefined;
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
export function openFromFlags(flags: ConnectionFlags, surroundings: Surroundings): Promise<Directory> {
  const { contexts, dataFolder, prompter, note, pace, isForNewPool, interrupt = interruptSignal() } = surroundings;
  const { config, region, profile, timeout } = flags;
  const { context = flags.context, tenant = flags.tenant } = surroundings;
  const poolId = flags['pool-id'];
  const clientId = flags['client-id'];
  const endpointUrl = flags['endpoint-url'];
  const named = { config, context, poolId, clientId, region, profile, endpointUrl, tenant, timeout };
  const mfaCode = (device: string) => askMfaCode(device, prompter);
  return openNamed(named, { contexts, env: process.env, note, dataFolder, pace, isForNewPool, interrupt, mfaCode });
}

/** The pages of a directory in the AWS console; `undefined` if its user pool is not in AWS. */
export async function consolePagesOf({ endpoint }: Pick<Directory, 'endpoint'>): Promise<ConsolePages | undefined> {
  if (!isAtAws(endpoint)) return undefined;
  const { consoleUrl } = await import('../text/console-url.js');
  return (subject) => consoleUrl(endpoint, subject);
}

async function askMfaCode(device: string, prompter: Prompter | undefined): Promise<string> {
  if (prompter !== undefined) return prompter.text(`MFA code of ${device}:`);
  throw new AdminError(
    'NO_CREDENTIALS',
    `the AWS role requires an MFA code from ${device}, and there is no terminal to ask on`,
    { hint: 'Run the command in a terminal, or sign in first and use those credentials.' },
  );
}
