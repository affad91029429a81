import { statusText } from '../../checks/report/finding-view.js';
import { countsText } from '../../checks/report/report.js';
import { SEVERITIES, type Severity } from '../../checks/severity.js';
import { commandLine, type Directory } from '../../directory.js';
import { shellWord } from '../../text/quoted.js';
import type { Block, Section, Tag } from '../document/document.js';
import { grouped } from '../document/grouped.js';
import type { FindingsSummary, RuleFindings } from './findings-summary.js';

const TONES: Readonly<Record<Severity, Tag['tone']>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  note: 'plain',
};

/**
 * The findings of all checks, the most severe first, each rule with what to do.
 *
 * @param options.isComplete whether everything was read that the checks look at
 */
export function findingsSection(
  { counts, rules }: FindingsSummary,
  { directory, isComplete }: { readonly directory: Pick<Directory, 'flagsToRepeat'>; readonly isComplete: boolean },
): Section {
  if (rules.length === 0) {
    const text = isComplete ? 'No findings.' : 'No findings in what could be read.';
    return { title: 'Findings', blocks: [{ kind: 'text', text }] };
  }
  return {
    title: 'Findings',
    blocks: [
      { kind: 'text', text: `${isComplete ? '' : 'In what could be read: '}${countsText(counts)}.` },
      severityBlock(counts),
      ...rules.flatMap((rule) => ruleBlocks(rule, directory)),
    ],
  };
}

function severityBlock({ open, accepted, notCheckable }: FindingsSummary['counts']): Block {
  const rows = [
    ...SEVERITIES.toReversed().map((severity) => ({ label: severity, count: open[severity] })),
    { label: 'accepted', count: accepted },
    { label: 'not checkable', count: notCheckable },
  ].filter(({ count }) => count > 0);
  const caption = 'Findings by severity';
  return {
    kind: 'chart',
    chart: { kind: 'bars', label: caption, bars: rows },
    table: {
      caption,
      columns: [{ header: 'Severity' }, { header: 'Findings', kind: 'number' }],
      rows: rows.map(({ label, count }) => [label, count]),
      total: ['Total', rows.reduce((sum, { count }) => sum + count, 0)],
    },
  };
}

function ruleBlocks(group: RuleFindings, directory: Pick<Directory, 'flagsToRepeat'>): Block[] {
  const { check, rule, severity, expected, why, count, findings } = group;
  const left = count - findings.length;
  const hasCommands = findings.some(({ command: fix }) => fix !== null);
  const hasAcceptances = findings.some(({ acceptance }) => acceptance !== null);
  const command = commandLine(
    directory,
    `${check} --only ${shellWord(rule)}${check === 'client check' ? ' --all' : ''}`,
  );
  return [
    {
      kind: 'heading',
      text: rule,
      tags: [statusTag(group), { text: `${grouped(count)} found by ${check}`, tone: 'plain' }],
    },
    { kind: 'text', text: `Expected: ${expected}. ${why}` },
    {
      kind: 'table',
      table: {
        caption: `${rule}, ${severity}`,
        columns: [
          { header: 'On' },
          { header: 'Cause' },
          { header: 'Fix' },
          ...(hasCommands ? [{ header: 'Command', kind: 'command' as const }] : []),
          ...(hasAcceptances ? [{ header: 'Status' }] : []),
        ],
        rows: findings.map((finding) => [
          finding.subject,
          finding.found,
          finding.fix,
          ...(hasCommands ? [finding.command] : []),
          ...(hasAcceptances ? [statusText(finding)] : []),
        ]),
      },
    },
    ...(left === 0 ? [] : [{ kind: 'text' as const, text: `${grouped(left)} more. To list all: ${command}` }]),
  ];
}

function statusTag({ status, severity }: RuleFindings): Tag {
  if (status === 'accepted') return { text: `accepted (${severity})`, tone: 'good' };
  if (status === 'notCheckable') return { text: 'not checkable', tone: 'plain' };
  return { text: severity, tone: TONES[severity] };
}
