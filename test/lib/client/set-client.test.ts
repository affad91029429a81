import { expect } from 'chai';
import fc from 'fast-check';
import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { AskedSetting } from '../../../src/lib/changes/settings/set-settings.js';
import { setClient } from '../../../src/lib/client/set-client.js';
import { CLIENT_SETTINGS, scopeChange } from '../../../src/lib/client/settings/client-settings.js';
import type { Directory } from '../../../src/lib/directory.js';
import { AGREED, DRY_RUN, NOBODY } from '../changes/agreement.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { moved } from '../pool/settings/sandbox-pool.js';
import { CLIENT_VALUES } from './settings/client-values.js';
import { askedForClient, describedClient, openClient } from './settings/sandbox-client.js';

/** Arbitrary clients for each setting: more with CLIENT_RUNS=20. */
const RUNS = Number(process.env.CLIENT_RUNS ?? 1);

const CONFLICT = 'SETTING_CONFLICT';

describe('setClient', () => {
  const folder = temporaryFolder();
  const open = () => openClient(folder.path('data'));

  async function set(directory: Directory, asked: readonly AskedSetting[], options = AGREED) {
    const [outcome] = await carryOut(directory, [await setClient(directory, asked)], options);
    return outcome!;
  }
  const trySet = (directory: Directory, asked: AskedSetting) =>
    set(directory, [asked]).catch((error: unknown) => {
      if ((error as { code?: string }).code !== CONFLICT) throw error;
      return undefined;
    });

  const anySetting = fc
    .constantFrom(...CLIENT_VALUES)
    .chain(({ flag, values }) => fc.constantFrom(...values).map((text) => askedForClient(flag, text)));

  for (const { flag, values, moves } of CLIENT_VALUES) {
    it(`moves ${flag} and no other setting of an arbitrary client`, () => {
      return fc.assert(
        fc.asyncProperty(fc.array(anySetting, { maxLength: 4 }), async (others) => {
          const directory = open();
          for (const other of others) await trySet(directory, other);
          const changed: boolean[] = [];
          for (const text of values) {
            const before = await describedClient(directory);
            const outcome = await trySet(directory, askedForClient(flag, text));
            const paths = moved(before, await describedClient(directory));
            const wrong = paths.filter((path) => !moves.some((allowed) => path.startsWith(allowed)));
            expect({ text, wrong, error: outcome?.error }).to.deep.equal({ text, wrong: [], error: undefined });
            changed.push(paths.length > 0);
          }
          expect(changed).to.include(true);
        }),
        // The first is as it was seeded: a fault in the edits before would hide itself.
        { numRuns: RUNS + 1, examples: [[[]]] },
      );
    });
  }

  it('has a value to test for every flag', () => {
    expect(CLIENT_VALUES.map(({ flag }) => flag)).to.have.members(CLIENT_SETTINGS.map(({ flag }) => flag));
  });

  it('adds scopes and removes others, and asks before one is lost', async () => {
    const directory = open();
    const { plan } = await set(directory, scopeChange(['phone', 'openid'], ['profile']), DRY_RUN);
    expect([plan.fields, plan.disruption]).to.deep.equal([
      [
        {
          field: 'oauthScopes',
          before: ['email', 'openid', 'profile'],
          after: ['email', 'openid', 'phone'],
          relative: true,
        },
      ],
      'The app can no longer get the scope profile.',
    ]);
    expect((await set(directory, scopeChange(['phone'], []), NOBODY)).changed).to.equal(true);
  });

  it('shows a validity in seconds, and writes it in the unit that the client has if it can', async () => {
    const directory = open();
    for (const [text, seconds, count, unit] of [
      ['2h', 7200, 2, 'hours'],
      ['90m', 5400, 90, 'minutes'],
      ['1h', 3600, 60, 'minutes'],
      ['301s', 301, 301, 'seconds'],
      ['1d', 86_400, 86_400, 'seconds'],
    ] as const) {
      const { plan } = await set(directory, [askedForClient('access-token-validity', text)]);
      const { UserPoolClient } = await directory.cognito.call('DescribeUserPoolClient', {
        ClientId: directory.clientId(),
      });
      expect([
        plan.fields[0]?.after,
        UserPoolClient?.AccessTokenValidity,
        UserPoolClient?.TokenValidityUnits?.AccessToken,
      ]).to.deep.equal([seconds, count, unit]);
    }
  });
});
