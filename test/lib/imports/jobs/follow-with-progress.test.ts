import { expect } from 'chai';

import { followWithProgress, progressText } from '../../../../src/lib/imports/jobs/follow-with-progress.js';
import { type ImportJob, importJobFromSdk } from '../../../../src/lib/model/import-job.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { memoryStreams } from '../../output/memory-streams.js';

const AT_WORK = { JobId: 'import-1', Status: 'InProgress', ImportedUsers: 400, FailedUsers: 50 } as const;
const DONE = { JobId: 'import-1', Status: 'Succeeded', ImportedUsers: 1000 } as const;

function job(counts: Partial<ImportJob>): ImportJob {
  return { ...importJobFromSdk({ JobId: 'import-1', Status: 'InProgress' }), ...counts };
}

describe('progressText', () => {
  for (const [what, text, rate, counts, rows] of [
    ['a job that has not begun', 'Pending: 0 imported', undefined, { status: 'Pending' }, 1000],
    [
      'a job of unknown size',
      'InProgress: 7 imported, 1 failed',
      undefined,
      { imported: 7, failed: 1 },
      null,
    ],
    ['the first moment', '[#####...............] 25 %, 250 imported', undefined, { imported: 250 }, 1000],
    [
      'a job at work',
      '[#########...........] 45 %, 400 imported, 30 skipped, 20 failed, 90/s, 7 s left',
      90,
      { imported: 400, skipped: 30, failed: 20 },
      1000,
    ],
    ['the end', '[####################] 100 %, 1000 imported', 100, { imported: 1000 }, 1000],
  ] as const) {
    it(`says how far ${what} is`, () => {
      expect(progressText(job(counts), rows, rate)).to.equal(text);
    });
  }
});

describe('followWithProgress', () => {
  const cognito = mockCognito();

  function follow(where: Parameters<typeof openTestDirectory>[0] = {}, quiet = false) {
    const { streams, err } = memoryStreams();
    const following = followWithProgress(openTestDirectory(where), 'import-1', {
      rows: 1000,
      streams,
      quiet,
    });
    return { following, err };
  }

  it('looks until the job has ended, and says nothing of a short one', async () => {
    cognito.answer(
      'DescribeUserImportJob',
      { UserImportJob: AT_WORK },
      { UserImportJob: AT_WORK },
      { UserImportJob: DONE },
    );
    const { following, err } = follow();
    const { status, imported } = await following;
    expect({ status, imported, looks: cognito.sent().length, err: err() }).to.deep.equal({
      status: 'Succeeded',
      imported: 1000,
      looks: 3,
      err: '',
    });
  });

  it('leaves the job running where the person interrupts, and says how to go on', async () => {
    const interrupt = new AbortController();
    cognito.answer('DescribeUserImportJob', () => {
      interrupt.abort();
      return { UserImportJob: AT_WORK };
    });
    expect(await rejection(follow({ interrupt: interrupt.signal }).following)).to.deep.equal({
      code: 'CANCELLED',
      message: 'interrupted; import job import-1 goes on',
      hint: 'Follow it: sf-admin users import status import-1 --wait\nStop it: sf-admin users import stop import-1',
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('says that the job goes on where it can be looked at no more', async () => {
    cognito.answer('DescribeUserImportJob', serviceError('AccessDeniedException', 'No.'));
    const { code, message, hint } = await rejection(follow().following);
    expect([code, message, hint?.split('\n').at(-1)]).to.deep.equal([
      'ACCESS_DENIED',
      'not allowed to call DescribeUserImportJob on user pool us-east-1_Sandbox01: No; import job import-1 goes on',
      'Stop it: sf-admin users import stop import-1',
    ]);
  });
});
