import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import type { PlanDocument } from '../../src/lib/plans/plan-document.js';
import { ownPlace } from '../helpers/place.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';
import { removeLocks } from '../helpers/remove-locks.js';
import { requireBuild, runBin, startBin } from '../helpers/run-bin.js';

/** Rows that have ended when the process is killed. */
const ENDED = 4;

describe('a plan of many rows', () => {
  before(requireBuild);
  const place = ownPlace();
  const run = (...argv: string[]) => runBin(argv, { place: place() });

  /** Saves a plan that disables every user who is enabled. */
  async function savePlan(): Promise<{ file: string; plan: PlanDocument; emails: string[] }> {
    const [input, file] = [place().path('leavers.txt'), place().path('leavers.plan')];
    const { users } = await place().pool();
    const enabled = Object.values(users).filter((user) => user.enabled);
    const emails = enabled.flatMap(({ attributes }) => attributes.email ?? []);
    await writeFile(input, `${emails.join('\n')}\n`);
    const saved = await run('users', 'disable', '--from', input, '--reason', 'INC-4711', '--plan-out', file);
    expect(saved.code, saved.stderr).to.equal(0);
    return { file, plan: JSON.parse(await readFile(file, 'utf8')) as PlanDocument, emails };
  }

  const enabledNow = async (emails: readonly string[]) => {
    const users = await Promise.all(emails.map((email) => place().user(email)));
    return users.filter((user) => user?.enabled === true).length;
  };
  const records = async () => (await readHistory(sandboxHistory(place().dataFolder))).records;

  it('that is killed while it is applied is completed by the same line, each row once, and then refused', async () => {
    const { file, plan, emails } = await savePlan();
    const killed = startBin(['apply', file, '--yes', '--rate', '10'], { place: place() });
    killed.child.stdin.end();
    while ((await enabledNow(emails)) > emails.length - ENDED && killed.child.exitCode === null) await delay(5);
    killed.child.kill('SIGKILL');
    const { code } = await killed.ended;
    await removeLocks(place().dataFolder);
    const left = await enabledNow(emails);

    const dry = await run('apply', file, '--dry-run');
    const completed = await run('apply', file, '--yes');
    const again = await run('apply', file, '--yes');
    const done = await records();
    expect({
      killed: code,
      // Neither before the first row nor after the last.
      isInTheMiddle: left > 0 && left <= emails.length - ENDED,
      dry: dry.code,
      completed: completed.code,
      enabled: await enabledNow(emails),
      again: [again.code, again.stderr.includes(`plan ${plan.id} was applied on `)],
      targets: done.map(({ target }) => target.label).sort(),
      plans: new Set(done.map((record) => record.plan?.id)),
      results: new Set(done.map(({ result }) => result)),
      faults: (await verifyHistory(sandboxHistory(place().dataFolder))).faults,
    }).to.deep.equal({
      killed: 'SIGKILL',
      isInTheMiddle: true,
      dry: 0,
      completed: 0,
      enabled: 0,
      again: [5, true],
      targets: emails.toSorted(),
      plans: new Set([plan.id]),
      results: new Set(['done']),
      faults: [],
    });
  });

  it('names every row that has moved since, and changes none', async () => {
    const { file, emails } = await savePlan();
    const [one = '', , other = ''] = emails;
    for (const email of [one, other]) expect((await run('users', 'disable', email, '--yes')).code).to.equal(0);
    const before = await place().bytes();
    const { code, stdout, stderr } = await run('apply', file, '--yes');
    expect({ code, stdout, named: [one, other, emails[1]!].map((email) => stderr.includes(email)) }).to.deep.equal({
      code: 5,
      stdout: '',
      named: [true, true, false],
    });
    expect(await place().bytes()).to.equal(before);
  });
});
