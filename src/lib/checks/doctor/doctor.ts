/*
 * doctor/: whether sf-admin can work on this machine. It is run when something is broken, so each check stands by itself:
 * what one of them cannot find out keeps no other from its result.
 */
import { PUBLISHED_RATES } from '../../cognito/pacing/quota.js';
import type { Environment } from '../../config/fields/environment.js';
import { type Contexts, contextsFromSettings } from '../../config/file/contexts-file.js';
import type { Directory } from '../../directory.js';
import { clockSkew, credentials, identity, poolAnswers, regions, tier } from './access-checks.js';
import { commandAccess } from './command-access.js';
import { type Diagnostic, diagnostic, ok, type Result, unknown } from './diagnostic.js';
import { historyStore } from './history-store.js';
import { contextsFile, credentialsFileMode, dataFolderModes, nodeVersion } from './local-checks.js';

/** What the checks look at. */
export interface Machine {
  /** The version of Node. */
  readonly node: string;
  readonly configFile: string;
  readonly dataFolder: string;
  readonly env: Environment;
  readonly now: () => number;
  /** Reads the contexts file. */
  readonly contexts: () => Promise<Contexts>;
  /** Opens the directory that the flags name, of these contexts. */
  readonly open: (contexts: Contexts) => Promise<Directory>;
}

/**
 * Checks this machine, and its access to the user pool, without changing anything.
 *
 * @throws AdminError CANCELLED
 */
export async function runDoctor(machine: Machine): Promise<Diagnostic[]> {
  const { node, env, now, dataFolder, configFile } = machine;
  // With a broken file, the rest is checked for the contexts that are built in.
  let contexts = contextsFromSettings(configFile, {});
  const config = await diagnostic('CONFIG', 'the contexts file', async () => {
    contexts = await machine.contexts();
    return contextsFile(contexts);
  });
  const local = [
    await diagnostic('NODE', 'the version of Node', () => nodeVersion(node)),
    config,
    await diagnostic('DATA_FOLDER', 'the data folder', () => dataFolderModes(dataFolder)),
    await diagnostic('CREDENTIALS_FILE', "AWS's credentials file", () => credentialsFileMode(env)),
  ];
  let directory: Directory | undefined;
  const context = await diagnostic('CONTEXT', 'the context', async () => {
    directory = await machine.open(contexts);
    const { poolId, region } = directory.endpoint;
    const inPlace = config.status === 'problem' ? ', because the contexts file cannot be used' : '';
    return ok(`${directory.context.name}: user pool ${poolId} in ${region}${inPlace}`);
  });
  const onDirectory = (look: (opened: Directory) => Result | Promise<Result>) => () =>
    directory === undefined ? unknown('there is no context to look at') : look(directory);
  return [
    ...local,
    context,
    await diagnostic(
      'CREDENTIALS',
      'the credentials',
      onDirectory((opened) => credentials(opened, now)),
    ),
    await diagnostic('IDENTITY', 'the identity', onDirectory(identity)),
    await diagnostic(
      'CLOCK',
      'the clock',
      onDirectory((opened) => clockSkew(opened, now)),
    ),
    await diagnostic('POOL', 'the user pool', onDirectory(poolAnswers)),
    await diagnostic('COMMANDS', 'commands that this identity may run', onDirectory(commandAccess)),
    await diagnostic('HISTORY', 'the history', onDirectory(historyStore)),
    await diagnostic('TIER', 'the tier of the pool', onDirectory(tier)),
    await diagnostic('REGIONS', 'the Regions of the pool', onDirectory(regions)),
    await diagnostic('QUOTAS', 'requests a second that Cognito allows', onDirectory(quotas)),
  ];
}

/** The published quotas: those of the account may have been raised, which only Service Quotas knows. */
function quotas({ endpoint }: Directory): Result {
  if (endpoint.requestHandler !== undefined) return ok('any number: the sandbox has no quotas');
  const rates = Object.entries(PUBLISHED_RATES).map(([category, rate]) => `${category} ${rate}`);
  return ok(`${rates.join(', ')}, for the whole account, sign-ins included; Service Quotas has what was raised`);
}
