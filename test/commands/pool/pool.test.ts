import { expect } from 'chai';

import PoolCheck from '../../../src/commands/pool/check.js';
import PoolDescribe from '../../../src/commands/pool/describe.js';
import { ANY_CREDENTIALS, whileServed } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('pool describe', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it('shows the settings that administrators ask about', async () => {
    const { stdout, stderr, exitCode } = await run(PoolDescribe);
    const facts = new Map(
      stdout
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/))
        .map(([label = '', value = '']) => [label, value]),
    );
    const asked = ['user pool ID', 'signs in with', 'case', 'MFA', 'minimum length', 'must contain', 'mail sender'];
    expect({ facts: asked.map((label) => [label, facts.get(label)]), stderr, exitCode }).to.deep.equal({
      facts: [
        ['user pool ID', 'us-east-1_Sandbox01'],
        ['signs in with', 'email'],
        ['case', 'insensitive'],
        ['MFA', 'OPTIONAL'],
        ['minimum length', '12 characters'],
        ['must contain', 'an upper-case letter, a lower-case letter, a digit, a symbol'],
        ['mail sender', 'no-reply@stackflow-tech.com'],
      ],
      stderr: '',
      exitCode: 0,
    });
  });

  it('prints only the pool ID with -q', async () => {
    expect((await run(PoolDescribe, ['-q'])).stdout).to.equal('us-east-1_Sandbox01\n');
  });

  it('exits with 4 for a pool that does not exist, and says where it looked', async () => {
    const argv = ['--pool-id', 'us-east-1_Other00001'];
    const { exitCode, stderr } = await whileServed(place(), (url) =>
      run(PoolDescribe, [...argv, '--endpoint-url', url], { env: ANY_CREDENTIALS }),
    );
    const [first, second] = stderr.split('\n');
    expect(second).to.match(/^ {2}A pool belongs to one account and region\. Used .*region us-east-1/);
    expect({ exitCode, first }).to.deep.equal({
      exitCode: 4,
      first: 'error: no user pool us-east-1_Other00001 for these credentials',
    });
  });
});

describe('pool check', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  it("finds nothing in the sandbox's pool but what cannot be checked, and exits with 0", async () => {
    const { stdout, ...rest } = await run(PoolCheck, ['-q']);
    expect({ rules: stdout.split('\n'), ...rest }).to.deep.equal({
      rules: ['LOCKOUT', 'PKCE', 'PUBLIC_CLIENT_SECRET', ''],
      stderr: '',
      exitCode: 0,
      asked: [],
    });
    expect((await run(PoolCheck)).stderr).to.equal(
      'Checked user pool us-east-1_Sandbox01 and 1 app client: 0 findings, 3 not checkable.\n',
    );
  });

  it('finds a client whose users can write their own tenant, and exits with 9', async () => {
    await place().call('CreateUserPoolClient', {
      ClientName: 'leaky',
      WriteAttributes: ['email', 'custom:tenant_id'],
    });
    const { stdout, exitCode, stderr } = await run(PoolCheck);
    expect(stdout).to.include('leaky').and.to.include('custom:tenant_id');
    expect({ exitCode, last: stderr.split('\n').at(-2) }).to.deep.equal({
      exitCode: 9,
      last: /Checked user pool us-east-1_Sandbox01 and 2 app clients: \d+ findings? \(1 critical.*\./.exec(stderr)?.[0],
    });
  });

  it('prints findings as a list with -o json and exits with 9', async () => {
    await place().call('CreateUserPoolClient', {
      ClientName: 'leaky',
      WriteAttributes: ['email', 'custom:role'],
    });
    const { stdout, exitCode } = await run(PoolCheck, ['-o', 'json']);
    const findings = JSON.parse(stdout) as object[];
    expect({ exitCode, hasSome: findings.length > 0 }).to.deep.equal({ exitCode: 9, hasSome: true });
  });
});
