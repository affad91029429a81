import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import ShowPlan from '../../src/commands/show-plan.js';
import type { SavedPlan } from '../../src/lib/plans/plan-document.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';
import { examplePlan, exampleSaved } from '../lib/plans/example-plan.js';

const roles = (name: string): Pick<SavedPlan, 'fields'> => ({
  fields: [{ field: 'roles', before: ['itsm_agent'], after: ['itsm_agent', name] }],
});

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

1 change
in tenant_001 (1)
`);
  });

  describe('of a plan with many changes', () => {
    const numbered = (n: number, differences: Partial<SavedPlan>): SavedPlan => {
      const target = { ...exampleSaved().target, id: `u${n}`, label: `u${n}@example.com`, tenantId: 'tenant_002' };
      return exampleSaved({ target, ...differences });
    };
    const department = { fields: [{ field: 'department', before: null, after: 'IT' }] };
    const many = Array.from({ length: 1_010 }, (_, n) => numbered(n, { ...department, disruption: `Effect ${n}.` }));
    const needing: readonly (readonly [string, Partial<SavedPlan>])[] = [
      ['a privileged role', { operation: 'users.set-attributes', ...roles('super_admin') }],
      ['a role that is privileged in its context', { operation: 'users.set-attributes', ...roles('auditor') }],
      ['a group', { operation: 'users.add-to-group', fields: [{ field: 'groups', before: [], after: ['operators'] }] }],
      ['an account with a privileged role', { operation: 'users.link', ...department, handsOver: ['cloud_admin'] }],
      [
        'a privileged role for longer',
        {
          operation: 'users.grant',
          fields: [{ field: 'roleEndsAt', before: '2026-11-21T03:00:00.000Z', after: '2026-11-22T03:00:00.000Z' }],
          grant: { role: 'itsm_admin', until: '2026-11-22T03:00:00.000Z' },
        },
      ],
      ['a deletion', { operation: 'users.delete', fields: [{ field: 'exists', before: true, after: false }] }],
    ];
    const privileged = { roles: ['auditor'], groups: ['operators'] };
    const shown = async (...last: SavedPlan[]) =>
      (await show(examplePlan({ plans: [...many, ...last], privileged }))).stdout;

    for (const [what, differences] of needing) {
      it(`lists first, and counts, what needs an approval: ${what}`, async () => {
        const stdout = await shown(numbered(9_999, { ...differences, disruption: 'The last effect.' }));
        const [, text = ''] = stdout.split('\n\nThese changes need an approval') as [string, string?];
        expect(text.split('\n')[1], stdout.slice(0, 3_000)).to.contain('u9999@example.com (tenant_002)');
        expect(stdout).to.match(/changes that need an approval, where approvals are demanded: 1\n$/);
        expect(stdout).to.match(/^ *effect +The last effect\.$/m);
      });
    }

    it('says in total which privileged roles are granted, who is moved and deleted, and what was cut', async () => {
      const moved = { fields: [{ field: 'tenantId', before: 'tenant_002', after: 'tenant_003' }] };
      const stdout = await shown(
        ...needing.map(([, differences], index) => numbered(2_000 + index, differences)),
        numbered(3_000, moved),
      );
      expect(stdout).to.match(/more effects +990; to see all: sf-admin show-plan FILE -o ndjson\n/);
      expect(stdout.slice(stdout.indexOf('and 11 more'))).to
        .equal(`and 11 more; to see all: sf-admin show-plan FILE -o ndjson

1017 changes
in tenant_002 (1017)
moving to tenant_003 (1)
privileged roles granted: super_admin (1), auditor (1), operators (1), itsm_admin (1)
lets somebody in as a holder of: cloud_admin (1)
deletions: 1
changes that need an approval, where approvals are demanded: 6
`);
    });

    it('cuts none of those that need an approval', async () => {
      const grants = Array.from({ length: 1_500 }, (_, n) =>
        numbered(n, { operation: 'users.set-attributes', ...roles('super_admin') }),
      );
      const { stdout } = await show(examplePlan({ plans: grants }));
      expect(stdout.match(/\+ super_admin|roles: .*super_admin/g)?.length).to.equal(1_500);
    });
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
    const target = { ...exampleSaved().target, label, tenantId: 'tenant_001\nusers enable everybody' };
    const { stdout } = await show(examplePlan({ plans: [exampleSaved({ target })] }));
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
