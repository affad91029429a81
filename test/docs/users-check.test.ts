import { expect } from 'chai';

import { USER_RULES } from '../../src/lib/checks/people/users-findings.js';
import { USER_KINDS } from '../../src/lib/checks/people/kinds.js';
import { page, rows } from './page.js';

describe('docs/users-check.md', () => {
  it('lists every rule with its severity', () => {
    const listed = rows(page('docs/users-check.md')).slice(1);
    expect(listed.map(([rule, severity]) => [rule, severity])).to.deep.equal(
      USER_RULES.map(({ rule, severity }) => [`\`${rule}\``, severity]),
    );
  });

  it('and incidents.md, between them, explain every kind of finding about a user', () => {
    const text = `${page('docs/users-check.md')}${page('docs/incidents.md')}`;
    expect(Object.keys(USER_KINDS).filter((rule) => !text.includes(`\`${rule}\``))).to.deep.equal([]);
  });
});
