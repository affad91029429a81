import { expect } from 'chai';

import type { AdminError } from '../../../../src/lib/errors.js';
import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';

/** The problems of a file, without the hints. */
function problems(...lines: readonly string[]): string[] {
  try {
    readPoolFile('pool.yaml', ['poolSpec: 1', ...lines].join('\n'));
  } catch (error) {
    const { message, hint = '' } = error as AdminError;
    const others = hint.split('\n').filter((line) => line.startsWith('Also '));
    return [message.replace('pool.yaml ', ''), ...others].map((line) => line.replace(/^Also |\. [A-Z].*$/g, ''));
  }
  return [];
}

describe('the problems of a file', () => {
  it('are wrong values and settings that exclude each other, all at once', () => {
    expect(
      problems(
        'tier: GOLD',
        'aliasAttributes: [email]',
        'usernameAttributes: [email]',
        'domain: { domain: auth.example.com }',
      ),
    ).to.deep.equal([
      'line 2, column 7, tier: expected one of: LITE, ESSENTIALS, PLUS, not "GOLD"',
      'line 3, column 1, aliasAttributes: a pool has either alias attributes or user name attributes, not both',
      'line 5, column 19, domain.domain: a custom domain needs the ARN of a certificate in us-east-1',
    ]);
  });

  it('are each reported once', () => {
    expect(problems('tier: GOLD', 'attributes: [{ type: String }]')).to.deep.equal([
      'line 2, column 7, tier: expected one of: LITE, ESSENTIALS, PLUS, not "GOLD"',
      'line 3, column 14, attributes[0]: expected the name of an attribute',
    ]);
  });

  it('are not what follows from a wrong value', () => {
    expect(
      problems('email: { sendingAccount: DEVELOPER, sourceArn: x }', 'clients: [{ name: 3 }, { name: 4 }]'),
    ).to.deep.equal([
      'line 2, column 48, email.sourceArn: expected an ARN, such as arn:aws:…, not "x"',
      'line 3, column 19, clients[0].name: expected text of 1 to 128 characters',
      'line 3, column 32, clients[1].name: expected text of 1 to 128 characters',
    ]);
  });
});
