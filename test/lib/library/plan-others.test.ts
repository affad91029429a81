import { expect } from 'chai';

import {
  carryOut,
  describeClient,
  disableUser,
  editClientUrls,
  enableUser,
  getUser,
  undoChange,
} from '../../../src/lib/library/index.js';
import { rejection } from '../conventions/refusal.js';
import { ANA, ownSandbox } from './own-sandbox.js';

const URL = 'https://staging.stackflow-tech.com/auth/callback';

describe('the changes of the library to an app client', () => {
  const sandbox = ownSandbox();

  for (const [list, key] of [
    ['callback', 'callbackUrls'],
    ['logout', 'logoutUrls'],
  ] as const) {
    it(`add a ${list} URL, and remove it, and leave everything else as it is`, async () => {
      const directory = await sandbox().openDirectory();
      const { lastModifiedDate: _, ...before } = await describeClient(directory);
      await carryOut(directory, await editClientUrls(directory, { list, action: 'add', urls: [URL] }));
      expect((await describeClient(directory))[key]).to.deep.equal([...(before[key] ?? []), URL]);

      const removal = await editClientUrls(directory, { list, action: 'remove', urls: [URL] });
      await carryOut(directory, removal, { yes: true });
      const { lastModifiedDate: __, ...after } = await describeClient(directory);
      expect(after).to.deep.equal(before);
    });
  }

  it('refuse a URL that Cognito does not accept, and a client that is not there', async () => {
    const directory = await sandbox().openDirectory();
    const add = { list: 'callback', action: 'add' } as const;
    const codes = [
      await rejection(editClientUrls(directory, { ...add, urls: ['http://example.com/callback'] })),
      await rejection(editClientUrls(directory, { ...add, urls: [URL], clientId: 'missing' })),
    ].map(({ code }) => code);
    expect(codes).to.deep.equal(['INVALID_URL', 'CLIENT_NOT_FOUND']);
  });
});

describe('undoChange of the library', () => {
  const sandbox = ownSandbox();

  it('restores the values from before, once', async () => {
    const directory = await sandbox().openDirectory();
    const { recordId } = await carryOut(directory, await disableUser(directory, { user: ANA }), { yes: true });
    const undo = await undoChange(directory, { recordId: recordId ?? '' });
    expect((await carryOut(directory, undo, { yes: true })).message).to.equal(`Reverted users disable on ${ANA}.`);
    expect((await getUser(directory, ANA)).enabled).to.equal(true);
  });

  it('is refused if the target has changed since, unless it is forced', async () => {
    const directory = await sandbox().openDirectory();
    const disabled = await carryOut(directory, await disableUser(directory, { user: ANA }), { yes: true });
    await carryOut(directory, await enableUser(directory, { user: ANA }), { yes: true });
    await carryOut(directory, await disableUser(directory, { user: ANA }), { yes: true });
    const recordId = disabled.recordId ?? '';
    expect((await rejection(undoChange(directory, { recordId }))).code).to.equal('CHANGED_UNDERNEATH');
    expect((await undoChange(directory, { recordId, force: true })).isUnchanged).to.equal(false);
  });

  it('is refused for a record that is not there', async () => {
    const directory = await sandbox().openDirectory();
    const recordId = '01M7YF3M2ZBSRVG354N1927E3A';
    expect((await rejection(undoChange(directory, { recordId }))).code).to.equal('RECORD_NOT_FOUND');
  });
});
