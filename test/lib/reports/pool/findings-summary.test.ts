import { expect } from 'chai';

import type { Finding } from '../../../../src/lib/checks/finding.js';
import { FindingsCollector } from '../../../../src/lib/reports/pool/findings-summary.js';
import { findingsSection } from '../../../../src/lib/reports/pool/findings-section.js';

function finding(rule: string, rest: Partial<Finding> = {}): Finding {
  return {
    ...{ rule, severity: 'medium', status: 'open', expected: 'it is so', why: 'It matters.' },
    ...{ subject: `user ${rule}`, found: 'it is not so', fix: 'Change it.', command: null, acceptance: null },
    ...rest,
  };
}

async function* each(findings: readonly Finding[]): AsyncGenerator<Finding> {
  for (const one of findings) yield await Promise.resolve(one);
}

async function summaryOf(...findings: readonly Finding[]) {
  const collector = new FindingsCollector();
  await collector.collect('users check', each(findings));
  return collector.summary();
}

const ACCEPTANCE = { reason: 'planned', until: '2999-01-01' };

describe('FindingsCollector', () => {
  it('groups findings by rule, severity and status: open ones first, then the most severe', async () => {
    const { counts, rules } = await summaryOf(
      finding('NOTE', { severity: 'note' }),
      finding('UNKNOWN', { severity: 'critical', status: 'notCheckable' }),
      finding('KNOWN', { severity: 'critical', status: 'accepted', acceptance: ACCEPTANCE }),
      finding('BAD', { severity: 'high' }),
      finding('KNOWN', { severity: 'critical' }),
      finding('BAD', { severity: 'high' }),
    );
    expect(rules.map(({ rule, status, count }) => [rule, status, count])).to.deep.equal([
      ['KNOWN', 'open', 1],
      ['BAD', 'open', 2],
      ['NOTE', 'open', 1],
      ['KNOWN', 'accepted', 1],
      ['UNKNOWN', 'notCheckable', 1],
    ]);
    expect(counts).to.deep.equal({
      open: { note: 1, low: 0, medium: 0, high: 2, critical: 1 },
      accepted: 1,
      notCheckable: 1,
    });
  });

  it('keeps the first findings of a rule, and the number of all', async () => {
    const many = Array.from({ length: 25 }, (_, index) => finding('MANY', { subject: `user ${index}` }));
    const summary = await summaryOf(...many);
    const [rule] = summary.rules;
    expect([rule!.count, rule!.findings.length, rule!.findings.at(-1)!.subject]).to.deep.equal([25, 20, 'user 19']);
    const { blocks } = findingsSection(summary, {
      directory: { flagsToRepeat: '--context live' },
      isComplete: true,
    });
    expect(blocks.at(-1)).to.deep.equal({
      kind: 'text',
      text: '5 more. To list all: sf-admin users check --only MANY --context live',
    });
  });
});
