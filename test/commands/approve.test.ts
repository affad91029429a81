import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import Apply from '../../src/commands/apply.js';
import Approve from '../../src/commands/approve.js';
import HistoryList from '../../src/commands/history/list.js';
import HistoryReport from '../../src/commands/history/report.js';
import HistoryShow from '../../src/commands/history/show.js';
import HistoryUndo from '../../src/commands/history/undo.js';
import HistoryVerify from '../../src/commands/history/verify.js';
import ShowPlan from '../../src/commands/show-plan.js';
import UsersAddToGroup from '../../src/commands/users/add-to-group.js';
import UsersDelete from '../../src/commands/users/delete.js';
import UsersDisable from '../../src/commands/users/disable.js';
import UsersGrant from '../../src/commands/users/grant.js';
import UsersLink from '../../src/commands/users/link.js';
import UsersSetAttributes from '../../src/commands/users/set-attributes.js';
import { SANDBOX_POOL_ID } from '../../src/lib/model/sandbox-ids.js';
import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { readHistory } from '../helpers/read-history.js';
import { commandRunner, type CommandClass, type RunOptions } from '../helpers/run-command.js';
import { makeSigners, type TestSigner } from '../lib/approvals/signers.js';

const BEN = 'ben.carter@tenant-one.example';
const EMMA = 'emma.larsen@tenant-one.example';

type Person = 'ana' | 'ben' | 'eve';

describe('approve', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = () => place().path('a.plan');
  const signatures = () => readFile(`${file()}.signatures`, 'utf8').catch(() => undefined);

  let keys = '';
  let people: Record<Person, TestSigner>;
  before(async () => {
    keys = await mkdtemp(join(tmpdir(), 'sf-admin-keys-'));
    people = await makeSigners(keys, 'ana', 'ben', 'eve');
    for (const person of ['ana', 'ben', 'eve']) {
      const folder = join(keys, `of-${person}`, '.ssh');
      await mkdir(folder, { recursive: true });
      await copyFile(join(keys, person), join(folder, 'id_ed25519'));
      await copyFile(join(keys, `${person}.pub`), join(folder, 'id_ed25519.pub'));
    }
  });
  after(() => rm(keys, { recursive: true, force: true }));

  const home = process.env.HOME;
  afterEach(() => {
    process.env.HOME = home;
  });
  /** Runs a command as a person, whose key is in the usual place. */
  const as = (person: Person, command: CommandClass, argv: string[], options: Partial<RunOptions> = {}) => {
    process.env.HOME = join(keys, `of-${person}`);
    return run(command, argv, { env: ANY_CREDENTIALS, ...options });
  };
  const writeContext = (url: string, signers: readonly Person[], ...more: string[]) =>
    writeLiveContext(
      place(),
      url,
      'approvals: 1',
      'signers:',
      ...signers.map((person) => `  ${person}: { keys: ['${people[person].publicKey}'] }`),
      ...more,
    );
  const served = (work: (url: string) => Promise<void>) =>
    whileServed(place(), async (url) => {
      await writeContext(url, ['ana', 'ben']);
      await work(url);
    });
  const grant = (person: Person = 'ana') =>
    as(person, UsersSetAttributes, [BEN, '--add-role', 'cloud_admin', '--plan-out', file()]);
  const approve = (person: Person) => as(person, Approve, [file(), '--yes']);
  const apply = () => as('ana', Apply, [file(), '--yes']);
  const recorded = async () => {
    const folder = join(place().dataFolder, 'history', 'pools');
    const [name] = (await readdir(folder).catch(() => [])).filter((one) => one.endsWith('.ndjson'));
    return name === undefined ? [] : (await readHistory(join(folder, name))).records;
  };
  const approvedAt = async () =>
    (JSON.parse((await signatures())?.trim().split('\n').at(-1) ?? '') as { readonly at: string }).at;
  const roles = async () => (await place().user(BEN))?.attributes['custom:role'];

  it('lets a plan be applied that one person has made and another one has read and approved', () =>
    served(async () => {
      const planned = await grant();
      expect(planned.stderr).to.match(/signed as ana\. Another signer has to approve it: sf-admin approve .*a\.plan\n/);
      const agreed = await as('ben', Approve, [file()], { tty: true, answers: [true] });
      expect(agreed.stdout).to.match(/^Signed plan \w{26} as ben: .*a\.plan\.signatures\n$/);
      expect(agreed.stderr).to.contain('planned by').and.to.contain('+ cloud_admin');
      expect(agreed.stderr).to.contain(
        '\n1 change\nin tenant_001 (1)\nprivileged roles granted: cloud_admin (1)\n' +
          'changes that need an approval, where approvals are demanded: 1\n',
      );
      const applied = await apply();
      expect([applied.exitCode, await roles()]).to.deep.equal([0, 'itsm_agent,cloud_admin']);
    }));

  it('lets the rows of a plan be changed, and the record of each says who approved it', () =>
    served(async () => {
      const input = place().path('leavers.txt');
      await writeFile(input, `${BEN}\n${EMMA}\n`);
      await as('ana', UsersDelete, ['--from', input, '--plan-out', file()]);
      expect((await apply()).stderr).to.contain('it is not approved');
      expect((await approve('ben')).exitCode).to.equal(0);
      expect([(await apply()).exitCode, await place().user(EMMA)]).to.deep.equal([0, undefined]);
      const signed = { plannedBy: 'ana', approvedBy: 'ben', approvedAt: await approvedAt() };
      expect((await recorded()).map(({ plan }) => plan?.approval)).to.deep.equal([signed, signed]);
    }));

  describe('with --dry-run', () => {
    const dryRun = async (...flags: string[]) => {
      const { exitCode, stderr } = await as('ana', Apply, [file(), '--dry-run', ...flags]);
      return { exitCode, approval: stderr.split('\n').filter((line) => /refused|Approval:/.test(line)) };
    };

    it('says that the approval is missing and who can give it, and then who gave it', () =>
      served(async () => {
        await grant();
        expect(await dryRun()).to.deep.equal({
          exitCode: 0,
          approval: ['It would be refused now: it is not approved. It can be approved by ben: sf-admin approve FILE'],
        });
        await approve('ben');
        expect(await dryRun('-o', 'json')).to.deep.equal({
          exitCode: 0,
          approval: [`Approval: planned by ana, approved by ben at ${await approvedAt()}.`],
        });
        expect(await recorded()).to.deep.equal([]);
      }));

    it('says it of a plan of rows too', () =>
      served(async () => {
        const input = place().path('leavers.txt');
        await writeFile(input, `${BEN}\n${EMMA}\n`);
        await as('ana', UsersDelete, ['--from', input, '--plan-out', file()]);
        expect((await dryRun()).approval[0]).to.contain('It can be approved by ben');
        await approve('ben');
        expect((await dryRun()).approval[0]).to.contain('planned by ana, approved by ben');
      }));

    it('says of a command that a plan is needed', () =>
      served(async () => {
        const { exitCode, stderr } = await as('ana', UsersDelete, [BEN, '--dry-run']);
        expect(exitCode).to.equal(0);
        expect(stderr).to.contain(
          `users delete ${BEN} needs the approval of a second person. Save the plan with --plan-out FILE.\n`,
        );
      }));

    it('says nothing of a plan that needs no approval', () =>
      served(async () => {
        await as('ana', UsersDisable, [BEN, '--plan-out', file()]);
        expect((await dryRun()).approval).to.deep.equal([]);
      }));
  });

  it('leaves in the history who planned a change and who approved it', () =>
    served(async () => {
      await grant();
      await approve('ben');
      await apply();
      const [record] = await recorded();
      const at = await approvedAt();
      expect(record?.plan?.approval).to.deep.equal({ plannedBy: 'ana', approvedBy: 'ben', approvedAt: at });
      const shown = (await as('ana', HistoryShow, [record!.id])).stdout;
      expect(shown).to.match(/plan signed by +ana\n *approved +\S.*\n *approved by +ben\n/);
      const listed = await as('ana', HistoryList, ['--columns', 'label,osUser,approvedBy', '-o', 'csv', '--no-header']);
      expect(listed.stdout).to.match(/^ben\.carter@tenant-one\.example,.*,ben\n$/);
      const report = await as('ana', HistoryReport, ['-o', 'md']);
      expect(report.stdout).to.contain('planned by ana, approved by ben');
      const undo = await as('ana', HistoryUndo, [record!.id, '--dry-run']);
      expect(undo.stderr).to.contain(`Record ${record!.id} was planned by ana, approved by ben.`);
      const undoRun = await as('ana', HistoryUndo, ['--run', record!.run!.id, '--dry-run']);
      expect(undoRun.stderr).to.contain(`of run ${record!.run!.id}, planned by ana, approved by ben.`);
      expect((await as('ana', HistoryVerify, [])).exitCode).to.equal(0);
    }));

  it('lets a plan be applied that hands an account with a privileged role to an identity', () =>
    served(async () => {
      const link = ['david.okafor@tenant-one.example', '--provider', 'AzureAD', '--subject', '1234'];
      const planned = await as('ana', UsersLink, [...link, '--plan-out', file()]);
      expect(planned.stderr).to.contain('signed as ana. Another signer has to approve it');
      expect((await apply()).stderr).to.contain('it is not approved');
      const { stderr } = await approve('ben');
      expect(stderr).to.contain('lets somebody in as a holder of: cloud_admin (1)');
      expect(stderr).not.to.contain('privileged roles granted');
      expect((await apply()).exitCode).to.equal(0);
    }));

  it('shows what counts as privileged where the plan was made, also to somebody whose context does not say so', () =>
    whileServed(place(), async (url) => {
      await writeContext(url, ['ana', 'ben'], 'conventions: { privilegedGroups: [operators] }');
      await as('ana', UsersAddToGroup, [BEN, '--group', 'operators', '--plan-out', file()]);
      await writeContext(url, ['ana', 'ben']);
      expect((await approve('ben')).stderr).to.contain('privileged roles granted: operators (1)');
      expect((await run(ShowPlan, [file()])).stdout).to.contain('privileged roles granted: operators (1)');
    }));

  it('lets a plan be applied by which a privileged role is held for longer, and says so', () =>
    served(async () => {
      const grantFor = (time: string) => [BEN, '--role', 'cloud_admin', '--until', time, '--plan-out', file()];
      const approved: string[] = [];
      for (const time of ['1h', '2h']) {
        await as('ana', UsersGrant, grantFor(time));
        approved.push((await approve('ben')).stderr);
        expect((await apply()).exitCode).to.equal(0);
        await Promise.all([file(), `${file()}.signatures`].map((path) => rm(path)));
      }
      for (const text of approved) expect(text).to.contain('privileged roles granted: cloud_admin (1)');
    }));

  it('signs nothing if the answer is no', () =>
    served(async () => {
      await grant();
      const before = await signatures();
      const { exitCode } = await as('ben', Approve, [file()], { tty: true, answers: [false] });
      expect([exitCode, await signatures()]).to.deep.equal([130, before]);
    }));

  const REFUSED: readonly (readonly [string, string, (url: string) => Promise<unknown>])[] = [
    ['that nobody has approved', 'it is not approved', () => Promise.resolve()],
    [
      'of which one byte was altered since',
      'is for another file, or the file was changed since',
      async () => {
        await approve('ben');
        await writeFile(file(), `${await readFile(file(), 'utf8')}\n`);
      },
    ],
    [
      'with the signatures of another plan',
      'is for another file, or the file was changed since',
      async () => {
        await approve('ben');
        await rm(file());
        await grant();
        const [first, second, third] = ((await signatures()) ?? '').trim().split('\n');
        expect(third).to.be.a('string');
        await writeFile(`${file()}.signatures`, `${first}\n${second}\n`);
      },
    ],
    [
      'for another user pool',
      'is for user pool',
      async () => {
        await approve('ben');
        const config = join(place().configFolder, 'config.yaml');
        await writeFile(config, (await readFile(config, 'utf8')).replace(SANDBOX_POOL_ID, 'us-east-1_Other0000'));
      },
    ],
    [
      'approved by somebody who is no signer any more',
      'ben, who signed, is not a signer',
      async (url) => {
        await approve('ben');
        await writeContext(url, ['ana', 'eve']);
      },
    ],
    [
      'of which the signature was altered',
      'was not made with a key of ben, or was altered',
      async () => {
        await approve('ben');
        const [planned, approved] = ((await signatures()) ?? '').trim().split('\n');
        const later = { ...(JSON.parse(approved ?? '') as object), at: new Date().toISOString() };
        await writeFile(`${file()}.signatures`, `${planned}\n${JSON.stringify(later)}\n`);
      },
    ],
  ];
  for (const [what, problem, prepare] of REFUSED) {
    it(`does not let a plan be applied ${what}`, () =>
      served(async (url) => {
        await grant();
        await prepare(url);
        const { exitCode, stderr } = await apply();
        expect([exitCode, await roles()]).to.deep.equal([3, 'itsm_agent']);
        expect(stderr).to.contain(problem);
      }));
  }

  it('does not let a plan be applied twice', () =>
    served(async () => {
      await grant();
      await approve('ben');
      await apply();
      const { exitCode, stderr } = await apply();
      expect(exitCode).to.equal(5);
      expect(stderr).to.contain('was applied on');
    }));

  it('is refused to the author of the plan', () =>
    served(async () => {
      await grant();
      const before = await signatures();
      const { exitCode, stderr } = await approve('ana');
      expect([exitCode, await signatures()]).to.deep.equal([3, before]);
      expect(stderr).to.contain('ana planned it, so another person has to approve it');
    }));

  it('is refused with a key that is no signer’s', () =>
    served(async () => {
      await grant();
      const before = await signatures();
      const { exitCode, stderr } = await approve('eve');
      expect([exitCode, await signatures()]).to.deep.equal([3, before]);
      expect(stderr).to.contain('none of your SSH keys belongs to a signer');
    }));

  it('is refused for a plan that its author has not signed', () =>
    served(async () => {
      await as('ana', UsersDisable, [BEN, '--plan-out', file()]);
      expect(await signatures()).to.equal(undefined);
      const { exitCode, stderr } = await approve('ben');
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('the one who planned it has not signed it');
      expect((await apply()).exitCode).to.equal(0);
    }));

  it('is refused for a plan that has expired', () =>
    served(async () => {
      await grant();
      const text = await readFile(file(), 'utf8');
      await writeFile(file(), text.replace(/"expiresAt": "\d{4}/, '"expiresAt": "2020'));
      const { exitCode, stderr } = await approve('ben');
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('expired on 2020');
    }));

  it('has no plan to sign if the one who plans has no key of a signer', () =>
    served(async () => {
      const { exitCode, stderr } = await grant('eve');
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('none of your SSH keys belongs to a signer');
      expect(await readFile(file(), 'utf8').catch(() => undefined)).to.equal(undefined);
    }));

  it('has no plan of rows to sign either then, and the command ends', () =>
    served(async () => {
      const input = place().path('leavers.txt');
      await writeFile(input, `${BEN}\n${EMMA}\n`);
      const { exitCode, stderr } = await as('eve', UsersDelete, ['--from', input, '--plan-out', file()]);
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain('none of your SSH keys belongs to a signer');
      expect(await readFile(file(), 'utf8').catch(() => undefined)).to.equal(undefined);
    }));
});
