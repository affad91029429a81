import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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

  describe('with a file as baseline', () => {
    const check = async (text: string, ...argv: string[]) => {
      const file = place().path('baseline.yaml');
      await writeFile(file, text);
      const { stdout, exitCode, stderr } = await run(PoolCheck, ['--baseline', file, '-o', 'json', ...argv]);
      return { stdout, exitCode, stderr };
    };
    const rules = (stdout: string) =>
      (JSON.parse(stdout) as { rule: string; status: string }[])
        .filter(({ status }) => status === 'open')
        .map(({ rule }) => rule);

    it('judges it by the operators of a baseline', async () => {
      const { stdout, exitCode } = await check(
        'baseline: 1\ntier: { oneOf: [PLUS], severity: high }\npasswordPolicy: { minimumLength: { atLeast: 12 } }\n',
      );
      expect([rules(stdout), exitCode]).to.deep.equal([['TIER'], 9]);
    });

    it("judges it by a file of sf-admin's own dialect", async () => {
      const { stdout, exitCode } = await check(
        'poolSpec: 1\npasswordPolicy: { minimumLength: 16 }\ndeletionProtection: true\ngroups: [{ name: staff }]\n',
      );
      const findings = JSON.parse(stdout) as { rule: string; status: string; found: string }[];
      expect(exitCode).to.equal(9);
      expect(findings.slice(0, 2).map(({ rule, status, found }) => [rule, status, found])).to.deep.equal([
        ['PASSWORD_POLICY_MINIMUM_LENGTH', 'open', 'passwordPolicy.minimumLength is 12'],
        ['GROUPS', 'notCheckable', 'sf-admin does not read groups from the user pool'],
      ]);
    });

    it('judges it by a template whose values only a deployment knows', async () => {
      const template = `
        AWSTemplateFormatVersion: '2010-09-09'
        Resources:
          Pool:
            Type: AWS::Cognito::UserPool
            Properties: { DeletionProtection: INACTIVE, LambdaConfig: { PreSignUp: !GetAtt Pre.Arn } }`;
      const { stdout } = await check(template);
      const findings = JSON.parse(stdout) as { rule: string; status: string }[];
      expect(findings.slice(0, 2).map(({ rule, status }) => [rule, status])).to.deep.equal([
        ['DELETION_PROTECTION', 'open'],
        ['TRIGGERS_PRE_SIGN_UP', 'notCheckable'],
      ]);
    });

    it('names what is wrong in it, and sends nothing', async () => {
      const { stdout, exitCode } = await check('baseline: 1\ntier: { is: PLUS }\n', '--pool-id', 'us-east-1_Missing01');
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
      expect([exitCode, error.code]).to.deep.equal([2, 'INVALID_POOL_FILE']);
      expect(error.message).to.match(/baseline\.yaml line 2, column 9, tier\.is: unknown key$/);
    });

    it('takes several baselines, and lists what two of them find once', async () => {
      const { stdout } = await run(PoolCheck, ['--baseline', 'hardened', '--baseline', 'stackflow', '-o', 'json']);
      const found = rules(stdout);
      expect([found, new Set(found).size]).to.deep.equal([
        ['SELF_SIGN_UP_OFF', 'VERIFY_BEFORE_UPDATE', 'PASSWORD_LENGTH'],
        3,
      ]);
    });
  });

  describe('with accepted findings', () => {
    const check = async (until: string, ...argv: string[]) => {
      await mkdir(place().configFolder, { recursive: true });
      await writeFile(
        join(place().configFolder, 'config.yaml'),
        [
          'contexts:',
          '  copy:',
          '    poolId: us-east-1_Sandbox01',
          '    acceptedFindings:',
          '      - rule: PASSWORD_LENGTH',
          '        reason: the new policy starts in spring',
          `        until: '${until}'`,
          '',
        ].join('\n'),
      );
      const line = ['--context', 'copy', '--baseline', 'hardened', '--only', 'PASSWORD_LENGTH', ...argv];
      return whileServed(place(), (url) => run(PoolCheck, [...line, '--endpoint-url', url], { env: ANY_CREDENTIALS }));
    };

    it('lists one as accepted, and exits with 0', async () => {
      const { stdout, stderr, exitCode } = await check('2999-12-31', '-o', 'json');
      const [{ status, acceptance }] = JSON.parse(stdout) as [{ status: string; acceptance: unknown }];
      expect({ status, acceptance, stderr, exitCode }).to.deep.equal({
        status: 'accepted',
        acceptance: { reason: 'the new policy starts in spring', until: '2999-12-31' },
        stderr: 'Checked user pool us-east-1_Sandbox01 and 1 app client: 0 findings, 1 accepted.\n',
        exitCode: 0,
      });
    });

    it('counts one that has expired', async () => {
      const { stdout, exitCode } = await check('2020-01-01');
      expect(stdout).to.include('expired   until 2020-01-01: the new policy starts in spring');
      expect(exitCode).to.equal(9);
    });
  });

  for (const format of ['markdown', 'sarif', 'junit']) {
    it(`escapes the name of an app client with -o ${format}`, async () => {
      await place().call('CreateUserPoolClient', {
        ClientName: '=a_b',
        WriteAttributes: ['email', 'custom:role'],
      });
      const { stdout, exitCode } = await run(PoolCheck, ['-o', format, '--only', 'CUSTOM_ATTRIBUTE_WRITABLE']);
      expect(exitCode).to.equal(9);
      expect(stdout).to.include(format === 'markdown' ? '=a\\_b' : '=a_b');
    });
  }
});
