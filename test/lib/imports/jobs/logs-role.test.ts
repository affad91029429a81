import { expect } from 'chai';

import { logsRole } from '../../../../src/lib/imports/jobs/logs-role.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { refusal } from '../../conventions/refusal.js';

const ROLE = 'arn:aws:iam::111122223333:role/service-role/Cognito-Import';
const OTHER = 'arn:aws-cn:iam::111122223333:role/Other';
const sandbox = openTestDirectory();
const aws = openTestDirectory({ context: { kind: 'aws' } });

describe('logsRole', () => {
  it('is the flag, even if the variable is set', () => {
    expect(logsRole(aws, ROLE, { SF_ADMIN_LOGS_ROLE: OTHER }, { dryRun: false })).to.equal(ROLE);
  });

  it('is the variable if there is no flag', () => {
    expect(logsRole(aws, undefined, { SF_ADMIN_LOGS_ROLE: OTHER }, { dryRun: false })).to.equal(OTHER);
  });

  it('is optional in the sandbox', () => {
    expect(logsRole(sandbox, undefined, {}, { dryRun: false })).to.equal('arn:aws:iam::000000000000:role/sandbox');
  });

  it('is required elsewhere', () => {
    expect(refusal(() => logsRole(aws, undefined, { SF_ADMIN_LOGS_ROLE: '' }, { dryRun: false })).code).to.equal(
      'MISSING_INPUT',
    );
  });

  it('may be missing in a dry run, but is checked if it is given', () => {
    expect(logsRole(aws, undefined, {}, { dryRun: true })).to.equal(undefined);
    expect(refusal(() => logsRole(aws, 'Import', {}, { dryRun: true })).code).to.equal('USAGE');
  });

  for (const text of ['', 'Import', 'arn:aws:iam::1:role/x', 'arn:aws:iam::111122223333:user/ana', `${ROLE}\n`]) {
    it(`cannot be ${JSON.stringify(text)}`, () => {
      expect(refusal(() => logsRole(sandbox, text, {}, { dryRun: false })).code).to.equal('USAGE');
    });
  }
});
