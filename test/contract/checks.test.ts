import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { everyCommand } from './every-command.js';
import { answerError, proxyTo, withFakeEndpoint } from './fake-endpoint.js';
import { runInProcess } from './run-in-process.js';

describe('every check', () => {
  const place = ownPlace();
  const names = async () =>
    (await everyCommand()).filter(([, { flags }]) => 'severity' in { ...flags }).map(([name]) => name.split(' '));

  it('warns once of an accepted finding whose rule no check has, and of no rule of another check', async () => {
    const commands = await names();
    expect(commands).to.deep.include(['client', 'check']).and.deep.include(['users', 'check']);
    const accepted = ['PKCS', 'PKCS', 'WHAT_EVER', 'MFA_MISSING', 'PKCE', 'WAF', 'LOCKOUT'];
    await whileServed(place(), async (url) => {
      const entries = accepted.map((rule) => `  - { rule: ${rule}, reason: known, until: '2999-12-31' }`);
      await writeLiveContext(place(), url, 'acceptedFindings:', ...entries);
      for (const command of commands) {
        const { stderr } = await runInProcess([...command, '-o', 'json'], { place: place(), env: ANY_CREDENTIALS });
        expect(stderr.split('\n').filter((line) => line.startsWith('warning:'))).to.deep.equal(
          [
            'warning: context live accepts findings of PKCS, and no check has such a rule. Did you mean PKCE?',
            'warning: context live accepts findings of WHAT_EVER, and no check has such a rule. A rule of a baseline of your own is known only with --baseline FILE.',
          ],
          command.join(' '),
        );
      }
    });
  });
});

describe('a check of app clients', () => {
  const place = ownPlace();

  it('says that an app client was deleted while it ran, and checks the others', async () => {
    const { UserPoolClient } = (await place().call('CreateUserPoolClient', { ClientName: 'gone' })) as {
      UserPoolClient: { ClientId: string };
    };
    const check = (url: string, ...argv: string[]) =>
      runInProcess([...argv, '--endpoint-url', url], { place: place() });
    await whileServed(place(), async (target) => {
      const withoutOne = proxyTo(target, (operation, { ClientId }, response) => {
        const isGone = operation === 'DescribeUserPoolClient' && ClientId === UserPoolClient.ClientId;
        if (isGone) answerError(response, 'ResourceNotFoundException', 'User pool client does not exist.');
        return isGone;
      });
      await withFakeEndpoint(withoutOne, async (url) => {
        const one = await check(url, 'client', 'check', '--all', '-q');
        const said = await check(url, 'client', 'check', '--all', '-o', 'ndjson');
        const pool = await check(url, 'pool', 'check', '-o', 'ndjson');
        expect([one.code, one.stdout, said.code, said.stderr, pool.code, pool.stderr]).to.deep.equal([
          ...[0, 'PKCE\nPUBLIC_CLIENT_SECRET\n'],
          ...[0, 'Checked 1 app client: 0 findings, 2 not checkable. 1 deleted app client skipped.\n'],
          ...[0, 'Checked user pool us-east-1_Sandbox01 and 1 app client: 0 findings, 3 not checkable.\n'],
        ]);
      });
    });
  });

  it('of a pool without app clients passes no rule', async () => {
    await place().edit((pool) => {
      pool.clients = {};
    });
    const check = (...argv: string[]) => runInProcess(argv, { place: place() });
    for (const [command, checked] of [
      [['client', 'check', '--all'], 'Checked 0 app clients: 0 findings.'],
      [
        ['pool', 'check', '--only', 'PKCE', '--only', 'TOKEN_REVOCATION'],
        'Checked user pool us-east-1_Sandbox01 and 0 app clients: 0 findings.',
      ],
    ] as const) {
      const junit = await check(...command, '-o', 'junit');
      const [, tests, skipped] = /<testsuite .* tests="(\d+)" .* skipped="(\d+)"/.exec(junit.stdout) ?? [];
      const sarif = JSON.parse((await check(...command, '-o', 'sarif')).stdout) as {
        runs: [
          {
            tool: { driver: { rules: { id: string }[] } };
            invocations: [Record<string, { associatedRule: { id: string } }[]>];
          },
        ];
      };
      const { tool, invocations } = sarif.runs[0];
      const markdown = await check(...command, '-o', 'markdown');
      const text = `${tests} rules were not checked: the user pool has no app client`;
      expect({
        skipped,
        passed: junit.stdout.match(/<testcase [^>]*\/>/g),
        notified: invocations[0].toolExecutionNotifications?.map(({ associatedRule }) => associatedRule.id),
        markdown: markdown.stdout,
        stderr: markdown.stderr,
      }).to.deep.equal({
        skipped: tests,
        passed: null,
        notified: tool.driver.rules.map(({ id }) => id),
        markdown: `No findings.\n\n${text}.\n`,
        stderr: `warning: ${text}\n${checked}\n`,
      });
    }
  });
});
