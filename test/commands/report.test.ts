import { readdir, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import Report from '../../src/commands/report.js';
import UsersDisable from '../../src/commands/users/disable.js';
import type { PoolReport } from '../../src/lib/reports/pool/read-pool-report.js';
import { answerError, proxyTo, withFakeEndpoint } from '../contract/fake-endpoint.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';

const BEN = 'ben.carter@tenant-one.example';

describe('report', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const report = async (...argv: string[]) => JSON.parse((await run(Report, [...argv, '--json'])).stdout) as PoolReport;

  it('counts the users, the second factors, the invitations and the findings of the seeded pool', async () => {
    const { users, findings, unread } = await report();
    expect(users).to.deep.include({
      total: 20,
      enabled: 17,
      disabled: 3,
      invitations: { total: 2, pending: 1, mayHaveExpired: 0, expired: 1, notRead: 0 },
      byTenant: {
        total: 20,
        values: [
          { value: 'tenant_001', count: 8 },
          { value: 'tenant_002', count: 7 },
          { value: 'tenant_003', count: 5 },
        ],
        none: 0,
        others: 0,
      },
    });
    expect(users!.secondFactors.at(-1)).to.deep.equal({
      ...{ role: null, users: 8, withFactor: 4, withoutFactor: 4, federated: 0, notRead: 0 },
    });
    expect(findings.counts).to.deep.equal({
      open: { note: 0, low: 0, medium: 6, high: 4, critical: 0 },
      accepted: 0,
      notCheckable: 3,
    });
    expect(findings.rules.map(({ check, rule, count }) => [check, rule, count])).to.deep.equal([
      ['users check', 'MFA_MISSING', 4],
      ['users check', 'DISABLED_PRIVILEGED', 2],
      ['users check', 'EMAIL_NOT_VERIFIED', 2],
      ['users check', 'INVITATION_EXPIRED', 1],
      ['users check', 'EMAIL_CHANGE_PENDING', 1],
      ['pool check', 'LOCKOUT', 1],
      ['pool check', 'PKCE', 1],
      ['pool check', 'PUBLIC_CLIENT_SECRET', 1],
    ]);
    expect(unread).to.deep.equal([]);
  });

  it('has what a finding says, and each finding of a pool once', async () => {
    await place().edit(({ settings }) => {
      settings.MfaConfiguration = 'OFF';
    });
    await place().call('CreateUserPoolClient', { ClientName: 'leaky', WriteAttributes: ['email', 'custom:role'] });
    const { findings } = await report();
    const all = findings.rules.flatMap(({ findings: ones }) => ones);
    expect(all.length).to.equal(findings.rules.reduce((sum, { count }) => sum + count, 0));
    const keys = all.map(({ rule, subject, expected, found }) => JSON.stringify([rule, subject, expected, found]));
    expect(new Set(keys).size).to.equal(keys.length);
    const rule = findings.rules.find((one) => one.rule === 'CUSTOM_ATTRIBUTE_WRITABLE')!;
    expect(rule).to.include({ check: 'pool check', status: 'open', severity: 'critical' });
    expect(rule.findings[0]!.command).to.match(/^sf-admin client set /);
  });

  it('lists accepted findings as such', () =>
    whileServed(place(), async (url) => {
      const entry = '{ rule: MFA_MISSING, reason: "The tokens are ordered", until: 2999-01-01 }';
      await writeLiveContext(place(), url, 'acceptedFindings:', `  - ${entry}`);
      const options = { env: ANY_CREDENTIALS };
      const { findings } = JSON.parse((await run(Report, ['--json'], options)).stdout) as PoolReport;
      expect(findings.counts).to.deep.include({
        accepted: 4,
        open: { note: 0, low: 0, medium: 6, high: 0, critical: 0 },
      });
      const { stdout } = await run(Report, [], options);
      expect(stdout).to.include('### MFA\\_MISSING · accepted (high) · 4 found by users check');
      expect(stdout).to.include('accepted until 2999-01-01: The tokens are ordered');
    }));

  it('counts only the users and the changes of the tenant, and names no others', async () => {
    await run(UsersDisable, [BEN, '--yes', '--reason', 'INC-1']);
    await run(UsersDisable, ['jonas.weber@tenant-two.example', '--yes']);
    const { users, changes } = await report('--tenant', 'tenant_001');
    expect([users!.total, users!.byTenant.values.length, changes!.total, changes!.latest[0]!.reason]).to.deep.equal([
      8,
      1,
      1,
      'INC-1',
    ]);
    for (const format of ['html', 'md', 'json']) {
      const { stdout } = await run(Report, ['--tenant', 'tenant_001', '-o', format]);
      expect(stdout).to.not.match(/tenant.?_00[23]|tenant-(two|three)/);
    }
  });

  it('writes Markdown to stdout, and the format of the extension to a file', async () => {
    expect((await run(Report)).stdout).to.match(/^# User pool: users and security\n/);
    for (const [name, start] of [
      ['report.html', '<!doctype html>'],
      ['report.HTM', '<!doctype html>'],
      ['report.json', '{'],
      ['report.md', '# User pool'],
      ['report', '# User pool'],
    ] as const) {
      const file = place().path(name);
      const { stdout, stderr } = await run(Report, ['--to', file]);
      expect([stdout, stderr, (await stat(file)).mode & 0o777]).to.deep.equal(['', `Wrote ${file}.\n`, 0o600]);
      expect((await readFile(file, 'utf8')).startsWith(start), name).to.equal(true);
    }
    const file = place().path('quiet.html');
    expect(await run(Report, ['--to', file, '-o', 'json', '-q'])).to.include({ stdout: '', stderr: '' });
    expect(JSON.parse(await readFile(file, 'utf8'))).to.include.keys('origin', 'users');
  });

  it('refuses a file that exists before anything is read, and leaves no file if the pool cannot be read', async () => {
    const file = place().path('report.html');
    await writeFile(file, 'mine');
    const broken = proxyTo('http://127.0.0.1:1/', (_operation, _body, response) => {
      answerError(response, 'InternalErrorException', 'broken');
      return true;
    });
    await withFakeEndpoint(broken, async (url) => {
      await writeLiveContext(place(), url);
      const options = { env: { ...ANY_CREDENTIALS, SF_ADMIN_TIMEOUT: '1' } };
      const exists = await run(Report, ['--to', file], options);
      expect(exists).to.include({
        exitCode: 5,
        stderr: `error: ${file} already exists\n  Use another file, or remove this one first.\n`,
      });
      const fails = await run(Report, ['--to', place().path('other.html')], options);
      expect(fails.exitCode).to.equal(7);
    });
    expect((await readdir(place().home)).filter((name) => /report|other|sf-admin/.test(name))).to.deep.equal([
      'report.html',
    ]);
    expect(await readFile(file, 'utf8')).to.equal('mine');
  });

  for (const [denied, part, key] of [
    ['ListUsers', 'the users', 'users'],
    ['DescribeUserPoolClient', 'the app clients', undefined],
  ] as const) {
    it(`says that it could not read ${part}, and does not count them as none`, () =>
      whileServed(place(), (target) =>
        withFakeEndpoint(
          proxyTo(target, (operation, _body, response) => {
            if (operation !== denied) return false;
            answerError(response, 'AccessDeniedException', `not authorized to perform: cognito-idp:${denied}`);
            return true;
          }),
          async (url) => {
            await writeLiveContext(place(), url);
            const options = { env: ANY_CREDENTIALS };
            const json = await run(Report, ['--json'], options);
            const read = JSON.parse(json.stdout) as PoolReport;
            expect(read.unread.map((one) => one.part)).to.include(part);
            if (key !== undefined) expect(read[key]).to.equal(null);
            expect(json.stderr).to.match(new RegExp(`^warning: not read: ${part}: .*${denied}`, 'm'));
            for (const format of ['html', 'md']) {
              const { stdout, exitCode } = await run(Report, ['-o', format], options);
              expect(stdout).to.include('What could not be read').and.include(`Not read: ${part}.`);
              expect(stdout)
                .to.include('In what could be read: ')
                .and.not.match(/open findings?\b(?! in what could be read)/);
              if (key !== undefined) expect(stdout).to.not.match(/\b0\b.{0,20}users|Users by tenant/);
              expect(exitCode).to.equal(0);
            }
          },
        ),
      ));
  }

  it('gives no number of findings if no check could read anything', () =>
    withFakeEndpoint(
      proxyTo('http://127.0.0.1:1/', (operation, _body, response) => {
        answerError(response, 'AccessDeniedException', `not authorized to perform: cognito-idp:${operation}`);
        return true;
      }),
      async (url) => {
        await writeLiveContext(place(), url);
        for (const format of ['html', 'md']) {
          const { stdout, exitCode } = await run(Report, ['-o', format], { env: ANY_CREDENTIALS });
          expect(exitCode).to.equal(0);
          expect(stdout)
            .to.include('No findings in what could be read.')
            .and.not.match(/open finding|No findings\./);
        }
      },
    ));

  it('is of a pool without users', async () => {
    await place().edit((pool) => {
      pool.users = {};
    });
    const { stdout } = await run(Report);
    expect(stdout).to.include('- **0** users').and.include('There are no users.');
    expect((await run(Report, ['-o', 'html'])).exitCode).to.equal(0);
  });
});
