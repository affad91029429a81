import { expect } from 'chai';

import { OPERATIONS } from '../../src/lib/cognito/client/operations.js';
import { fenced, page } from './page.js';

interface Policy {
  readonly Statement: readonly [{ readonly Action: readonly string[] }];
}

describe('README.md', () => {
  it('opens with the two commands that prove a fresh clone', () => {
    const commands = /(?:^ {4}.*\n)+/m.exec(page('README.md'))?.[0];
    expect(commands).to.match(/^ {4}npm run demo .*\n {4}npm cit .*\n$/);
  });

  it('has an IAM policy that allows every operation which sf-admin may call, and no other', () => {
    const [json = ''] = fenced(page('README.md'), 'json');
    const [{ Action }] = (JSON.parse(json) as Policy).Statement;
    const operations = Object.keys(OPERATIONS).map((name) => `cognito-idp:${name}`);
    expect(Action).to.deep.equal(operations.sort());
  });
});
