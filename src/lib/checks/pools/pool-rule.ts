import type { Directory } from '../../directory.js';
import type { PoolReading } from '../baselines/baseline.js';
import type { Problem, RuleInfo } from '../finding.js';
import type { PoolRuleId } from './pool-rule-ids.js';

/** What a rule reports: a finding without its subject, and the command without the program's name and flags. */
export type PoolProblem = Omit<Problem, 'subject'>;

/** A rule for the user pool that a baseline cannot express. */
export interface PoolRule extends RuleInfo {
  readonly rule: PoolRuleId;
  /** What is wrong with the pool; `undefined` or nothing if the rule holds. */
  readonly find: (
    reading: PoolReading,
    directory: Directory,
  ) => PoolProblem | readonly PoolProblem[] | undefined | Promise<PoolProblem | undefined>;
}
