import { commandLine, type Directory } from '../../directory.js';
import { readLivePool } from '../../pool-spec/live/live-pool.js';
import { specFromLive } from '../../pool-spec/live/spec-from-live.js';
import { type Baseline, type PoolReading, poolSubject } from '../baselines/baseline.js';
import { isShipped } from '../baselines/load-baselines.js';
import { clientFindings } from '../clients/check-client.js';
import { uncheckedRules } from '../clients/check-clients.js';
import { CLIENT_RULES } from '../clients/client-rules.js';
import { type Finding, findingKey, findingOf, type RuleInfo } from '../finding.js';
import type { Unchecked } from '../report/report.js';
import type { PoolRule } from './pool-rule.js';
import { POOL_RULES } from './pool-rules.js';

/** Every rule of a check against these baselines, each ID once. */
export function poolCheckRules(baselines: readonly Baseline[]): RuleInfo[] {
  const rules = [...baselines.flatMap((baseline) => [...baseline.rules, ...codeRules(baseline)]), ...CLIENT_RULES];
  return [...new Map(rules.toReversed().map((rule) => [rule.rule, rule])).values()].toReversed();
}

/** The result of a check of a pool. */
export interface PoolCheck {
  readonly findings: readonly Finding[];
  /** How many app clients were checked. */
  readonly clients: number;
  readonly unchecked: Unchecked | undefined;
}

/**
 * Checks the user pool and each of its app clients against baselines and the rules of app clients.
 *
 * @param rules the IDs of the rules to check
 * @throws AdminError POOL_NOT_FOUND; MISSING_INPUT if a baseline does not name its app client, and the pool has several
 */
export async function checkPool(
  directory: Directory,
  baselines: readonly Baseline[],
  rules: ReadonlySet<string>,
): Promise<PoolCheck> {
  const live = await readLivePool(directory);
  const reading: PoolReading = { live, ...specFromLive(live) };
  const findings: Finding[] = [];
  for (const baseline of baselines) {
    findings.push(...baseline.findings(directory, reading, rules));
    for (const rule of codeRules(baseline).filter(({ rule: id }) => rules.has(id))) {
      findings.push(...(await ruleFindings(rule, reading, directory)));
    }
  }
  for (const client of live.clients) findings.push(...(await clientFindings(directory, client, rules)));
  const clients = live.clients.length;
  const ofClients = [...baselines.flatMap(({ clientRules }) => clientRules), ...CLIENT_RULES.map(({ rule }) => rule)];
  return {
    findings: distinct(findings.filter(({ rule }) => rules.has(rule))),
    clients,
    unchecked: uncheckedRules(clients, ofClients),
  };
}

function codeRules({ name }: Baseline): readonly PoolRule[] {
  return isShipped(name) ? POOL_RULES[name] : [];
}

async function ruleFindings(rule: PoolRule, reading: PoolReading, directory: Directory): Promise<Finding[]> {
  const problems = [(await rule.find(reading, directory)) ?? []].flat();
  return problems.map(({ command, ...problem }) =>
    findingOf(rule, {
      ...problem,
      subject: poolSubject(directory),
      command: command == null ? null : commandLine(directory, command),
    }),
  );
}

/** Two baselines may expect the same. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [findingKey(finding), finding])).values()];
}
