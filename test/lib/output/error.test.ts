import { expect } from 'chai';
import { AdminError } from '../../../src/lib/errors.js';
import { errorJson, errorText } from '../../../src/lib/output/error.js';

const unknownRole = new AdminError('UNKNOWN_ROLE', 'role "itsm_agnt" is not a StackFlow role', {
  hint: 'Did you mean itsm_agent? Roles: itsm_agent, itsm_admin, cloud_admin, super_admin',
});

describe('errorText', () => {
  it('says what failed, then what to do, indented', () => {
    expect(errorText(unknownRole, false)).to.equal(
      'error: role "itsm_agnt" is not a StackFlow role\n' +
        '  Did you mean itsm_agent? Roles: itsm_agent, itsm_admin, cloud_admin, super_admin\n',
    );
  });

  it('is one line without a hint', () => {
    expect(errorText(new AdminError('USAGE', 'nothing to do'), false)).to.equal('error: nothing to do\n');
  });

  it('indents every line of a hint, and ends with the request ID', () => {
    const error = new AdminError('THROTTLED', 'Cognito throttled ListUsers', {
      hint: 'Wait.\nTry again.',
      requestId: 'r-1',
    });
    expect(errorText(error, false)).to.equal(
      'error: Cognito throttled ListUsers\n  Wait.\n  Try again.\n  request ID: r-1\n',
    );
  });

  it('escapes control characters in the message, the hint and the request ID', () => {
    const error = new AdminError('USER_NOT_FOUND', 'user \u001b]0;x\u0007\n', {
      hint: '\u009b',
      requestId: '\u202e',
    });
    expect(errorText(error, false)).to.equal(
      'error: user \\u001b]0;x\\u0007\\u000a\n  \\u009b\n  request ID: \\u202e\n',
    );
  });

  it('is wrapped to the width of the terminal', () => {
    expect(errorText(unknownRole, false, 40)).to.equal(
      'error: role "itsm_agnt" is not a\n  StackFlow role\n' +
        '  Did you mean itsm_agent? Roles:\n    itsm_agent, itsm_admin, cloud_admin,\n    super_admin\n',
    );
  });

  it('has a red label with colour', () => {
    expect(errorText(new AdminError('USAGE', 'no'), true)).to.equal('\u001b[31merror:\u001b[39m no\n');
  });
});

describe('errorJson', () => {
  it('holds code, message, hint and exit code, in the order of the contract', () => {
    expect(JSON.stringify(errorJson(unknownRole))).to.equal(
      '{"error":{"code":"UNKNOWN_ROLE","message":"role \\"itsm_agnt\\" is not a StackFlow role",' +
        '"hint":"Did you mean itsm_agent? Roles: itsm_agent, itsm_admin, cloud_admin, super_admin","exitCode":3}}',
    );
  });

  it('has a request ID and a hint only if the error has them', () => {
    expect([
      errorJson(new AdminError('THROTTLED', 'slow', { requestId: 'r-1' })),
      errorJson(new AdminError('USAGE', 'no')),
    ]).to.deep.equal([
      { error: { code: 'THROTTLED', message: 'slow', exitCode: 7, requestId: 'r-1' } },
      { error: { code: 'USAGE', message: 'no', exitCode: 2 } },
    ]);
  });
});
