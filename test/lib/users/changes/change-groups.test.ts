import { expect } from 'chai';

import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { BUILT_IN_CONTEXTS } from '../../../../src/lib/config/built-in.js';
import { seedState } from '../../../../src/lib/sandbox/seed/seed.js';
import { addToGroup, removeFromGroup } from '../../../../src/lib/users/changes/change-groups.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { NOBODY } from '../../changes/agreement.js';
import { rejection } from '../../conventions/refusal.js';
import { MemoryStore } from '../../sandbox/memory-store.js';

const BEN = 'ben.carter@tenant-one.example';
const DAVID_OPERATOR = 'david.okafor@tenant-one.example';
const [{ conventions }] = BUILT_IN_CONTEXTS as [(typeof BUILT_IN_CONTEXTS)[number]];

describe('a group that counts as a privileged role', () => {
  const directory = (isProtected: boolean) =>
    openTestDirectory({
      store: new MemoryStore(seedState()),
      context: { protected: isProtected, conventions: { ...conventions, privilegedGroups: ['operators'] } },
    });

  it('is not granted unasked', async () => {
    const there = directory(false);
    const change = await addToGroup('operators')(there, BEN);
    const error = await rejection(carryOut(there, [change], NOBODY));
    expect([error.code, error.hint?.split('\n')[0]]).to.deep.equal([
      'CONFIRMATION_REQUIRED',
      `${BEN} would be in operators, which is privileged.`,
    ]);
  });

  it('is granted in a protected user pool only with the name of the user, for which --yes is not enough', async () => {
    const there = directory(true);
    const change = await addToGroup('operators')(there, BEN);
    const error = await rejection(carryOut(there, [change], { ...NOBODY, yes: true }));
    const [outcome] = await carryOut(there, [change], { ...NOBODY, confirm: BEN });
    expect([error.code, outcome?.changed]).to.deep.equal(['CONFIRMATION_REQUIRED', true]);
  });

  it('is taken away unasked', async () => {
    const there = directory(true);
    const [outcome] = await carryOut(there, [await removeFromGroup('operators')(there, DAVID_OPERATOR)], NOBODY);
    expect(outcome?.changed).to.equal(true);
  });
});
