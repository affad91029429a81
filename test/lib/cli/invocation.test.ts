import { expect } from 'chai';

import { resumeCommand, withHint } from '../../../src/lib/cli/invocation.js';
import { exitStatusOf } from '../../../src/lib/cli/process/exit-with.js';
import { AdminError } from '../../../src/lib/errors.js';

describe('resumeCommand', () => {
  it('repeats the command line, quoted for the shell, with --resume once', () => {
    const words = ['users', 'disable', '--from', 'my users.txt', '--resume'];
    expect(resumeCommand({ words })).to.equal("sf-admin users disable --from 'my users.txt' --resume");
  });
});

describe('withHint', () => {
  it('adds a line to the hint and keeps the rest of the error', () => {
    const error = new AdminError('TIMEOUT', 'no answer', { hint: 'Try again.', requestId: 'r1' });
    const { code, message, hint, requestId } = withHint(error, 'To resume: …');
    expect({ code, message, hint, requestId }).to.deep.equal({
      code: 'TIMEOUT',
      message: 'no answer',
      hint: 'Try again.\nTo resume: …',
      requestId: 'r1',
    });
  });
});

describe('the exit status of several changes', () => {
  const error = (code: 'CANCELLED' | 'USER_NOT_FOUND') => new AdminError(code, 'failed');

  it('is 0 without errors, 8 if some failed, and 130 if one was cancelled', () => {
    expect([
      exitStatusOf([]),
      exitStatusOf([error('USER_NOT_FOUND')]),
      exitStatusOf([error('USER_NOT_FOUND'), error('CANCELLED')]),
    ]).to.deep.equal([0, 8, 130]);
  });
});
