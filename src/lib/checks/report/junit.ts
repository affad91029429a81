import { visible } from '../../output/sanitise.js';
import type { Finding, RuleInfo } from '../finding.js';
import { isAtLeast } from '../severity.js';
import { statusText } from './finding-view.js';
import type { Report } from './report.js';

/**
 * A report as JUnit's XML, as Jenkins reads it: a test case for each finding, and one for each rule without any. Accepted
 * findings, those that cannot be checked and rules that were not checked are skipped. Findings that do not fail the check
 * pass, with their text as output.
 */
export function junitXml({ name, rules, limit, unchecked }: Report, findings: readonly Finding[]): string {
  const broken = new Set(findings.map(({ rule }) => rule));
  const others = rules.filter(({ rule }) => !broken.has(rule));
  const isUnchecked = ({ rule }: RuleInfo) => unchecked?.rules.has(rule) === true;
  const failures = findings.filter(({ status, severity }) => status === 'open' && isAtLeast(severity, limit)).length;
  const skipped = findings.filter(({ status }) => status !== 'open').length + others.filter(isUnchecked).length;
  const counts = `tests="${findings.length + others.length}" failures="${failures}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sf-admin" ${counts}>`,
    `  <testsuite name="${xml(name)}" ${counts} skipped="${skipped}">`,
    ...findings.map((finding) => testCase(name, finding, failing(finding, limit))),
    ...others.map((rule) => ruleCase(name, rule, isUnchecked(rule) ? unchecked?.reason : undefined)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** A rule without findings: it passed, or it was not checked for a reason. */
function ruleCase(suite: string, { rule, expected }: RuleInfo, reason: string | undefined): string {
  const start = `    <testcase classname="${xml(`${suite}.${rule}`)}" name="${xml(expected)}"`;
  return reason === undefined ? `${start}/>` : `${start}><skipped>not checked: ${xml(reason)}</skipped></testcase>`;
}

type Outcome = 'failure' | 'skipped' | 'system-out';

function failing({ status, severity }: Finding, limit: Report['limit']): Outcome {
  if (status !== 'open') return 'skipped';
  return isAtLeast(severity, limit) ? 'failure' : 'system-out';
}

function testCase(suite: string, finding: Finding, outcome: Outcome): string {
  const { rule, subject, severity, found, expected, why, fix, command } = finding;
  const text = [
    `cause: ${found}`,
    `expected: ${expected}`,
    `why: ${why}`,
    `fix: ${fix}`,
    ...(command === null ? [] : [`command: ${command}`]),
    `severity: ${severity}`,
    `status: ${statusText(finding)}`,
  ];
  const attributes = outcome === 'failure' ? ` type="${severity}" message="${xml(found)}"` : '';
  return (
    `    <testcase classname="${xml(`${suite}.${rule}`)}" name="${xml(subject)}">` +
    `<${outcome}${attributes}>${xml(text.map((line) => visible(line)).join('\n'))}</${outcome}></testcase>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for content and attributes. XML has no way to write control characters and noncharacters (XML 1.0, "Char"). */
function xml(text: string): string {
  return visible(text, { multiline: true })
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
