import { expect } from 'chai';

import { assertGroupSettings, groupSettings } from '../../../../../src/lib/cli/flags/pool/group.js';
import { AdminError } from '../../../../../src/lib/errors.js';

describe('the settings of a group that flags give', () => {
  it('are those that were given; none removes the description', () => {
    expect([
      groupSettings({ description: 'On call', precedence: 0, 'role-arn': 'arn:aws:iam::111122223333:role/r' }),
      groupSettings({ description: 'none' }),
      groupSettings({}),
    ]).to.deep.equal([
      { description: 'On call', precedence: 0, roleArn: 'arn:aws:iam::111122223333:role/r' },
      { description: null },
      {},
    ]);
  });

  it('are at least one', () => {
    expect(() => {
      assertGroupSettings({});
    }).to.throw(AdminError, 'groups set needs at least one setting');
    assertGroupSettings({ description: null });
  });
});
