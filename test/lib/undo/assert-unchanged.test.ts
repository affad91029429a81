import { expect } from 'chai';

import { assertUnchanged } from '../../../src/lib/undo/assert-unchanged.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { refusal } from '../conventions/refusal.js';
import { ANA_EMAIL } from '../users/ana.js';
import { exampleRecord, recordId } from './example-record.js';

describe('assertUnchanged', () => {
  const directory = openTestDirectory();
  const name = { field: 'givenName', before: 'Ana', then: 'Anna' };

  it('accepts fields that still have the value of the change, or have the one before it again', () => {
    assertUnchanged(directory, exampleRecord(), [
      { ...name, now: 'Anna' },
      { ...name, now: 'Ana' },
      { field: 'roles', before: ['a'], then: ['a', 'b'], now: ['a', 'b'] },
    ]);
  });

  it('refuses fields with a third value, and shows the three values of each', () => {
    const fields = [
      { ...name, now: 'Annie' },
      { field: 'enabled', before: true, then: false, now: false },
      { field: 'roles', before: ['a'], then: ['a', 'b'], now: [] },
    ];
    expect(
      refusal(() => {
        assertUnchanged(directory, exampleRecord(), fields);
      }),
    ).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: `${ANA_EMAIL} has changed since record ${recordId(1)}: given name, roles`,
      hint: [
        'Nothing was changed.',
        'given name: Ana before, Anna then, Annie now',
        'roles: a before, a, b then, (none) now',
        `To restore the earlier values anyway: sf-admin history undo ${recordId(1)} --force`,
      ].join('\n'),
    });
  });
});
