import { AdminError } from '../../errors.js';
import type { Region } from '../../model/names.js';
import { quoted } from '../../text/quoted.js';

/** The form of AWS's regions, including `us-gov-west-1` and `eusc-de-east-1` (AWS General Reference). */
const REGION = '[a-z]{2,}(?:-[a-z]+)+-\\d+';
const WHOLE_REGION = new RegExp(`^(?=.{1,32}$)${REGION}$`);
const POOL_REGION = new RegExp(`^(${REGION})_`);

/** Whether text has the form of a region. It becomes part of a host name, so nothing else may pass. */
export function isRegion(text: string): text is Region {
  return WHOLE_REGION.test(text);
}

/**
 * @param source the flag or variable that holds the text, for the message: `--region`, `AWS_REGION`
 * @throws AdminError USAGE
 */
export function parseRegion(text: string, source: string): Region {
  if (isRegion(text)) return text;
  throw new AdminError('USAGE', `${source}: invalid AWS region ${quoted(text)}`, {
    hint: `Use a region such as us-east-1, or omit ${source} for the region that the pool ID starts with`,
  });
}

/** The region that a pool ID such as `us-east-1_WKK1AVJ2m` starts with. */
export function regionOfPool(poolId: string): string | undefined {
  return POOL_REGION.exec(poolId)?.[1];
}
