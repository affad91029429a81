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
      const page = await consolePage(openTestDirectory({ context: { kind: 'aws', poolId, region } }), {
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

  for (const [what, context, message] of [
    ['the sandbox', {}, `user pool ${SANDBOX_POOL_ID} is not in AWS, so its users have no page in the AWS console`],
    [
      'a pool at an endpoint that is not of AWS',
      { kind: 'aws', poolId: 'eu-west-1_Abc123456', region: 'eu-west-1', endpointUrl: 'http://127.0.0.1:9229' },
      'user pool eu-west-1_Abc123456 is not in AWS, so its users have no page in the AWS console',
    ],
    ...['us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1'].map(
      (region) =>
        [
          `a pool in ${region}, whose console AWS does not document`,
          { kind: 'aws', poolId: `${region}_Abc123456`, region },
          `the address of the AWS console in ${region} is not known`,
        ] as const,
    ),
  ] as const) {
    it(`does not exist for ${what}, which is asked nothing`, async () => {
      const directory = openTestDirectory({ context });
      const refused = await rejection(consolePage(directory, { user: "o'neil@example.com" }));
      expect([refused.code, refused.message, refused.hint?.split('\n')[0], cognito.sent()]).to.deep.equal([
        'USAGE',
        message,
        "To see the user: sf-admin users show 'o'\\''neil@example.com'",
        [],
      ]);
    });
  }
});
