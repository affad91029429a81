import { readFile, rm, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Directory } from '../../../src/lib/directory.js';
import { sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { linkHash } from '../../../src/lib/history/file/head.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { undoChange } from '../../../src/lib/undo/undo-change.js';
import { enableUser } from '../../../src/lib/users/changes/enable-user.js';
import { disableUser } from '../../../src/lib/users/changes/disable-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { readHistory } from '../../helpers/read-history.js';
import { AGREED } from '../changes/agreement.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';

const user = (number: number) => `5af10000-0000-4000-8000-00000000000${number}`;
const [BEN, CHLOE, DANA] = [user(2), user(3), user(4)];

describe('undoChange', () => {
  const folder = temporaryFolder();
  const file = () => sandboxHistory(folder.path('data'));
  let directory: Directory;
  let isEnabled: () => boolean;
  let id: string;

  beforeEach(async () => {
    const state = seedState();
    isEnabled = () => state.pools[SANDBOX_POOL_ID]!.users[BEN]!.enabled;
    directory = openTestDirectory({ store: new MemoryStore(state), dataFolder: folder.path('data') });
    id = await change(BEN);
  });

  /** Disables a user, or enables one, and returns the ID of the record. */
  async function change(user: string, reason?: string, enables = false): Promise<string> {
    const plan = enables
      ? await enableUser(directory, { user })
      : await disableUser(directory, { user, signOut: false });
    const [outcome] = await carryOut(directory, [plan], { ...AGREED, reason });
    return outcome!.recordId!;
  }

  /** Writes the lines of a text with the hashes and the head that belong to them. */
  async function rewriteChain(text: string): Promise<void> {
    let hash = '0'.repeat(64);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const chained = line.replace(/"prev":"[^"]*"/, `"prev":"${hash}"`);
        hash = linkHash(chained);
        return chained;
      });
    await writeFile(file(), `${lines.join('\n')}\n`);
    await writeFile(`${file()}.head`, JSON.stringify({ n: lines.length, hash }));
  }

  it('restores the values before the change, with a record of its own that names the undone one', async () => {
    await carryOut(directory, [await undoChange(directory, { id, force: false })], AGREED);
    const { records } = await readHistory(file());
    expect({ enabled: isEnabled(), undoes: records.map(({ undoes }) => undoes) }).to.deep.equal({
      enabled: true,
      undoes: [null, id],
    });
  });

  it('finds the record by an unambiguous part of its ID', async () => {
    const { undoes } = await undoChange(directory, { id: id.slice(-8).toLowerCase(), force: false });
    expect(undoes).to.equal(id);
  });

  it('refuses an ID that no record has', async () => {
    const { code } = await rejection(undoChange(directory, { id: '01KAEXAMPLE', force: false }));
    expect(code).to.equal('RECORD_NOT_FOUND');
  });

  it('refuses a record of another pool, wherever it is found', async () => {
    await rewriteChain((await readFile(file(), 'utf8')).replaceAll(SANDBOX_POOL_ID, 'eu-west-1_Other'));
    const { code, message } = await rejection(undoChange(directory, { id, force: true }));
    expect([code, message, isEnabled()]).to.deep.equal([
      'NOT_UNDOABLE',
      `record ${id} belongs to user pool eu-west-1_Other, but context sandbox acts on ${SANDBOX_POOL_ID}`,
      false,
    ]);
  });

  it('refuses a record with a line beyond the head until another change covers it, even with force', async () => {
    const head = await readFile(`${file()}.head`, 'utf8');
    const other = await change(CHLOE);
    await writeFile(`${file()}.head`, head);
    const { code, message, hint } = await rejection(undoChange(directory, { id: other, force: true }));
    expect({ code, message, hint }).to.deep.equal({
      code: 'HISTORY_ALTERED',
      message: `record ${other} cannot be trusted: the head of the history does not cover it`,
      hint:
        `Nothing was written. To compare it with the current state: sf-admin history show ${other}\n` +
        'The next change that is recorded covers it.',
    });
    // One that the head covers is not affected.
    expect((await undoChange(directory, { id, force: false })).undoes).to.equal(id);
    await change(DANA);
    expect((await undoChange(directory, { id: other, force: false })).undoes).to.equal(other);
  });

  it('refuses a record without a head', async () => {
    await rm(`${file()}.head`);
    expect((await rejection(undoChange(directory, { id, force: true }))).code).to.equal('HISTORY_ALTERED');
  });

  for (const [what, damage] of [
    ['altered', (lines: string[]) => lines.map((line) => line.replace('"CHLOE"', '"NOBODY"'))],
    ['missing', (lines: string[]) => lines.toSpliced(2, 1)],
    ['cut off', (lines: string[]) => lines.slice(0, 2)],
    ['unreadable', (lines: string[]) => lines.with(2, '{')],
  ] as const) {
    it(`refuses a record after which lines are ${what}, unless forced`, async () => {
      await change(CHLOE, 'CHLOE');
      const lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
      await writeFile(file(), `${damage(lines).join('\n')}\n`);
      const { code, message } = await rejection(undoChange(directory, { id, force: false }));
      expect([code, message.split(': ')[0]]).to.deep.equal([
        'HISTORY_ALTERED',
        `the history is damaged after record ${id}`,
      ]);
      expect((await undoChange(directory, { id, force: true })).undoes).to.equal(id);
    });
  }

  it('does not look at what comes before the record', async () => {
    const later = await change(CHLOE);
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('"before":true', '"before":null'));
    expect((await undoChange(directory, { id: later, force: false })).undoes).to.equal(later);
  });

  it('refuses if the user was changed later, also by a clock that was set back', async () => {
    const later = await change(BEN, 'later', true);
    const again = await change(BEN);
    const early = (text: string, of: string) => text.replaceAll(of, `00${of.slice(2)}`);
    const text = early(early(await readFile(file(), 'utf8'), later), again);
    await rewriteChain(text);
    const { code, hint } = await rejection(undoChange(directory, { id, force: false }));
    expect([code, hint?.includes(`00${again.slice(2)}`)]).to.deep.equal(['CHANGED_UNDERNEATH', true]);
  });

  it('refuses a record whose lines were altered, even with force', async () => {
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('"before":true', '"before":false'));
    const { code } = await rejection(undoChange(directory, { id, force: true }));
    expect([code, isEnabled()]).to.deep.equal(['HISTORY_ALTERED', false]);
  });
});
