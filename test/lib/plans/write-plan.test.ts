import { readdir, readFile, stat, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { readPlan } from '../../../src/lib/plans/read-plan.js';
import { assertPlanFile, writePlan } from '../../../src/lib/plans/write-plan.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { examplePlan, exampleSaved } from './example-plan.js';

const { plans: _, ...HEAD } = examplePlan();

describe('writePlan', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('a.plan');

  it('writes what readPlan reads, one plan on each line, for its user only', async () => {
    const plans = [exampleSaved(), exampleSaved({ operation: 'users.enable' })];
    await writePlan(file(), HEAD, plans);
    const lines = (await readFile(file(), 'utf8')).split('\n').filter((line) => line.includes('"operation"'));
    const { mode } = await stat(file());
    expect({ document: (await readPlan(file())).document, lines: lines.length, mode: mode & 0o777 }).to.deep.equal({
      document: examplePlan({ plans }),
      lines: 2,
      mode: 0o600,
    });
  });

  it('writes a plan without changes', async () => {
    await writePlan(file(), HEAD, []);
    expect((await readPlan(file())).document.plans).to.deep.equal([]);
  });

  it('refuses a file that exists, and leaves it as it is', async () => {
    await writeFile(file(), 'mine');
    const error = await rejection(writePlan(file(), HEAD, []));
    expect([error.code, await readFile(file(), 'utf8')]).to.deep.equal(['FILE_EXISTS', 'mine']);
  });

  it('leaves nothing of a plan that is too large', async () => {
    function* many() {
      for (;;) yield exampleSaved({ disruption: 'x'.repeat(1_000_000) });
    }
    const error = await rejection(writePlan(file(), HEAD, many()));
    expect([error.code, await readdir(folder.path(''))]).to.deep.equal(['USAGE', []]);
  });
});

describe('assertPlanFile', () => {
  it('refuses stdout and an empty name', async () => {
    const codes = ['-', ''].map(async (name) => (await rejection(assertPlanFile(name))).code);
    expect(await Promise.all(codes)).to.deep.equal(['USAGE', 'USAGE']);
  });
});
