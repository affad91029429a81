import { expect } from 'chai';

import { type Finding, findingOf, type RuleInfo } from '../../../../src/lib/checks/finding.js';
import { counter, countsText, selectedRules, withAcceptances } from '../../../../src/lib/checks/report/report.js';
import type { AcceptedFinding } from '../../../../src/lib/config/context.js';
import { refusal } from '../../conventions/refusal.js';

const rule = (id: string, severity: RuleInfo['severity'] = 'high'): RuleInfo => ({
  rule: id,
  severity,
  expected: 'it is on',
  why: 'It matters.',
});
const finding = (id: string, rest: Partial<Finding> = {}): Finding => ({
  ...findingOf(rule(id), { subject: 'user pool p', found: 'it is off', fix: 'Turn it on.' }),
  ...rest,
});
const ACCEPTED: AcceptedFinding = { rule: 'A', reason: 'known', until: '2027-03-31' };

const judged = async (findings: readonly Finding[], accepted: readonly AcceptedFinding[], now: string) => {
  const result: Finding[] = [];
  for await (const one of withAcceptances(findings, accepted, new Date(now))) result.push(one);
  return result.map(({ status, acceptance }) => [status, acceptance?.until ?? null]);
};

describe('withAcceptances', () => {
  it('accepts a finding until the end of the last day, in UTC', async () => {
    expect(await judged([finding('A')], [ACCEPTED], '2027-03-31T23:59:59.999Z')).to.deep.equal([
      ['accepted', '2027-03-31'],
    ]);
  });

  it('counts an expired one again, and keeps what it was', async () => {
    expect(await judged([finding('A')], [ACCEPTED], '2027-04-01T00:00:00.000Z')).to.deep.equal([
      ['open', '2027-03-31'],
    ]);
  });

  it('accepts it on the subject only that the entry names', async () => {
    const entry = { ...ACCEPTED, subject: 'app client web' };
    const findings = [
      finding('A'),
      finding('A', { subject: 'app client web' }),
      finding('B', { subject: 'app client web' }),
    ];
    expect(await judged(findings, [entry], '2027-01-01')).to.deep.equal([
      ['open', null],
      ['accepted', '2027-03-31'],
      ['open', null],
    ]);
  });

  it('takes the entry that lasts longest', async () => {
    const entries = [{ ...ACCEPTED, until: '2026-01-01' }, ACCEPTED, { ...ACCEPTED, until: '2027-02-01' }];
    expect(await judged([finding('A')], entries, '2027-03-01')).to.deep.equal([['accepted', '2027-03-31']]);
  });

  it('accepts nothing that cannot be checked', async () => {
    expect(await judged([finding('A', { status: 'notCheckable' })], [ACCEPTED], '2027-01-01')).to.deep.equal([
      ['notCheckable', null],
    ]);
  });
});

describe('counter', () => {
  const tally = async (limit: RuleInfo['severity'], findings: readonly Finding[]) => {
    const { count, counts, failed } = counter(limit);
    async function* stream() {
      yield* findings;
      await Promise.resolve();
    }
    let listed = 0;
    for await (const { rule: id } of count(stream())) listed += Math.min(id.length, 1);
    expect(listed).to.equal(findings.length);
    return [countsText(counts()), failed()];
  };

  it('counts every finding once', async () => {
    const findings = [
      finding('A'),
      finding('A', { severity: 'critical' }),
      finding('B', { status: 'accepted' }),
      finding('C', { status: 'notCheckable' }),
      finding('D', { severity: 'note' }),
    ];
    expect(await tally('medium', findings)).to.deep.equal([
      '3 findings (1 critical, 1 high, 1 note), 1 accepted, 1 not checkable',
      true,
    ]);
  });

  for (const [severity, limit, fails] of [
    ['medium', 'medium', true],
    ['low', 'medium', false],
    ['critical', 'critical', true],
    ['high', 'critical', false],
    ['note', 'note', true],
  ] as const) {
    it(`${fails ? 'fails' : 'passes'} with a finding of severity ${severity} at --severity ${limit}`, async () => {
      expect((await tally(limit, [finding('A', { severity })]))[1]).to.equal(fails);
    });
  }

  it('passes if all are accepted or cannot be checked', async () => {
    const findings = [finding('A', { status: 'accepted' }), finding('B', { status: 'notCheckable' })];
    expect(await tally('note', findings)).to.deep.equal(['0 findings, 1 accepted, 1 not checkable', false]);
  });
});

describe('selectedRules', () => {
  const rules = ['LOCALHOST_URL', 'PKCE', 'WAF'].map((id) => rule(id));
  const ids = (choice: Parameters<typeof selectedRules>[1]) => selectedRules(rules, choice).map(({ rule: id }) => id);

  it('takes all, only some, or all but some', () => {
    expect([
      ids({}),
      ids({ only: ['WAF', 'PKCE'] }),
      ids({ skip: ['PKCE'] }),
      ids({ only: ['WAF', 'PKCE'], skip: ['WAF'] }),
    ]).to.deep.equal([['LOCALHOST_URL', 'PKCE', 'WAF'], ['PKCE', 'WAF'], ['LOCALHOST_URL', 'WAF'], ['PKCE']]);
  });

  it('refuses an unknown rule, and suggests the one that was meant', () => {
    expect(refusal(() => ids({ skip: ['LOCALHOST_URLS'] }))).to.deep.equal({
      code: 'USAGE',
      message: 'unknown rule LOCALHOST_URLS',
      hint: 'Did you mean LOCALHOST_URL? Rules: LOCALHOST_URL, PKCE, WAF',
    });
  });

  it('refuses to check nothing', () => {
    expect(refusal(() => ids({ only: ['WAF'], skip: ['WAF'] })).message).to.equal('no rule is left to check');
  });
});
