import { Flags } from '@oclif/core';
import { expect } from 'chai';

import { notEmpty } from '../../../../src/lib/cli/flags/connection.js';
import { flagGroup } from '../../../../src/lib/cli/flags/flag-group.js';
import { userFilter } from '../../../../src/lib/cli/flags/user-filter.js';

describe('flagGroup', () => {
  it('puts every flag under the heading, with what they share', () => {
    const { json } = flagGroup('OUTPUT', { json: Flags.boolean({ summary: 'JSON.' }) }, { dependsOn: ['from'] });
    expect(json).to.include({ type: 'boolean', summary: 'JSON.', helpGroup: 'OUTPUT' });
    expect(json.dependsOn).to.deep.equal(['from']);
  });
});

describe('notEmpty', () => {
  it('returns the text, and refuses an empty one with what to do', () => {
    expect(notEmpty('prod', '--profile', 'Give a profile')).to.equal('prod');
    expect(() => notEmpty('', '--profile', 'Give a profile'))
      .to.throw('--profile is empty')
      .with.property('hint', 'Give a profile, or omit --profile.');
  });
});

describe('userFilter', () => {
  const flags = {
    ...{ json: undefined, tenant: undefined, role: undefined, department: undefined, status: undefined },
    ...{ enabled: false, disabled: false, 'email-prefix': undefined, limit: undefined },
  };

  for (const [given, enabled] of [
    [{}, undefined],
    [{ enabled: true }, true],
    [{ disabled: true }, false],
  ] as const) {
    it(`filters enabled: ${String(enabled)} for ${JSON.stringify(given)}`, () => {
      expect(userFilter({ ...flags, ...given }).enabled).to.equal(enabled);
    });
  }
});
