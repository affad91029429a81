import { expect } from 'chai';

import { identityOf } from '../../../../src/lib/input/rows/identity-row.js';
import type { Row } from '../../../../src/lib/input/rows/row.js';

const row = (values: Row['values']): Row => ({ line: 2, values: { user: 'ana@example.com', ...values } });

describe('identityOf', () => {
  const link = { provider: 'Okta', needsSubject: true };

  it('takes the provider of the row, and the one for all rows if it has none', () => {
    expect([
      identityOf(row({ provider: 'AzureAD', subject: ' a ' }), link),
      identityOf(row({ provider: ' ', subject: 'a' }), link),
    ]).to.deep.equal([
      { provider: 'AzureAD', subject: 'a' },
      { provider: 'Okta', subject: 'a' },
    ]);
  });

  it('needs no subject if the only identity at the provider can be meant', () => {
    expect(identityOf(row({}), { ...link, needsSubject: false })).to.deep.equal({ provider: 'Okta' });
  });

  it('finds everything that is wrong with a row', () => {
    const bad = { line: 2, values: { provider: 'Cognito', subject: '\u200b1' } };
    const problems = identityOf(bad, link) as readonly { readonly column?: string }[];
    expect(problems.map(({ column }) => column)).to.deep.equal([undefined, 'provider', 'subject']);
  });
});
