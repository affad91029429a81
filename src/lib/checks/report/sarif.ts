import { visible } from '../../output/sanitise.js';
import type { Finding, RuleInfo } from '../finding.js';
import type { Severity } from '../severity.js';
import type { Report, Unchecked } from './report.js';

/** The levels of SARIF (section 3.27.10), which has fewer of them. */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  note: 'note',
};

/** What GitHub's code scanning ranks findings by: from 9.0 critical, from 7.0 high, from 4.0 medium. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  note: '0.0',
};

/** A report as a log of the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
export function sarifLog({ rules, unchecked }: Report, findings: readonly Finding[]): object {
  const indexes = new Map(rules.map(({ rule }, index) => [rule, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'sf-admin', rules: rules.map(descriptor) } },
        ...(unchecked === undefined ? {} : { invocations: [invocation(unchecked)] }),
        results: findings.map((finding) => result(finding, indexes.get(finding.rule))),
      },
    ],
  };
}

/** A rule without a result counts as passed. A notification says of one that was not checked that it has not (section 3.58). */
function invocation({ rules, reason }: Unchecked): object {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: [...rules].map((id) => ({
      associatedRule: { id },
      level: 'warning',
      message: { text: `${id} was not checked: ${reason}.` },
    })),
  };
}

function descriptor({ rule, severity, expected, why }: RuleInfo): object {
  return {
    id: rule,
    shortDescription: { text: expected },
    fullDescription: { text: why },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SCORES[severity], tags: ['security'] },
  };
}

function result(finding: Finding, ruleIndex: number | undefined): object {
  const { rule, severity, status, subject, expected, found, why, fix, command, acceptance } = finding;
  // If a result is no failure, its level is none (section 3.27.10).
  const kind =
    status === 'notCheckable' ? { kind: 'review', level: 'none' } : { kind: 'fail', level: LEVELS[severity] };
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    ...kind,
    message: { text: `${found}. ${fix}${command === null ? '' : ` ${command}`}` },
    locations: [location(subject)],
    ...(status === 'accepted' && acceptance !== null
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: acceptance.reason }] }
      : {}),
    properties: { severity, status, subject, expected, found, why, fix, command, acceptance },
  };
}

/** There is no file, but code scanning refuses a result without the address of one. */
function location(subject: string): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURIComponent(visible(subject)) },
      region: { startLine: 1 },
    },
    logicalLocations: [{ fullyQualifiedName: subject, kind: 'resource' }],
  };
}
