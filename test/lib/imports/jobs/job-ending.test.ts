import { expect } from 'chai';

import { endingError } from '../../../../src/lib/imports/jobs/job-ending.js';
import type { JobReport } from '../../../../src/lib/imports/jobs/job-report.js';
import { type ImportJob, importJobFromSdk } from '../../../../src/lib/model/imports/import-job.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { type Refusal, toRefusal } from '../../conventions/refusal.js';

function ending(counts: Partial<ImportJob>, report: Partial<JobReport> = {}): Refusal | undefined {
  const job = { ...importJobFromSdk({ JobId: 'import-1', JobName: 'joiners' }), ...counts };
  const whole = { job, source: 'joiners.csv', rows: 20, failures: [], log: null, ...report };
  const error = endingError(openTestDirectory(), whole);
  return error === undefined ? undefined : toRefusal(error);
}

describe('endingError', () => {
  it('is undefined if every user was imported', () => {
    expect(ending({ status: 'Succeeded', imported: 20 })).to.equal(undefined);
  });

  it('lists failures by their line in the source, or in the uploaded file if only that is known', () => {
    const failures = [
      { line: 7, compiledLine: 8, result: 'failed', reason: 'It is odd.' },
      { line: null, compiledLine: 9, result: 'skipped', reason: 'The user already exists.' },
    ] as const;
    expect(ending({ status: 'Succeeded', imported: 18, failed: 1, skipped: 1 }, { failures })).to.deep.equal({
      code: 'PARTIAL',
      message: 'import job import-1: 18 imported, 1 skipped, 1 failed of 20 users',
      hint:
        'line 7: failed: It is odd\n' +
        'line 9 of the uploaded file: skipped: The user already exists\n' +
        'Fix the failed rows, and import the file again: existing users are skipped.',
    });
  });

  it('lists twenty failures, and says how to see the others', () => {
    const failures = Array.from({ length: 22 }, (_, index) => ({
      line: index + 2,
      compiledLine: index + 2,
      result: 'skipped' as const,
      reason: 'The user already exists.',
    }));
    const lines = ending({ status: 'Succeeded', skipped: 22 }, { failures })?.hint?.split('\n');
    expect([lines?.length, lines?.at(-1)]).to.deep.equal([
      21,
      'and 2 more: sf-admin users import status import-1 -o json',
    ]);
  });

  it('says where the log is, and how to read it by the lines of the file', () => {
    const log = {
      group: '/aws/cognito/userpools/us-east-1_Sandbox01/stack flow',
      stream: 'import-1/joiners',
    };
    expect(ending({ status: 'Succeeded', imported: 19, failed: 1 }, { log })?.hint).to.equal(
      'The log of the job in CloudWatch shows which rows, and why:\n' +
        "aws logs get-log-events --log-group-name '/aws/cognito/userpools/us-east-1_Sandbox01/stack flow' " +
        '--log-stream-name import-1/joiners --start-from-head --region us-east-1 ' +
        "--query 'events[].[message]' --output text > import.log\n" +
        'To see the lines of your own file: sf-admin users import status import-1 --log import.log\n' +
        'Fix the failed rows, and import the file again: existing users are skipped.',
    );
  });

  it('is SERVICE_FAILED with the message of the job if it processed no row', () => {
    expect(ending({ status: 'Failed', message: 'The role cannot be assumed.' })).to.deep.equal({
      code: 'SERVICE_FAILED',
      message: 'import job import-1 ended with the status Failed: 0 imported, 0 skipped, 0 failed of 20 users',
      hint: 'The role cannot be assumed.',
    });
  });

  it('is PARTIAL if the job was stopped', () => {
    expect(ending({ status: 'Stopped', imported: 5 })).to.deep.include({
      code: 'PARTIAL',
      message: 'import job import-1 ended with the status Stopped: 5 imported, 0 skipped, 0 failed of 20 users',
    });
  });
});
