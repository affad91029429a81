import { AdminError } from '../../errors.js';
import { quoted } from '../../text/quoted.js';

/** What the names of AWS's regions have in common, `us-gov-west-1` and `eusc-de-east-1` included (AWS General Reference). */
const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d+';
const WHOLE_REGION = new RegExp(`^(?=.{1,32}$)${REGION}$`);
const POOL_REGION = new RegExp(`^(${REGION})_`);

/** Whether text is the name of a region. It becomes part of a host's name, so nothing else may pass. */
export function isRegion(text: string): boolean {
  return WHOLE_REGION.test(text);
}

/**
 * The region that a flag or a variable names.
 *
 * @param source what named it, for the message: `--region`, `AWS_REGION`
 * @throws AdminError USAGE
 */
export function parseRegion(text: string, source: string): string {
  if (isRegion(text)) return text;
  throw new AdminError('USAGE', `${source}: ${quoted(text)} is not an AWS region`, {
    hint: `Write it such as us-east-1; leave ${source} out for the region that the pool ID starts with`,
  });
}

/** The region that a pool ID such as `us-east-1_WKK1AVJ2m` starts with. */
export function regionOfPool(poolId: string): string | undefined {
  return POOL_REGION.exec(poolId)?.[1];
}
