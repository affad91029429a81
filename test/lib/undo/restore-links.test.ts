import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Change } from '../../../src/lib/changes/change.js';
import type { Directory } from '../../../src/lib/directory.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { signInFederated } from '../../../src/lib/sandbox/operations/identity-providers/federated-user.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { findClient } from '../../../src/lib/sandbox/sign-in/client-access.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { identitiesOf } from '../../../src/lib/model/user.js';
import { linkIdentity, unlinkIdentity } from '../../../src/lib/users/changes/change-links.js';
import { findUser } from '../../../src/lib/users/read/find-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED, NOBODY } from '../changes/agreement.js';
import { rejection } from '../conventions/refusal.js';
import { MemoryStore } from '../sandbox/memory-store.js';

const ANA = 'ana.silva@tenant-one.example';
const ONE = { provider: 'AzureAD', subject: 'ana one' };
const TWO = { provider: 'AzureAD', subject: 'two' };

describe('restoreLinks', () => {
  let directory: Directory;
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore(seedState());
    directory = openTestDirectory({ store });
  });

  async function record(change: Promise<Change>): Promise<string> {
    const [outcome] = await carryOut(directory, [await change], AGREED);
    return outcome?.recordId ?? '';
  }
  const undo = (id: string, force = false) => undoChange(directory, { id, force });
  const subjects = async () => identitiesOf(await findUser(directory, ANA))?.map(({ subject }) => subject);

  it('unlinks what was linked, and leaves other identities alone', async () => {
    const first = await record(linkIdentity()(directory, ANA, ONE));
    await record(linkIdentity()(directory, ANA, TWO));
    const change = await undo(first, true);
    const [outcome] = await carryOut(directory, [change], AGREED);
    expect([outcome?.changed, change.fields, await subjects()]).to.deep.equal([
      true,
      [{ field: 'identities', before: ['AzureAD ana one', 'AzureAD two'], after: ['AzureAD two'], relative: true }],
      ['two'],
    ]);
  });

  it('links what was unlinked, which has to be confirmed as every link', async () => {
    await record(linkIdentity()(directory, ANA, ONE));
    const id = await record(unlinkIdentity()(directory, ANA, ONE));
    const unconfirmed = await rejection(carryOut(directory, [await undo(id)], NOBODY));
    await record(undo(id));
    expect([unconfirmed.code, await subjects()]).to.deep.equal(['CONFIRMATION_REQUIRED', ['ana one']]);
  });

  it('has nothing to do if it was undone already', async () => {
    const id = await record(linkIdentity()(directory, ANA, ONE));
    await record(unlinkIdentity()(directory, ANA, ONE));
    const [outcome] = await carryOut(directory, [await undo(id)], AGREED);
    expect(outcome?.changed).to.equal(false);
  });

  it('refuses an identity that has signed in since, which made a user of its own', async () => {
    await record(linkIdentity()(directory, ANA, TWO));
    const id = await record(unlinkIdentity()(directory, ANA, TWO));
    await store.update((state) => {
      const claims = { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'two@corp.example' };
      signInFederated(findClient(state, SANDBOX_CLIENT_ID), { ...TWO, claims }, Date.now());
    });
    const error = await rejection(undo(id));
    expect([error.code, error.message]).to.deep.equal([
      'NOT_UNDOABLE',
      `users unlink ${ANA} cannot be undone: AzureAD two has already signed in, as user AzureAD_two`,
    ]);
  });
});
