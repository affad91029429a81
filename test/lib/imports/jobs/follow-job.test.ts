import { expect } from 'chai';

import { followJob, progressText } from '../../../../src/lib/imports/jobs/follow-job.js';
import { type ImportJob, importJobFromSdk } from '../../../../src/lib/model/imports/import-job.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { memoryStreams } from '../../output/memory-streams.js';

const RUNNING = { JobId: 'import-1', Status: 'InProgress', ImportedUsers: 400, FailedUsers: 50 } as const;
const DONE = { JobId: 'import-1', Status: 'Succeeded', ImportedUsers: 1000 } as const;

function job(counts: Partial<ImportJob>): ImportJob {
  return { ...importJobFromSdk({ JobId: 'import-1', Status: 'InProgress' }), ...counts };
}

describe('progressText', () => {
  for (const [what, text, rate, counts, rows] of [
    ['a job that has not started', 'Pending: 0 imported', undefined, { status: 'Pending' }, 1000],
    ['a job of unknown size', 'InProgress: 7 imported, 1 failed', undefined, { imported: 7, failed: 1 }, null],
    ['the first second', '[#####...............] 25 %, 250 imported', undefined, { imported: 250 }, 1000],
    [
      'a running job',
      '[#########...........] 45 %, 400 imported, 30 skipped, 20 failed, 90/s, 7 s left',
      90,
      { imported: 400, skipped: 30, failed: 20 },
      1000,
    ],
    ['a finished job', '[####################] 100 %, 1000 imported', 100, { imported: 1000 }, 1000],
  ] as const) {
    it(`shows the progress of ${what}`, () => {
      expect(progressText(job(counts), rows, rate)).to.equal(text);
    });
  }
});

describe('followJob', () => {
  const cognito = mockCognito();

  function follow(where: Parameters<typeof openTestDirectory>[0] = {}, quiet = false) {
    const { streams, err } = memoryStreams();
    const following = followJob(openTestDirectory(where), 'import-1', {
      rows: 1000,
      streams,
      quiet,
    });
    return { following, err };
  }

  it('polls until the job has ended, and prints nothing for a short one', async () => {
    cognito.answer(
      'DescribeUserImportJob',
      { UserImportJob: RUNNING },
      { UserImportJob: RUNNING },
      { UserImportJob: DONE },
    );
    const { following, err } = follow();
    const { status, imported } = await following;
    expect({ status, imported, polls: cognito.sent().length, err: err() }).to.deep.equal({
      status: 'Succeeded',
      imported: 1000,
      polls: 3,
      err: '',
    });
  });

  it('leaves the job running on an interrupt, and says how to follow it again', async () => {
    const interrupt = new AbortController();
    cognito.answer('DescribeUserImportJob', () => {
      interrupt.abort();
      return { UserImportJob: RUNNING };
    });
    expect(await rejection(follow({ interrupt: interrupt.signal }).following)).to.deep.equal({
      code: 'CANCELLED',
      message: 'interrupted; import job import-1 is still running',
      hint: 'To follow it: sf-admin users import status import-1 --wait\nTo stop it: sf-admin users import stop import-1',
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('says that the job is still running if it can no longer be read', async () => {
    cognito.answer('DescribeUserImportJob', serviceError('AccessDeniedException', 'No.'));
    const { code, message, hint } = await rejection(follow().following);
    expect([code, message, hint?.split('\n').at(-1)]).to.deep.equal([
      'ACCESS_DENIED',
      'not allowed to call DescribeUserImportJob on user pool us-east-1_Sandbox01: No; import job import-1 is still running',
      'To stop it: sf-admin users import stop import-1',
    ]);
  });
});
