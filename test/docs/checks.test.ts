import { fileURLToPath } from 'node:url';

import { expect } from 'chai';

import { CLIENT_RULES } from '../../src/lib/checks/clients/client-rules.js';
import {
  expectationsIn,
  type ShippedBaseline,
  shippedExpectations,
} from '../../src/lib/checks/baselines/load-baselines.js';
import type { Finding, RuleInfo } from '../../src/lib/checks/finding.js';
import { findingList } from '../../src/lib/checks/report/finding-view.js';
import { POOL_RULES } from '../../src/lib/checks/pools/pool-rules.js';
import { fenced, page, rows, sections } from './page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = page('docs/checks.md');
const table = (heading: string) =>
  rows(sections(text).get(heading) ?? '').filter(([cell = '']) => /^`\w+`$/.test(cell));
const documented = (rules: readonly RuleInfo[]) =>
  rules.map(({ rule, severity, expected, why }) => [`\`${rule}\``, severity, expected, why]);

describe('docs/checks.md', () => {
  for (const name of ['stackflow', 'hardened'] satisfies ShippedBaseline[]) {
    it(`lists the rules of the baseline ${name} as the code has them`, () => {
      const rules = [...shippedExpectations(name, root), ...POOL_RULES[name]];
      expect(table(`The baseline ${name}`)).to.deep.equal(documented(rules));
    });
  }

  it('lists the rules of app clients as the code has them', () => {
    expect(table('Rules of app clients')).to.deep.equal(documented(CLIENT_RULES));
  });

  it('describes every key of a finding', () => {
    const keys = findingList.columns.map(({ key }) => key) satisfies string[] as (keyof Finding)[];
    expect(
      table('A finding')
        .map(([key]) => key)
        .sort(),
    ).to.deep.equal(keys.map((key) => `\`${key}\``).sort());
  });

  it('has an example of a baseline that can be read', () => {
    const [example = ''] = fenced(text, 'yaml');
    expect(expectationsIn('example', example)?.length).to.equal(8);
  });
});
