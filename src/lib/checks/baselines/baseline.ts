import type { Directory } from '../../directory.js';
import type { LivePool } from '../../pool-spec/live/live-pool.js';
import { IGNORED } from '../../pool-spec/diff/diff-specs.js';
import type { LiveSpec } from '../../pool-spec/live/spec-from-live.js';
import type { Finding, RuleInfo } from '../finding.js';

/** A pool as it is: the answers, and the same as a PoolSpec, whose app clients are in the same order. */
export interface PoolReading extends LiveSpec {
  readonly live: LivePool;
}

/** What a pool and its clients are compared with. */
export interface Baseline {
  /** `stackflow`, `hardened`, or the file. */
  readonly name: string;
  readonly rules: readonly RuleInfo[];
  /** The IDs of those that are about app clients. */
  readonly clientRules: readonly string[];
  /** What differs. Rules that are not among `rules`, by their IDs, need not be looked at. */
  readonly findings: (directory: Directory, reading: PoolReading, rules: ReadonlySet<string>) => Finding[];
}

/** What findings about the pool itself are on. */
export function poolSubject({ endpoint }: Pick<Directory, 'endpoint'>): string {
  return `user pool ${endpoint.poolId}`;
}

/**
 * Why a setting of the pool that is not as expected may be so all the same: its value is not among what is read.
 *
 * @param value as it was read
 */
export function unreadReason(field: string, value: unknown, { problems = [] }: LivePool): string | undefined {
  const [top = ''] = field.split('.');
  if (IGNORED.some((key) => key === top)) return `sf-admin does not read ${top} from the user pool`;
  const isAbsent = value === undefined || value === null;
  if (!isAbsent || problems.length === 0 || !['domain', 'hostedUiCss'].includes(top)) return undefined;
  return problems.join('; ');
}
