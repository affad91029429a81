import { expect } from 'chai';

import { parseProviderName } from '../../../src/lib/conventions/provider-name.js';
import { refusal } from './refusal.js';

describe('the name of an identity provider', () => {
  it('is taken without outer spaces, and may have inner ones', () => {
    expect(parseProviderName(' Example login ')).to.equal('Example login');
  });

  it('is refused if it is empty, too long, or has a character that Cognito does not accept', () => {
    const refused = ['', 'x'.repeat(33), 'a\u0007b'].map((name) => refusal(() => parseProviderName(name)));
    expect(refused.map(({ code }) => code)).to.deep.equal(['USAGE', 'USAGE', 'USAGE']);
    expect(refused[0]?.message).to.equal('the name of the identity provider is empty');
  });
});
