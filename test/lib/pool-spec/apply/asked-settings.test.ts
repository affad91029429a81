import { expect } from 'chai';

import ClientSet from '../../../../src/commands/client/set.js';
import PoolSet from '../../../../src/commands/pool/set.js';
import { CLIENT_SETTINGS } from '../../../../src/lib/client/settings/client-settings.js';
import { CHANGEABLE_CLIENT_SETTINGS } from '../../../../src/lib/client/set-client.js';
import type { SettingFlag } from '../../../../src/lib/conventions/settings/setting-value.js';
import { CHANGEABLE_POOL_SETTINGS } from '../../../../src/lib/pool/set-pool.js';
import { POOL_SETTINGS } from '../../../../src/lib/pool/settings/pool-settings.js';
import { TRIGGERS } from '../../../../src/lib/pool/settings/trigger-settings.js';
import { type Leaves, SPEC_LEAVES } from '../../../../src/lib/pool-spec/leaves.js';

/** What `pool set` has no flag for, and why. */
const NOT_IN_POOL_SET: Readonly<Record<string, string>> = {
  region: 'a user pool stays in its region',
  usernameAttributes: 'fixed at creation',
  aliasAttributes: 'fixed at creation',
  usernameCaseSensitive: 'fixed at creation',
  attributes: 'only added: pool apply',
  'triggers.customSmsSenderVersion': 'has one value, which is written with the function',
  'triggers.customEmailSenderVersion': 'has one value, which is written with the function',
  'triggers.inboundFederationVersion': 'has one value, which is written with the function',
  clients: 'only added: pool apply',
  'domain.domain': 'only added: pool apply',
  'domain.certificateArn': 'only added with the domain',
  'domain.managedLoginVersion': 'only added with the domain',
  'domain.securityPolicy': 'only added with the domain',
  'domain.failover.secondaryRegion': 'only added with the domain',
  'domain.failover.healthCheckId': 'only added with the domain',
  hostedUiCss: 'a file of its own, not a value for a flag: pool apply',
  groups: 'not part of the settings of a user pool',
  identityProviders: 'not part of the settings of a user pool',
};

/** What `client set` has no flag for, and why. */
const NOT_IN_CLIENT_SET: Readonly<Record<string, string>> = {
  generateSecret: 'fixed at creation',
  callbackUrls: 'client add-callback and client remove-callback',
  logoutUrls: 'client add-logout and client remove-logout',
};

/** Settings with several flags, or with the values of several settings in one flag. */
const FLAGS_OF_MAPS = { tags: ['tag', 'untag'], acrValues: ['acr', 'remove-acr'] };
const FLAGS_OF_LISTS = { oauthScopes: ['add-scope', 'remove-scope'] };

/** What apply can change although no flag does, and why the flag is missing is in the tables above. */
const ONLY_IN_APPLY = ['callbackUrls', 'logoutUrls'];

function settingsIn({ types, lists }: Leaves): string[] {
  return [...Object.keys(types), ...Object.keys(lists)].sort();
}

function flagsBySetting(settings: readonly SettingFlag[]): [field: string, flags: string[]][] {
  return settings.map(({ setting, flag }) => [setting.field, [flag]]);
}

describe('the settings of a PoolSpec that can change', () => {
  for (const [command, leaves, exceptions, flags, known] of [
    [
      PoolSet,
      SPEC_LEAVES,
      NOT_IN_POOL_SET,
      [
        ...flagsBySetting(POOL_SETTINGS),
        ...Object.values(TRIGGERS).map(({ field }) => [field, ['trigger']]),
        ...Object.entries(FLAGS_OF_MAPS),
      ],
      CHANGEABLE_POOL_SETTINGS,
    ],
    [
      ClientSet,
      SPEC_LEAVES.lists.clients!,
      NOT_IN_CLIENT_SET,
      [...flagsBySetting(CLIENT_SETTINGS), ...Object.entries(FLAGS_OF_LISTS)],
      CHANGEABLE_CLIENT_SETTINGS,
    ],
  ] as [typeof PoolSet, Leaves, Record<string, string>, [string, string[]][], typeof CHANGEABLE_POOL_SETTINGS][]) {
    const name = command === PoolSet ? 'pool set' : 'client set';

    it(`have a flag of ${name} each, but for listed exceptions`, () => {
      const fields = flags.map(([field]) => field);
      expect([...fields, ...Object.keys(exceptions)].sort()).to.deep.equal(settingsIn(leaves));
      expect(Object.keys(command.flags)).to.include.members(flags.flatMap(([, names]) => names));
    });

    it(`are the ones that pool apply changes like ${name}`, () => {
      const changeable = known.map(({ setting }) => setting.field).filter((field) => !ONLY_IN_APPLY.includes(field));
      expect(changeable.sort()).to.deep.equal(flags.map(([field]) => field).sort());
    });
  }
});
