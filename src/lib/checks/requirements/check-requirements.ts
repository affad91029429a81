/*
 * requirements/: what the platform needs before anything works (docs/requirements.md), each looked up where it really is.
 * What cannot be read is not checked, and is never taken for met.
 */
import { awsServices } from '../../cognito/services/aws-services.js';
import { platformOf } from '../../config/platform.js';
import { commandLine, type Directory } from '../../directory.js';
import { AdminError, type ErrorCode } from '../../errors.js';
import type { UserPool } from '../../model/user-pool.js';
import { platformRequirements } from './platform-requirements.js';
import { poolRequirements } from './pool-requirements.js';
import { ENDING, makeReader, reading } from './reading.js';
import type { Requirement } from './requirement.js';
import { type Surroundings, triggerRequirements } from './trigger-requirements.js';
import { warmerRequirement } from './warmer-requirement.js';

/**
 * Checks every requirement, in the order of the documentation.
 *
 * @throws AdminError if no call would succeed, as without credentials; as DescribeUserPool does if the service cannot be
 *   reached
 */
export async function checkRequirements(directory: Directory): Promise<Requirement[]> {
  const pool = await reading('DescribeUserPool', () => poolIfAny(directory), [...ENDING, ...UNREACHED]);
  const { endpoint } = directory;
  const ofPool = 'unread' in pool ? undefined : pool.value?.Arn?.split(':')[4];
  const elsewhere = directory.context.kind === 'sandbox' ? 'the sandbox' : (endpoint.url ?? 'the endpoint');
  const surroundings: Surroundings = {
    directory,
    reader: makeReader(awsServices(directory), elsewhere),
    platform: platformOf(directory.context),
    pool,
    account: ofPool ?? endpoint.account,
  };
  const [ofItself, { requirements, functions }, ofPlatform] = await Promise.all([
    poolRequirements(surroundings),
    triggerRequirements(surroundings),
    platformRequirements(surroundings),
  ]);
  const all = [...ofItself, ...requirements, ...ofPlatform, await warmerRequirement(surroundings, functions)];
  const policy = commandLine(directory, 'iam policy --command pool:requirements');
  return all.map((one) => (one.permission === null ? one : { ...one, fix: `Allow ${one.permission}: ${policy}` }));
}

/** The errors after which the other answers would say nothing either. */
const UNREACHED: readonly ErrorCode[] = ['UNREACHABLE', 'TIMEOUT', 'BAD_RESPONSE'];

async function poolIfAny(directory: Directory): Promise<UserPool | undefined> {
  try {
    return await directory.pool();
  } catch (error) {
    if (error instanceof AdminError && error.code === 'POOL_NOT_FOUND') return undefined;
    throw error;
  }
}
