import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';
import { ulid } from 'ulid';

import type { RowOperation } from '../../../../src/lib/runs/operations/row-operation.js';
import { runKey, removeOldRunFolders, interruptedRuns } from '../../../../src/lib/runs/resume/run-folder.js';
import { onEachUser } from '../../../../src/lib/runs/operations/change-users.js';
import { AdminError } from '../../../../src/lib/errors.js';
import type { ChangeRecord } from '../../../../src/lib/history/record.js';
import { somebody } from '../../changes/agreement.js';
import { rejection } from '../../conventions/refusal.js';
import { DELETE, DISABLE, ownRunPlace, type Ran, RESEND } from '../example-run.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const CHLOE = 'chloe.dubois@tenant-one.example';
const LIAM_INVITED = 'liam.obrien@tenant-two.example';
const NOBODY = 'nobody@tenant-one.example';
const ALL = `${ANA}\n${BEN}\n${CHLOE}\n`;
const ID = (number: string): string => `5af10000-0000-4000-8000-0000000000${number}`;

function ends({ outcomes }: Ran): (readonly [line: number, end: string])[] {
  return outcomes.map(({ row, changed, error }) => [
    row.line,
    error?.code ?? (changed ? 'changed' : 'already so'),
  ]);
}

const recorded = ({ target, run, result }: ChangeRecord) => [target.label, run?.row, result];

/** A job that counts its writes, by whom they are for. */
function counting(job: RowOperation): { job: RowOperation; writes: string[] } {
  const writes: string[] = [];
  const plan: RowOperation['plan'] = async (...asked) => {
    const change = await job.plan(...asked);
    const apply = () => {
      writes.push(change.target.label);
      return change.apply();
    };
    return { ...change, apply };
  };
  return { job: { ...job, plan }, writes };
}

describe('a run that is gone on with', () => {
  const place = ownRunPlace();

  it('writes its failed rows anew into its own file, and into no other that is there', async () => {
    const [own, other] = [place().path('failed.txt'), place().path('precious.txt')];
    await place().run(DISABLE, ALL, { failures: own, interruptAfter: 1 });
    await writeFile(other, 'precious\n');
    const refused = await rejection(place().run(DISABLE, ALL, { failures: other, resume: true }));
    const { counts } = await place().run(DISABLE, ALL, { failures: own, resume: true });
    expect([refused.code, await readFile(other, 'utf8'), counts.changed]).to.deep.equal([
      'FILE_EXISTS',
      'precious\n',
      2,
    ]);
  });

  it('does the rows that are left, under the same ID, and is then forgotten', async () => {
    const { job, writes } = counting(DISABLE);
    const first = await place().run(job, ALL, { interruptAfter: 1 });
    const second = await place().run(job, ALL, { resume: true });
    const records = await place().records();
    expect({
      ends: [ends(first), ends(second)],
      counts: second.counts,
      isSame: first.runId === second.runId,
      records: records.map((record) => [...recorded(record), record.run?.id === first.runId]),
      kept: await place().kept(),
      writes,
    }).to.deep.equal({
      ends: [
        [[1, 'changed']],
        [
          [2, 'changed'],
          [3, 'changed'],
        ],
      ],
      counts: { total: 3, completedBefore: 1, changed: 2, unchanged: 0, failed: 0 },
      isSame: true,
      records: [
        [ANA, 1, 'done', true],
        [BEN, 2, 'done', true],
        [CHLOE, 3, 'done', true],
      ],
      kept: [],
      writes: [ANA, BEN, CHLOE],
    });
  });

  it('can be stopped and gone on with again and again', async () => {
    const { job, writes } = counting(DISABLE);
    await place().run(job, ALL, { interruptAfter: 1 });
    await place().run(job, ALL, { interruptAfter: 1, resume: true });
    await place().run(job, ALL, { resume: true });
    expect([writes, await place().kept()]).to.deep.equal([[ANA, BEN, CHLOE], []]);
  });

  it('does a user of two names once, however often it is gone on with', async () => {
    const text = `${BEN}\n${CHLOE}\n${ANA}\n${ID('02')}\n`;
    const { job, writes } = counting({ ...DELETE, recovery: { kind: 'look' } });
    const first = await place().run(job, text, { interruptAfter: 1 });
    const second = await place().run(job, text, { interruptAfter: 1, resume: true });
    const third = await place().run(job, text, { resume: true });
    expect({
      writes,
      totals: [first, second, third].map(({ counts }) => counts.total),
      cautions: [first, second, third].map(({ cautions }) => cautions.length),
      kept: await place().kept(),
    }).to.deep.equal({ writes: [BEN, CHLOE, ANA], totals: [3, 3, 3], cautions: [1, 0, 0], kept: [] });
  });

  it('counts the rows that failed for good before among those that failed, and does not try them again', async () => {
    const refuse = () => Promise.reject(new AdminError('INVALID_REQUEST', 'it was refused'));
    const { job, writes } = counting({
      ...DISABLE,
      plan: async (...asked) => {
        const change = await DISABLE.plan(...asked);
        return change.target.label === BEN ? change : { ...change, apply: refuse };
      },
    });
    const first = await place().run(job, ALL, { interruptAfter: 1 });
    const second = await place().run(job, ALL, { resume: true, maxFailures: 1 });
    expect([ends(first), ends(second), second.counts, second.left, writes]).to.deep.equal([
      [[1, 'INVALID_REQUEST']],
      [
        [2, 'changed'],
        [3, 'INVALID_REQUEST'],
      ],
      { total: 3, completedBefore: 0, changed: 1, unchanged: 0, failed: 2 },
      undefined,
      [ANA, BEN, CHLOE],
    ]);
  });

  it('is found with or without --skip-invalid, so that a row that fails by now does not hold up the others', async () => {
    await place().run(DISABLE, ALL, { interruptAfter: 1 });
    place().lose(BEN);
    const held = await rejection(place().run(DISABLE, ALL, { resume: true }));
    const second = await place().run(DISABLE, ALL, { resume: true, skipInvalid: true });
    expect([held.code, ends(second)]).to.deep.equal([
      'USER_NOT_FOUND',
      [
        [2, 'USER_NOT_FOUND'],
        [3, 'changed'],
      ],
    ]);
  });

  describe('of which a crash left a row unknown', () => {
    it('takes it for done where looking shows that it is, and completes its record', async () => {
      const { job, writes } = counting(DISABLE);
      const first = await place().run(job, ALL, { interruptAfter: 1 });
      await place().crashIn(DISABLE, first, 2, BEN);
      place().user(BEN)!.enabled = false;
      const second = await place().run(job, ALL, { resume: true });
      const [, ben] = await place().records();
      expect({
        ends: ends(second),
        warnings: second.outcomes.map(({ warnings }) => warnings),
        writes,
        record: [ben!.result, ben!.fields, ben!.target.id],
      }).to.deep.equal({
        ends: [
          [2, 'changed'],
          [3, 'changed'],
        ],
        warnings: [['an earlier part of the run was cut off; looking it up shows that it was done'], []],
        writes: [ANA, CHLOE],
        record: ['done', [{ field: 'enabled', before: true, after: false }], ID('02')],
      });
    });

    it('does it where looking shows that it is not, in the record that was begun', async () => {
      const { job, writes } = counting(DISABLE);
      const first = await place().run(job, ALL, { interruptAfter: 1 });
      await place().crashIn(DISABLE, first, 2, BEN);
      await place().run(job, ALL, { resume: true });
      expect([writes, (await place().records()).map(recorded)]).to.deep.equal([
        [ANA, BEN, CHLOE],
        [
          [ANA, 1, 'done'],
          [BEN, 2, 'done'],
          [CHLOE, 3, 'done'],
        ],
      ]);
    });

    it('takes a user who is gone for deleted, and says of whom the record is', async () => {
      const { job, writes } = counting(DELETE);
      const first = await place().run(job, ALL, { interruptAfter: 1 });
      await place().crashIn(DELETE, first, 2, BEN);
      place().lose(BEN);
      const second = await place().run(job, ALL, { resume: true });
      const [, ben] = await place().records();
      expect({
        ends: ends(second),
        writes,
        record: [ben!.result, ben!.target.id, ben!.fields.length > 0],
      }).to.deep.equal({
        ends: [
          [2, 'changed'],
          [3, 'changed'],
        ],
        writes: [ANA, CHLOE],
        record: ['done', ID('02'), true],
      });
    });

    const invited = `${BEN}\n${LIAM_INVITED}\n${CHLOE}\n`;
    const invite = async (
      crash: (first: Ran, email: string) => Promise<unknown>,
      { again = false }: { again?: boolean } = {},
    ) => {
      for (const email of [BEN, CHLOE]) place().user(email)!.status = 'FORCE_CHANGE_PASSWORD';
      const { job, writes } = counting(RESEND);
      const first = await place().run(job, invited, { interruptAfter: 1 });
      await crash(first, LIAM_INVITED);
      // Planned, and killed before a row is begun: as nothing is written then, a run that nobody agrees to does as well.
      if (again) await rejection(place().run(job, invited, { resume: true, ...somebody(false).options }));
      await place().run(job, invited, { resume: true });
      return writes;
    };
    const mailed = async (first: Ran, email: string) => {
      await place().crashIn(RESEND, first, 2, email);
      place().user(email)!.modifiedAt = Date.now();
    };

    for (const again of [false, true]) {
      it(`mails nobody a second time who was modified since it was planned, gone on with ${again ? 'twice' : 'once'}`, async () => {
        expect(await invite(mailed, { again })).to.deep.equal([BEN, CHLOE]);
      });

      it(`mails whoever was not modified since, gone on with ${again ? 'twice' : 'once'}`, async () => {
        const crash = (first: Ran, email: string) => place().crashIn(RESEND, first, 2, email);
        expect(await invite(crash, { again })).to.deep.equal([BEN, LIAM_INVITED, CHLOE]);
      });
    }

    it('does it again where no reading tells', async () => {
      const { job, writes } = counting(
        onEachUser({
          operation: 'users.resend-invite',
          intent: {},
          plan: (directory, user) => RESEND.plan(directory, { line: 1, values: { user } }),
          recovery: { kind: 'repeat' },
        }),
      );
      place().user(BEN)!.status = 'FORCE_CHANGE_PASSWORD';
      const text = `${BEN}\n${LIAM_INVITED}\n`;
      const first = await place().run(job, text, { interruptAfter: 1 });
      await mailed(first, LIAM_INVITED);
      await place().run(job, text, { resume: true });
      expect(writes).to.deep.equal([BEN, LIAM_INVITED]);
    });
  });

  describe('is refused', () => {
    it('where there is none, and nothing is kept of the attempt', async () => {
      const refused = await rejection(place().run(DISABLE, ALL, { resume: true }));
      expect([refused.code, await place().kept()]).to.deep.equal(['RUN_NOT_FOUND', []]);
    });

    it('where it is of another command, other flags or another context', async () => {
      const { runId } = await place().run(DISABLE, ALL, { interruptAfter: 1 });
      const attempts: [RowOperation, Parameters<ReturnType<typeof place>['run']>[2]][] = [
        [DELETE, {}],
        [{ ...DISABLE, intent: { signOut: true } }, {}],
        [DISABLE, { context: { name: 'other' } }],
      ];
      const codes = [];
      for (const [job, options] of attempts) {
        codes.push((await rejection(place().run(job, ALL, { ...options, resume: true }))).code);
      }
      expect([codes, place().user(BEN)?.enabled, await place().kept()]).to.deep.equal([
        ['RUN_NOT_FOUND', 'RUN_NOT_FOUND', 'RUN_NOT_FOUND'],
        true,
        [runId],
      ]);
    });

    it('where the input is another by now', async () => {
      const { runId } = await place().run(DISABLE, ALL, { interruptAfter: 1 });
      const refused = await rejection(place().run(DISABLE, `${ALL}${NOBODY}\n`, { resume: true }));
      expect([refused.code, refused.message, place().user(BEN)?.enabled, await place().kept()]).to.deep.equal(
        ['INPUT_CHANGED', `the input is not the one that run ${runId} was begun with`, true, [runId]],
      );
    });

    it('where it has come to its end in another process meanwhile', async () => {
      await place().run(DISABLE, ALL, { interruptAfter: 1 });
      const both = [DISABLE, DISABLE].map((job) => place().run(job, ALL, { resume: true }));
      const results = await Promise.allSettled(both);
      const codes = results.map((result) =>
        result.status === 'fulfilled' ? 'done' : (result.reason as { code?: string }).code,
      );
      expect([codes.sort(), (await place().records()).map(recorded), await place().kept()]).to.deep.equal([
        ['RUN_NOT_FOUND', 'done'],
        [
          [ANA, 1, 'done'],
          [BEN, 2, 'done'],
          [CHLOE, 3, 'done'],
        ],
        [],
      ]);
    });

    it('if another process is carrying it out', async () => {
      let free = (): void => undefined;
      const isHeld = new Promise<void>((resolve) => (free = resolve));
      const slow: RowOperation = {
        ...DISABLE,
        plan: async (...asked) => {
          const change = await DISABLE.plan(...asked);
          return { ...change, apply: () => isHeld.then(change.apply) };
        },
      };
      const first = place().run(slow, ALL);
      while ((await place().records()).length === 0) await delay(5);
      const refused = await rejection(place().run(DISABLE, ALL, { resume: true }));
      free();
      const { runId, counts } = await first;
      expect([refused.code, refused.message, counts.changed, await place().kept()]).to.deep.equal([
        'CHANGED_UNDERNEATH',
        `run ${runId} is in progress in another process`,
        3,
        [],
      ]);
    });
  });

  it('is the newest of those with the same input', async () => {
    const first = await place().run(DISABLE, ALL, { interruptAfter: 1 });
    const second = await place().run(DISABLE, ALL, { interruptAfter: 2 });
    const third = await place().run(DISABLE, ALL, { resume: true });
    expect([third.runId, await place().kept()]).to.deep.equal([second.runId, [first.runId]]);
  });
});

describe('sweepRunFolders', () => {
  const place = ownRunPlace();

  it('removes what was planned a day ago and not begun, and runs of a month ago, and leaves what is younger', async () => {
    const day = 86_400_000;
    const ago = (time: number) => ulid(Date.now() - time);
    const [old, young] = [ago(day + 1), ago(day - 60_000)];
    const [forgotten, run] = [ago(30 * day + 1), ago(30 * day - 60_000)];
    for (const name of [old, young, forgotten, run, 'mine']) {
      await mkdir(place().path(`data/runs/${name}`), { recursive: true });
    }
    for (const id of [forgotten, run]) {
      await writeFile(place().path(`data/runs/${id}/run.json`), JSON.stringify({ v: 1, id }));
    }
    await removeOldRunFolders(place().path('data'));
    expect((await place().kept()).sort()).to.deep.equal([run, young, 'mine'].sort());
  });
});

describe('unfinishedRuns', () => {
  const place = ownRunPlace();

  it('passes over what is no run', async () => {
    await mkdir(place().path('data/runs/x'), { recursive: true });
    await mkdir(place().path('data/runs/y'));
    await writeFile(place().path('data/runs/x/run.json'), '{"v":1,');
    await writeFile(place().path('data/runs/y/run.json'), JSON.stringify({ v: 1, id: 'z', key: runKey({}) }));
    await writeFile(place().path('data/runs/file'), '');
    expect(await interruptedRuns(place().path('data'), runKey({}))).to.deep.equal([]);
  });
});
