import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

import AccessApply from '../../../src/commands/access/apply.js';
import AccessReview from '../../../src/commands/access/review.js';
import Apply from '../../../src/commands/apply.js';
import Approve from '../../../src/commands/approve.js';
import HistoryShow from '../../../src/commands/history/show.js';
import ShowPlan from '../../../src/commands/show-plan.js';
import UsersDisable from '../../../src/commands/users/disable.js';
import UsersGrant from '../../../src/commands/users/grant.js';
import UsersSetAttributes from '../../../src/commands/users/set-attributes.js';
import { signFile } from '../../../src/lib/approvals/sign-file.js';
import { digestOf } from '../../../src/lib/approvals/statement.js';
import { endpointIdentity } from '../../../src/lib/cognito/client/endpoint.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { PlanDocument } from '../../../src/lib/plans/plan-document.js';
import type { Evidence } from '../../../src/lib/reports/review/evidence.js';
import type { ReviewReport } from '../../../src/lib/reports/review/review-document.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../../helpers/live-context.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';
import { makeSigners, type TestSigner } from '../../lib/approvals/signers.js';

const PRIVILEGED = ['itsm_admin', 'cloud_admin', 'super_admin'];
const GRACE = 'grace.kim@tenant-one.example';
const DAVID = 'david.okafor@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';

type Row = Record<string, string>;

describe('access review', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const live = (...argv: string[]) => run(AccessReview, argv, { env: ANY_CREDENTIALS });

  /** The addresses of the users with a privileged role, from the state of the sandbox. */
  const privilegedUsers = async () =>
    Object.values((await place().pool()).users)
      .filter(({ attributes }) => attributes['custom:role']?.split(',').some((role) => PRIVILEGED.includes(role)))
      .map(({ attributes }) => attributes.email ?? '');

  it('has every user with a privileged role or group exactly once, and nobody else', async () => {
    await place().call('CreateGroup', { GroupName: 'administrators' });
    for (const email of [BEN, GRACE]) {
      const { username: Username } = (await place().user(email))!;
      await place().call('AdminAddUserToGroup', { GroupName: 'administrators', Username });
    }
    await whileServed(place(), async (url) => {
      await writeLiveContext(place(), url, 'conventions:', '  privilegedGroups: [administrators, not-made-yet]');
      const { users } = JSON.parse((await live('--privileged', '--json')).stdout) as ReviewReport;
      const expected = [...new Set([...(await privilegedUsers()), BEN, GRACE])];
      expect(users.map(({ email }) => email).sort()).to.deep.equal(expected.sort());
      const shown = users.filter(({ email }) => email === BEN || email === GRACE);
      expect(shown.map((user) => [user.email, user.privilegedRoles, user.privilegedGroups])).to.deep.equal([
        [BEN, [], ['administrators']],
        [GRACE, ['itsm_admin'], ['administrators']],
      ]);
    });
  });

  it('has every user without --privileged, and those of a tenant with --tenant', async () => {
    const emails = async (...argv: string[]) =>
      (JSON.parse((await run(AccessReview, [...argv, '--json'])).stdout) as ReviewReport).users.map(
        ({ email }) => email,
      );
    const all = Object.values((await place().pool()).users);
    expect((await emails()).length).to.equal(all.length);
    const ofTenant = all.filter(({ attributes }) => attributes['custom:tenant_id'] === 'tenant_002');
    expect((await emails('--tenant', 'tenant_002')).sort()).to.deep.equal(
      ofTenant.map(({ attributes }) => attributes.email ?? null).sort(),
    );
  });

  it('says who changed a user last, the second factors, and the last sign-in where it is recorded', async () => {
    await place().edit(({ settings }) => {
      Object.assign(settings, { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } });
    });
    await place().signIn(DAVID, 'Sandbox-Demo-2026!');
    await run(UsersSetAttributes, [DAVID, '--set', 'nickname=Dave']);
    const { users, gaps } = JSON.parse((await run(AccessReview, ['--privileged', '--json'])).stdout) as ReviewReport;
    const david = users.find(({ email }) => email === DAVID);
    expect([david?.lastChange?.operation, david?.mfa, gaps]).to.deep.equal(['users.set-attributes', [], []]);
    expect(Date.now() - Date.parse(david?.lastSignIn ?? '')).to.be.within(0, 3_600_000);
    expect(users.find(({ email }) => email === GRACE)).to.include({ lastChange: null, lastSignIn: null });
  });

  it('says which roles are temporary', async () => {
    await run(UsersGrant, [BEN, '--role', 'cloud_admin', '--until', '4h', '--reason', 'INC-7', '--yes']);
    const { users } = JSON.parse((await run(AccessReview, ['--privileged', '--json'])).stdout) as ReviewReport;
    const temporary = users.flatMap(({ email, temporary: roles }) => roles.map(({ role }) => [email, role]));
    expect(temporary).to.deep.equal([[BEN, 'cloud_admin']]);
  });

  it('says that sign-ins are not known if the user pool does not record them', async () => {
    const { stdout, stderr } = await run(AccessReview, ['--privileged', '-o', 'csv', '--reviewer', 'ana']);
    const rows: Row[] = parse(stdout, { columns: true });
    expect(new Set(rows.map(({ lastSignIn }) => lastSignIn))).to.deep.equal(new Set(['unknown']));
    expect(stderr).to.contain('sign-ins are not known: the user pool records sign-ins only with threat protection');
  });

  it('is a page in HTML and Markdown', async () => {
    for (const format of ['html', 'md']) {
      const { stdout } = await run(AccessReview, ['--privileged', '-o', format]);
      for (const text of ['Who holds privileged access', 'grace.kim', 'super']) expect(stdout).to.contain(text);
    }
  });

  describe('on a terminal', () => {
    const lines = async (...argv: string[]) => {
      const { stdout, stderr } = await run(AccessReview, ['--privileged', '--tenant', 'tenant_001', ...argv], {
        tty: true,
      });
      return { rows: stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | ')), stderr };
    };

    it('is a table, with the privileges in front, and until when they are held', async () => {
      await run(UsersGrant, [BEN, '--role', 'cloud_admin', '--until', '4h', '--yes']);
      const { rows, stderr } = await lines();
      expect(rows.map((row) => row.replace(/until [\d-]+ [\d:]+/, 'until TIME'))).to.deep.equal([
        'EMAIL | TENANT | ROLES | MFA | ACCESS',
        'ana.silva@tenant-one.example | tenant_001 | itsm_admin | TOTP | enabled',
        `${BEN} | tenant_001 | cloud_admin until TIME, itsm_agent | none | enabled`,
        `${DAVID} | tenant_001 | cloud_admin | none | enabled`,
        `${GRACE} | tenant_001 | itsm_admin, itsm_agent | none | disabled`,
        '',
      ]);
      expect(stderr).to.contain('4 users with privileged access, 3 without a second factor.\n');
    });

    it('is a page if one is asked for, and writes a file as in a script', async () => {
      const page = place().path('review.md');
      expect((await lines('-o', 'md')).rows[0]).to.equal('# Who holds privileged access');
      expect((await lines('--to', page)).rows).to.deep.equal(['']);
      expect(await readFile(page, 'utf8')).to.contain('# Who holds privileged access');
      expect(JSON.parse((await lines('--query', 'length(users)')).rows[0] ?? '')).to.equal(3);
    });
  });

  it('is Markdown in a pipe', async () => {
    expect((await run(AccessReview, ['--privileged'])).stdout).to.match(/^# Who holds privileged access\n/);
  });

  it('needs a reviewer as a form', async () => {
    const { exitCode, stdout, stderr } = await run(AccessReview, ['-o', 'csv']);
    expect([exitCode, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.contain('a review to fill in needs a reviewer');
  });

  it('makes cells harmless that a spreadsheet would run, and reads them back', async () => {
    await run(UsersSetAttributes, [GRACE, '--department', 'D-1']);
    await place().edit(({ users }) => {
      const grace = Object.values(users).find(({ attributes }) => attributes.email === GRACE)!;
      grace.attributes['custom:role'] = '=cmd()|x,itsm_admin';
    });
    const { stdout } = await run(AccessReview, ['--privileged', '-o', 'csv', '--reviewer', 'ana']);
    expect(stdout).to.contain('"\'=cmd()|x,itsm_admin"');
    await writeFile(
      place().path('review.csv'),
      filledIn(stdout, () => 'keep'),
    );
    expect((await run(AccessApply, [place().path('review.csv')])).stderr).to.contain('8 users, 0 to revoke');
  });

  describe('that was filled in', () => {
    const file = () => place().path('review.csv');
    const evidenceFile = () => place().path('evidence.json');
    const apply = (...argv: string[]) => run(AccessApply, [file(), '--evidence', evidenceFile(), ...argv]);
    const evidence = async () => JSON.parse(await readFile(evidenceFile(), 'utf8')) as Evidence;
    const revokeGrace = ({ email }: Row) => (email === GRACE ? 'revoke' : 'keep');

    async function fillIn(decide: (row: Row) => string, change?: (rows: Row[]) => Row[]) {
      const { stdout } = await run(AccessReview, ['--privileged', '-o', 'csv', '--reviewer', 'ana']);
      await writeFile(file(), filledIn(stdout, decide, change));
    }

    it('takes away what is revoked, and its evidence names the records of the history', async () => {
      await fillIn((row) => (row.email === DAVID ? 'revoke' : revokeGrace(row)));
      const { exitCode, stdout } = await apply('--yes');
      expect(exitCode).to.equal(0);
      expect(stdout.trim().split('\n').sort()).to.deep.equal([`Disabled ${DAVID}.`, `Set roles of ${GRACE}.`]);
      const [grace, david] = [await place().user(GRACE), await place().user(DAVID)];
      expect([grace?.attributes['custom:role'], david?.enabled]).to.deep.equal(['itsm_agent', false]);

      const { users, review, verification, signature } = await evidence();
      expect([review.reviewer, verification.isIntact, signature]).to.deep.equal(['ana', true, null]);
      const revoked = users.filter(({ decision }) => decision === 'revoke');
      expect(revoked.map(({ label, isDone }) => [label, isDone])).to.have.deep.members([
        [GRACE, true],
        [DAVID, true],
      ]);
      for (const { label, records } of revoked) {
        const { id } = records[0]!;
        const record = JSON.parse((await run(HistoryShow, [id, '--json'])).stdout) as Record<string, unknown>;
        expect(record).to.include({ id, result: 'done', reason: `access review ${review.id}, reviewer ana` });
        expect(record.target).to.include({ label });
      }
    });

    describe('that revokes the only role of a user', () => {
      const revokeDavid = ({ email }: Row) => (email === DAVID ? 'revoke' : 'keep');
      const disableDavid = () => run(UsersDisable, [DAVID, '--yes']);
      const page = async () => {
        const html = place().path('evidence.md');
        await run(AccessApply, [file(), '--yes', '--evidence', html]);
        return readFile(html, 'utf8');
      };
      const david = async () => (await evidence()).users.find(({ label }) => label === DAVID);

      it('says that a disabled user still holds it, and that this is not done', async () => {
        await fillIn(revokeDavid);
        await disableDavid();
        const { exitCode, stdout } = await apply('--yes');
        expect([exitCode, stdout]).to.deep.equal([
          0,
          `${DAVID} is already disabled, and still holds cloud_admin: the last role of a user is not taken away. Nothing was changed.\n`,
        ]);
        expect(await david()).to.deep.include({
          records: [],
          isDone: false,
          now: { enabled: false, privilegedRoles: ['cloud_admin'], privilegedGroups: [] },
        });
        expect(await page())
          .to.match(/disabled already, still holds cloud\\?_admin/)
          .and.to.match(/\b0\W+of them done/)
          .and.not.to.contain('nothing was left');
      });

      it('disables the user instead, which its evidence says, and that the role is left', async () => {
        await fillIn(revokeDavid);
        await run(AccessApply, [file(), '--yes', '--evidence', place().path('first.json')]);
        await apply('--yes');
        const { records, isDone } = (await david())!;
        expect([records.map(({ operation, result }) => [operation, result]), isDone]).to.deep.equal([
          [['users.disable', 'done']],
          true,
        ]);
        expect(await page())
          .to.contain('users disable: done')
          .and.to.match(/disabled, still holds cloud\\?_admin/);
      });

      it('is done without a record if the role was taken away by somebody else, or the user is gone', async () => {
        await fillIn((row) => (row.email === DAVID ? 'revoke' : revokeGrace(row)));
        await run(UsersSetAttributes, [DAVID, '--role', 'itsm_agent', '--yes']);
        const { username: Username } = (await place().user(GRACE))!;
        await place().call('AdminDeleteUser', { Username });
        expect((await apply('--yes')).exitCode).to.equal(0);
        const users = (await evidence()).users.filter(({ decision }) => decision === 'revoke');
        expect(users.map(({ records, isDone, now }) => [records, isDone, now?.privilegedRoles])).to.deep.equal([
          [[], true, []],
          [[], true, undefined],
        ]);
        expect(await page())
          .to.contain('nothing was left to take away')
          .and.to.contain('no longer exists');
      });
    });

    it('takes away nothing that was granted after it was made', async () => {
      await fillIn(revokeGrace);
      await run(UsersSetAttributes, [GRACE, '--add-role', 'cloud_admin', '--yes']);
      await apply('--yes');
      expect((await place().user(GRACE))?.attributes['custom:role']).to.equal('itsm_agent,cloud_admin');
    });

    it('changes nothing a second time, and its evidence still has the records of the first', async () => {
      await fillIn(revokeGrace);
      await run(AccessApply, [file(), '--yes', '--evidence', place().path('first.md')]);
      const before = await place().bytes();
      await apply('--yes');
      expect(await place().bytes()).to.equal(before);
      const grace = (await evidence()).users.find(({ label }) => label === GRACE);
      expect([grace?.isDone, grace?.records.map(({ result }) => result)]).to.deep.equal([true, ['done']]);
    });

    it('needs confirmation', async () => {
      await fillIn(revokeGrace);
      const { exitCode, stderr } = await apply();
      expect(exitCode).to.equal(2);
      expect(stderr).to.contain(`${GRACE} loses itsm_admin.`);
    });

    it('is not carried out if its evidence could not be written', async () => {
      await fillIn(revokeGrace);
      await writeFile(evidenceFile(), '');
      const before = await place().bytes();
      expect((await apply('--yes')).stderr).to.contain('already exists');
      expect(await place().bytes()).to.equal(before);
    });

    describe('as a plan', () => {
      const plan = () => place().path('review.plan');
      const save = () => run(AccessApply, [file(), '--plan-out', plan()]);
      /** As on another machine: neither the review nor what was kept of it is there. */
      const travel = async () => {
        await Promise.all([file(), `${file()}.signatures`].map((path) => rm(path, { force: true })));
        await rm(join(place().dataFolder, 'reviews'), { recursive: true });
      };

      it('is carried out where the review is not, with the evidence beside the plan', async () => {
        await fillIn(revokeGrace);
        expect((await save()).exitCode).to.equal(0);
        await travel();
        const shown = await run(ShowPlan, [plan()]);
        expect(shown.stdout).to.match(/access review +\w{26} of .*, reviewer ana: \d+ users/);
        const { exitCode, stdout } = await run(Apply, [plan(), '--yes']);
        expect([exitCode, stdout]).to.deep.equal([0, `Set roles of ${GRACE}.\n`]);
        expect(await readFile(place().path('review-evidence.html'), 'utf8')).to.contain('Evidence of access review');
      });

      it('writes the evidence to the file that the one who applies it names', async () => {
        await fillIn(revokeGrace);
        await save();
        await travel();
        await run(Apply, [plan(), '--yes', '--evidence', evidenceFile()]);
        const grace = (await evidence()).users.find(({ label }) => label === GRACE);
        expect([grace?.isDone, grace?.records.length]).to.deep.equal([true, 1]);
      });

      it('is refused if a decision in it was altered, since something else would be done than is shown', async () => {
        await fillIn(revokeGrace);
        await save();
        await travel();
        const saved = JSON.parse(await readFile(plan(), 'utf8')) as PlanDocument;
        const review = saved.command.review!;
        const text = Buffer.from(review.bytes, 'base64').toString().replaceAll(',keep,', ',revoke,');
        const altered = { ...review, bytes: Buffer.from(text).toString('base64') };
        await writeFile(plan(), JSON.stringify({ ...saved, command: { ...saved.command, review: altered } }));
        const { exitCode, stderr } = await run(Apply, [plan(), '--yes']);
        expect([exitCode, (await place().user(GRACE))?.attributes['custom:role']]).to.deep.equal([
          5,
          'itsm_agent,itsm_admin',
        ]);
        expect(stderr).to.contain('would change too, which is not in the plan');
      });

      it('is compared with what was kept on this machine, if the review was made here', async () => {
        await fillIn(revokeGrace);
        await save();
        const saved = JSON.parse(await readFile(plan(), 'utf8')) as PlanDocument;
        const review = saved.command.review!;
        const text = Buffer.from(review.bytes, 'base64').toString();
        const altered = { ...review, bytes: Buffer.from(text.replace('grace.kim@', 'grace.lee@')).toString('base64') };
        await writeFile(plan(), JSON.stringify({ ...saved, command: { ...saved.command, review: altered } }));
        const { exitCode, stderr } = await run(Apply, [plan(), '--yes']);
        expect(exitCode).to.equal(5);
        expect(stderr).to.contain('the review is not what it was when it was made');
      });
    });

    it('writes no evidence with --dry-run', async () => {
      await fillIn(revokeGrace);
      const { stdout, exitCode } = await apply('--dry-run');
      expect([exitCode, stdout]).to.deep.equal([
        0,
        `users set-attributes ${GRACE} (tenant_001)\n  roles:\n    - itsm_admin\n`,
      ]);
      expect(await readFile(evidenceFile()).catch(() => undefined)).to.equal(undefined);
    });

    const ALTERED: readonly (readonly [string, (rows: Row[]) => Row[], string])[] = [
      ['a cell', (rows) => rows.map((row, index) => (index === 0 ? { ...row, mfa: 'yes' } : row)), 'line 2: something'],
      [
        'the reviewer',
        (rows) => rows.map((row) => ({ ...row, reviewer: 'eve' })),
        'line 2: something else than decision',
      ],
      ['a row that is missing', (rows) => rows.slice(1), '1 user removed: '],
      ['a row that is there twice', (rows) => [...rows, rows[0]!], 'is there twice'],
      ['a row that was added', (rows) => [...rows, { ...rows[0]!, username: 'other' }], 'other was added'],
    ];
    for (const [what, change, problem] of ALTERED) {
      it(`is refused if something else was altered: ${what}`, async () => {
        await fillIn(revokeGrace, change);
        const before = await place().bytes();
        const { exitCode, stderr } = await apply('--yes');
        expect(exitCode).to.equal(5);
        expect(stderr).to.contain('the review is not what it was when it was made').and.to.contain(problem);
        expect(await place().bytes()).to.equal(before);
      });
    }

    it('may be in another order, with semicolons and other ends of lines, as spreadsheets save it', async () => {
      await fillIn(revokeGrace, (rows) => rows.reverse());
      const rows: Row[] = parse(await readFile(file(), 'utf8'), { columns: true });
      const columns = Object.keys(rows[0]!).reverse();
      const saved = stringify(rows, { header: true, columns, delimiter: ';', record_delimiter: '\r\n', bom: true });
      await writeFile(file(), saved);
      expect((await apply('--yes')).stdout).to.equal(`Set roles of ${GRACE}.\n`);
    });

    it('is refused with a decision that is none, by line', async () => {
      await fillIn(({ email }) => (email === GRACE ? 'maybe' : email === DAVID ? '' : 'KEEP'));
      const { exitCode, stderr } = await apply('--yes');
      expect(exitCode).to.equal(2);
      expect(stderr)
        .to.contain(`line 4, ${GRACE}: unknown decision "maybe"`)
        .and.to.contain(`line 3, ${DAVID}: there is no decision`);
    });

    it('is refused if it was made with another data folder', async () => {
      await fillIn(revokeGrace, (rows) => rows.map((row) => ({ ...row, review: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })));
      const { exitCode, stderr } = await apply('--yes');
      expect(exitCode).to.equal(4);
      expect(stderr).to.contain('no review 01ARZ3NDEKTSV4RRFFQ69G5FAV was made on this machine');
    });

    describe('where there are signers', () => {
      let people: Record<'ana' | 'ben', TestSigner>;
      const served = (work: (url: string) => Promise<void>) =>
        whileServed(place(), async (url) => {
          people = await makeSigners(place().home, 'ana', 'ben');
          const lines = Object.entries(people).map(([name, { publicKey }]) => `  ${name}: { keys: ['${publicKey}'] }`);
          await writeLiveContext(place(), url, 'approvals: 1', 'signers:', ...lines);
          const { stdout } = await live('--privileged', '-o', 'csv', '--reviewer', 'ana');
          await writeFile(file(), filledIn(stdout, revokeGrace));
          await work(url);
        });
      const sign = async (person: 'ana' | 'ben', url: string) => {
        const { keyFile, publicKey } = people[person];
        const sha256 = digestOf(await readFile(file()));
        const about = { role: 'approve', sha256, poolId: SANDBOX_POOL_ID, endpoint: endpointIdentity(url) } as const;
        const by = { person, key: { file: keyFile, publicKey } };
        await signFile(file(), about, by, { mayAsk: false, now: new Date() });
      };
      const applyLive = () =>
        run(AccessApply, [file(), '--evidence', evidenceFile(), '--yes'], { env: ANY_CREDENTIALS });

      it('is carried out if its reviewer has signed it, without another approval', async () => {
        await served(async (url) => {
          await sign('ana', url);
          const { exitCode, stdout } = await applyLive();
          expect([exitCode, stdout]).to.deep.equal([0, `Set roles of ${GRACE}.\n`]);
          expect((await evidence()).signature?.person).to.equal('ana');
        });
      });

      it('has the signature of its reviewer in its plan, and is refused without it', async () => {
        await served(async (url) => {
          const plan = place().path('review.plan');
          const save = () => run(AccessApply, [file(), '--plan-out', plan], { env: ANY_CREDENTIALS });
          const applyPlan = () => run(Apply, [plan, '--yes', '--evidence', evidenceFile()], { env: ANY_CREDENTIALS });
          expect((await save()).stderr).to.contain('it is not approved');
          await sign('ana', url);
          expect((await save()).exitCode).to.equal(0);
          await rm(`${file()}.signatures`);
          const saved = JSON.parse(await readFile(plan, 'utf8')) as PlanDocument;
          const review = { ...saved.command.review!, signatures: [] };
          const unsigned = { ...saved, command: { ...saved.command, review } };
          await writeFile(plan, JSON.stringify(unsigned));
          expect((await applyPlan()).stderr).to.contain('it is not approved');
          await writeFile(plan, JSON.stringify(saved));
          expect((await applyPlan()).exitCode).to.equal(0);
          expect((await evidence()).signature?.person).to.equal('ana');
        });
      });

      it('is signed by approve, once its reviewer has seen what is decided and has agreed', async () => {
        await served(async () => {
          const signAs = (person: 'ana' | 'ben', answer: boolean) =>
            run(Approve, [file(), '--key', people[person].keyFile], {
              env: ANY_CREDENTIALS,
              tty: true,
              answers: [answer],
            });
          const declined = await signAs('ana', false);
          expect([declined.exitCode, (await applyLive()).exitCode]).to.deep.equal([130, 3]);
          const agreed = await signAs('ana', true);
          expect(agreed.stdout).to.match(/^Signed access review \w{26} as ana: .*review\.csv\.signatures\n$/);
          expect(agreed.stderr).to.contain(`revoke  ${GRACE} (tenant_001; itsm_admin)`);
          const { exitCode, stderr } = await signAs('ben', true);
          expect(exitCode).to.equal(3);
          expect(stderr).to.contain('the reviewer is ana, and your key is that of ben');
          expect((await applyLive()).exitCode).to.equal(0);
        });
      });

      /** As on the machine of the reviewer, where nothing was kept of the review. */
      const elsewhere = async <T>(work: () => Promise<T>) => {
        const [kept, away] = [join(place().dataFolder, 'reviews'), place().path('reviews-away')];
        await rename(kept, away);
        return work().finally(() => rename(away, kept));
      };
      const approve = () => run(Approve, [file(), '--key', people.ana.keyFile, '--yes'], { env: ANY_CREDENTIALS });
      const alter = async (change: (rows: Row[]) => Row[]) =>
        writeFile(file(), filledIn(await readFile(file(), 'utf8'), revokeGrace, change));

      it('is signed on another machine than the one where it was made, and applied where it was made', async () => {
        await served(async () => {
          const { exitCode, stdout, stderr } = await elsewhere(approve);
          expect(exitCode, stderr).to.equal(0);
          expect(stdout).to.match(/^Signed access review \w{26} as ana: /);
          expect(stderr)
            .to.contain(`revoke  ${GRACE} (tenant_001; itsm_admin)`)
            .and.to.contain('It was not made on this machine, so nothing but the decisions is checked here');
          expect((await applyLive()).stdout).to.equal(`Set roles of ${GRACE}.\n`);
        });
      });

      it('is shown with a line for each user, whatever is in a cell of it', async () => {
        await served(async () => {
          await alter((rows) => rows.map((row) => ({ ...row, comment: 'fine\n  keep  everybody' })));
          const { exitCode, stderr } = await elsewhere(approve);
          expect([exitCode, stderr.includes('\n  keep  everybody')], stderr).to.deep.equal([0, false]);
        });
      });

      it('that was altered is refused by approve where it was made, and if signed elsewhere by apply', async () => {
        await served(async () => {
          await alter((rows) => rows.map((row) => ({ ...row, mfa: 'TOTP' })));
          const problem = 'the review is not what it was when it was made';
          expect((await approve()).stderr).to.contain(problem);
          expect((await elsewhere(approve)).exitCode).to.equal(0);
          const { exitCode, stderr } = await applyLive();
          expect([exitCode, stderr.includes(problem)]).to.deep.equal([5, true]);
        });
      });

      const NOT_ONE: readonly (readonly [string, (rows: Row[]) => Row[], string])[] = [
        [
          'two reviewers',
          (rows) => rows.map((row, index) => (index === 1 ? { ...row, reviewer: 'ben' } : row)),
          'line 3: another review or reviewer than in line 2',
        ],
        ['no reviewer', (rows) => rows.map((row) => ({ ...row, reviewer: '' })), 'line 2: there is no reviewer'],
        ['no review', (rows) => rows.map((row) => ({ ...row, review: 'x' })), 'line 2: there is no ID of a review'],
        ['a user twice', (rows) => [...rows, rows[0]!], 'is there twice'],
        ['no row', () => [], 'there is no row'],
      ];
      for (const [what, change, problem] of NOT_ONE) {
        it(`is not signed elsewhere either if it has ${what}`, async () => {
          await served(async () => {
            await alter(change);
            const { exitCode, stderr } = await elsewhere(approve);
            expect([exitCode, stderr.includes(problem)], stderr).to.deep.equal([5, true]);
            expect(await readFile(`${file()}.signatures`, 'utf8').catch(() => undefined)).to.equal(undefined);
          });
        });
      }

      it('is not signed without a question in a script, unless it says --yes', async () => {
        await served(async () => {
          const argv = [file(), '--key', people.ana.keyFile];
          const { exitCode, stderr } = await run(Approve, argv, { env: ANY_CREDENTIALS });
          expect(exitCode).to.equal(2);
          expect(stderr).to.contain('needs confirmation, and there is no terminal to ask on');
          expect((await run(Approve, [...argv, '--yes', '-q'], { env: ANY_CREDENTIALS })).stdout).to.equal('ana\n');
        });
      });

      it('is refused if another one than its reviewer has signed it', async () => {
        await served(async (url) => {
          expect((await applyLive()).stderr).to.contain('it is not approved');
          await sign('ben', url);
          const { exitCode, stderr } = await applyLive();
          expect(exitCode).to.equal(3);
          expect(stderr).to.match(/review \w+ is signed by ben, but its reviewer is ana/);
        });
      });

      it('is refused if a decision was altered after it was signed', async () => {
        await served(async (url) => {
          await sign('ana', url);
          await writeFile(file(), (await readFile(file(), 'utf8')).replace(',keep,', ',revoke,'));
          const { exitCode, stderr } = await applyLive();
          expect(exitCode).to.equal(3);
          expect(stderr).to.contain('is for another file, or the file was changed since');
        });
      });

      it('names a reviewer who is a signer', async () => {
        await served(async () => {
          const { exitCode, stderr } = await live('-o', 'csv', '--reviewer', 'eve');
          expect(exitCode).to.equal(2);
          expect(stderr).to.contain('the reviewer "eve" is not a signer').and.to.contain('Signers: ana, ben');
        });
      });
    });
  });
});

/** A review with a decision in each row. */
function filledIn(csv: string, decide: (row: Row) => string, change = (rows: Row[]) => rows): string {
  const rows: Row[] = parse(csv, { columns: true });
  const columns = Object.keys(rows[0] ?? {});
  return stringify(change(rows.map((row) => ({ ...row, decision: decide(row) }))), { header: true, columns });
}
