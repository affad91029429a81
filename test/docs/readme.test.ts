import { expect } from 'chai';

import IamPolicy from '../../src/commands/iam/policy.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';
import { fenced, page } from './page.js';

interface Policy {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

describe('README.md', () => {
  const run = commandRunner(ownPlace());

  it('opens with the two commands that prove a fresh clone', () => {
    const commands = /(?:^ {4}.*\n)+/m.exec(page('README.md'))?.[0];
    expect(commands).to.match(/^ {4}npm run demo .*\n {4}npm cit .*\n$/);
  });

  /** What the nth example of `iam policy` prints. */
  async function policyExample(index: number): Promise<Policy> {
    const examples = [
      ...page('README.md')
        .replaceAll(/\\\n +/g, '')
        .matchAll(/^ {4}sf-admin iam policy (.*)$/gm),
    ];
    const words = examples[index]?.[1]?.split(' ') ?? [];
    return JSON.parse((await run(IamPolicy, words)).stdout) as Policy;
  }

  it('has the IAM policy that its command prints', async () => {
    const [json = ''] = fenced(page('README.md'), 'json');
    expect(JSON.parse(json)).to.deep.equal(await policyExample(0));
  });

  it('names commands that read only', async () => {
    const { Statement } = await policyExample(1);
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions).to.include('cognito-idp:AdminGetUser');
    expect(actions.filter((action) => !/^cognito-idp:(Admin)?(Describe|Get|List)[A-Z]/.test(action))).to.deep.equal([]);
  });
});
