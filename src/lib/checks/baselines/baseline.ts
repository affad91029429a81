import type { Directory } from '../../directory.js';
import type { LivePool } from '../../pool-spec/live/live-pool.js';
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
  readonly findings: (directory: Directory, reading: PoolReading) => Finding[];
}

/** What findings about the pool itself are on. */
export function poolSubject({ endpoint }: Pick<Directory, 'endpoint'>): string {
  return `user pool ${endpoint.poolId}`;
}
