import { expect } from 'chai';
import { setClient } from '../../../../src/lib/client/set-client.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { moved } from '../../pool/settings/sandbox-pool.js';
import { askedForClient, describedClient, openClient } from './sandbox-client.js';

describe('the settings of a client that contradict each other', () => {
  const folder = temporaryFolder();

  for (const [asked, problem, fix] of [
    [
      [askedForClient('default-redirect', 'https://new.example.com/')],
      'the default redirect is not a callback URL',
      'Register it first: sf-admin client add-callback URL',
    ],
    [
      [askedForClient('oauth-flows', 'none')],
      'OAuth is on without a flow or without a scope',
      'Give both: --oauth-flows code --add-scope openid',
    ],
    [
      [askedForClient('oauth-flows', 'code,client_credentials')],
      'the client_credentials flow excludes the other flows',
      'Use an app client of its own for it.',
    ],
    [
      [askedForClient('refresh-token-validity', '1h'), askedForClient('access-token-validity', '2h')],
      'the refresh token would expire before the access or ID token',
      'Give it a longer validity: --refresh-token-validity TIME',
    ],
    [
      [askedForClient('auth-flows', 'none')],
      'an app client without an authentication flow gets the default ones',
      'Name at least one: --auth-flows ALLOW_REFRESH_TOKEN_AUTH',
    ],
  ] as const) {
    it(`are refused: ${problem}`, async () => {
      const directory = openClient(folder.path('data'));
      const before = await describedClient(directory);
      expect(await rejection(setClient(directory, asked))).to.deep.equal({
        code: 'SETTING_CONFLICT',
        message: `app client stackflow-web: ${problem}`,
        hint: `Nothing was changed.\n${fix}`,
      });
      expect(moved(before, await describedClient(directory))).to.deep.equal([]);
    });
  }
});
