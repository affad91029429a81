import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import ShowPlan from '../../src/commands/show-plan.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';
import { examplePlan, exampleSaved } from '../lib/plans/example-plan.js';

describe('show-plan', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = () => place().path('a.plan');
  const show = async (document: object, argv: readonly string[] = []) => {
    await writeFile(file(), JSON.stringify(document));
    return run(ShowPlan, [file(), ...argv]);
  };

  it('shows who made the plan, where it acts and what it would change', async () => {
    const plan = examplePlan({ plans: [exampleSaved({ disruption: 'They cannot sign in until enabled again.' })] });
    const { stdout, exitCode } = await show(plan);
    expect(exitCode).to.equal(0);
    expect(stdout.replace(/[0-9a-f]{64}/, 'DIGEST')).to.equal(`users disable ana@example.com
  plan        01M7YF3M2ZBSRVG354N1927E3P
  planned     2026-11-21T03:00:00.000Z
  planned by  ana on desk
  reason      INC-4711
  expires     9999-12-31T23:59:59.999Z
  SHA-256     DIGEST

On
  context     sandbox
  user pool   us-east-1_Sandbox01
  region      us-east-1

Changes
  number      1
  effect      They cannot sign in until enabled again.

users disable ana@example.com (tenant_001)
  enabled: yes → no
`);
  });

  describe('of a plan that says what it costs', () => {
    const other = { ...exampleSaved().target, id: 'ben', label: 'ben@example.com' };
    const plans = [
      exampleSaved(),
      exampleSaved({ fields: [{ field: 'department', before: null, after: 'IT' }] }),
      exampleSaved({ target: other }),
      exampleSaved({ fields: [{ field: 'enabled', before: false, after: false }], target: { ...other, id: 'eve' } }),
    ];
    const plan = examplePlan({ plans, cost: { tier: 'PLUS', dollarsPerUser: 0.02, writesPerSecond: 12.5 } });

    it('shows how many users may become active, the price and the time, each user counted once', async () => {
      const { stdout } = await show(plan);
      expect(stdout).to.match(/number +3, and 1 unchanged\n/);
      expect(stdout).to.match(/monthly active users +at most 2 more, 0\.04 USD \(Plus\)\n/);
      expect(stdout).to.match(/time +about 1 s or longer, at 12\.5 writes a second\n/);
    });

    it('has it as JSON, with the number of users', async () => {
      const { stdout } = await show(plan, ['-o', 'json']);
      expect((JSON.parse(stdout) as { cost: object }).cost).to.deep.equal({ ...plan.cost, users: 2 });
    });

    it('leaves out what could not be found out', async () => {
      const unknown = { tier: null, dollarsPerUser: null, writesPerSecond: null };
      const { stdout } = await show({ ...plan, cost: unknown });
      expect(stdout)
        .to.match(/monthly active users +at most 2 more\n/)
        .and.not.to.contain('writes a second');
    });
  });

  it('says that a plan has expired', async () => {
    const { stdout } = await show(examplePlan({ expiresAt: '2026-01-01T00:00:00.000Z' }));
    expect(stdout).to.match(/expired +2026-01-01/);
  });

  it('has the file as JSON, with its digest', async () => {
    const { stdout } = await show(examplePlan(), ['-o', 'json']);
    const { digest, expired, plans, ...head } = JSON.parse(stdout) as Record<string, unknown>;
    const { plans: saved, ...expected } = examplePlan();
    expect({ head, plans, expired }).to.deep.equal({
      head: expected,
      plans: [{ n: 1, changes: true, ...saved[0] }],
      expired: false,
    });
    expect(String(digest)).to.have.length(64);
  });

  it('lists the targets with -q', async () => {
    expect((await show(examplePlan(), ['-q'])).stdout).to.equal(`${exampleSaved().target.id}\n`);
  });

  it('shows no text of the file that would look like another line or control a terminal', async () => {
    const label = 'ana@example.com\nusers enable everybody\u001b[2J';
    const plan = examplePlan({ plans: [exampleSaved({ target: { ...exampleSaved().target, label } })] });
    const { stdout } = await show(plan);
    expect([stdout.includes('\u001b'), stdout.includes('\nusers enable everybody')]).to.deep.equal([false, false]);
  });

  it('refuses what is not a plan with one error', async () => {
    const { exitCode, stdout } = await show({ hello: 'world' }, ['-o', 'json']);
    expect([exitCode, Object.keys(JSON.parse(stdout) as object)]).to.deep.equal([2, ['error']]);
  });

  it('needs neither a context nor a data folder', async () => {
    const { exitCode } = await show(examplePlan({ context: { ...examplePlan().context, name: 'nowhere' } }));
    const history = await readFile(`${place().dataFolder}/sandbox/state.json`, 'utf8').catch(() => 'none');
    expect([exitCode, history]).to.deep.equal([0, 'none']);
  });
});
