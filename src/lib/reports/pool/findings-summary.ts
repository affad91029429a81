import type { Finding, RuleInfo } from '../../checks/finding.js';
import { type Counts, counter } from '../../checks/report/report.js';
import { SEVERITIES } from '../../checks/severity.js';

/** The findings of checks by rule, the most severe first. The keys are part of the JSON output. */
export interface FindingsSummary {
  /** How many findings there are of each kind. */
  readonly counts: Counts;
  readonly rules: readonly RuleFindings[];
}

/** The findings of a rule that have one severity and status. */
export interface RuleFindings extends RuleInfo, Pick<Finding, 'status'> {
  /** The command that finds them: `users check`. */
  readonly check: string;
  readonly count: number;
  /** The first of them. */
  readonly findings: readonly Finding[];
}

/** The findings of a rule that are kept; the check itself lists all of them. */
const KEPT = 20;

/** A finding as every check makes it: those of users have further keys. */
function withoutRest(finding: Finding): Finding {
  const { rule, severity, status, expected, why, subject, found, fix, command, acceptance } = finding;
  return { rule, severity, status, expected, why, subject, found, fix, command, acceptance };
}

const STATUSES: readonly Finding['status'][] = ['open', 'accepted', 'notCheckable'];

/** Collects findings of checks as they are made: of each rule the first ones, and the number of all. */
export class FindingsCollector {
  readonly #rules = new Map<string, RuleFindings & { count: number; readonly findings: Finding[] }>();
  readonly #counter = counter('note');

  /** Takes the findings of a check. @throws whatever the check does */
  async collect(check: string, findings: AsyncIterable<Finding>): Promise<void> {
    for await (const finding of this.#counter.count(findings)) {
      const { rule, severity, status, expected, why } = finding;
      const key = JSON.stringify([check, rule, severity, status]);
      let found = this.#rules.get(key);
      if (found === undefined) {
        found = { check, rule, severity, status, expected, why, count: 0, findings: [] };
        this.#rules.set(key, found);
      }
      found.count += 1;
      if (found.findings.length < KEPT) found.findings.push(withoutRest(finding));
    }
  }

  summary(): FindingsSummary {
    const rank = ({ severity, status }: RuleFindings) => [
      STATUSES.indexOf(status),
      SEVERITIES.length - SEVERITIES.indexOf(severity),
    ];
    const rules = [...this.#rules.values()].sort((one, other) => {
      const [[status = 0, severity = 0], [otherStatus = 0, otherSeverity = 0]] = [rank(one), rank(other)];
      return status - otherStatus || severity - otherSeverity;
    });
    return { counts: this.#counter.counts(), rules };
  }
}
