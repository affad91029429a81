import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { signInFactors } from '../../../../src/lib/users/read/sign-in-factors.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';

describe('signInFactors', () => {
  const cognito = mockCognito();
  const read = () => signInFactors(openTestDirectory().cognito, 'ana');

  it('are those that the service returns, or none', async () => {
    cognito.answer(
      'AdminGetUserAuthFactors',
      { Username: 'ana', ConfiguredUserAuthFactors: ['PASSWORD'] },
      { Username: 'ana' },
    );
    expect([await read(), await read()]).to.deep.equal([['PASSWORD'], []]);
    expect(cognito.sent()[0]).to.deep.equal([
      'AdminGetUserAuthFactors',
      { UserPoolId: SANDBOX_POOL_ID, Username: 'ana' },
    ]);
  });

  it('are unknown if the endpoint does not have the call or the caller may not make it', async () => {
    cognito.answer(
      'AdminGetUserAuthFactors',
      serviceError('UnknownOperationException'),
      serviceError('AccessDeniedException'),
    );
    expect([await read(), await read()]).to.deep.equal([undefined, undefined]);
  });

  it('fail if the service does', async () => {
    cognito.answer('AdminGetUserAuthFactors', serviceError('InternalErrorException'));
    expect((await rejection(read())).code).to.equal('SERVICE_FAILED');
  });
});
