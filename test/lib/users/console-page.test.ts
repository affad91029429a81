import { expect } from 'chai';

import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { consolePage } from '../../../src/lib/users/console-page.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { mockCognito } from '../cognito/cognito-mock.js';
import { rejection } from '../conventions/refusal.js';

describe('consolePage', () => {
  const cognito = mockCognito();

  for (const [region, host] of [
    ['us-east-1', 'us-east-1.console.aws.amazon.com'],
    ['eu-central-1', 'eu-central-1.console.aws.amazon.com'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
    ['eusc-de-east-1', 'eusc-de-east-1.console.amazonaws-eusc.eu'],
  ] as const) {
    it(`is at ${host} for a pool in ${region}`, async () => {
      const username = 'Okta_ana/silva?#&% é';
      cognito.answer('AdminGetUser', { Username: username });
      const poolId = `${region}_Abc123456`;
      const page = await consolePage(openTestDirectory({ context: { poolId, region } }), {
        user: 'Okta_ana/silva?#&% é',
      });
      const url = new URL(page.url);
      expect({ ...page, url: [url.protocol, url.host, url.search, url.hash] }).to.deep.equal({
        username,
        url: ['https:', host, `?region=${region}`, ''],
      });
      expect(url.pathname.split('/').map(decodeURIComponent)).to.deep.equal([
        ...['', 'cognito', 'v2', 'idp', 'user-pools', poolId],
        ...['user-management', 'users', 'details', username],
      ]);
    });
  }

  it('does not exist for the sandbox, which is asked nothing', async () => {
    const { code, message } = await rejection(
      consolePage(openTestDirectory({ context: { poolId: SANDBOX_POOL_ID } }), { user: 'ana@example.com' }),
    );
    expect([code, message, cognito.sent()]).to.deep.equal([
      'USAGE',
      'the sandbox is not in AWS, so its users have no page in the AWS console',
      [],
    ]);
  });
});
