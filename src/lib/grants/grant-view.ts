import { counted } from '../text/counted.js';
import type { TemporaryGrant } from './grant-ledger.js';

/** That no role is to be taken back now, and when the next one is. @param later those to come, the first in front */
export function nothingDue(later: readonly TemporaryGrant[]): string {
  const [next] = later;
  if (next === undefined) return 'No role is held for a time.';
  const held = `${counted(later.length, 'role')} ${later.length === 1 ? 'is' : 'are'} held for a time`;
  return `No role is to be taken back now. ${held}; the first ends at ${next.until}.`;
}
