import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import { setClient } from '../../../src/lib/client/set-client.js';
import type { Directory } from '../../../src/lib/directory.js';
import { exportSpec } from '../../../src/lib/pool-spec/export-spec.js';
import { readLivePool } from '../../../src/lib/pool-spec/live/live-pool.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED } from '../changes/agreement.js';
import { CLIENT_VALUES } from '../client/settings/client-values.js';
import { askedForClient, shownOfClient } from '../client/settings/sandbox-client.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { POOL_VALUES, TRIGGER_VALUES } from '../pool/settings/pool-values.js';
import { askedFor, shown, trySet } from '../pool/settings/sandbox-pool.js';
import { MemoryStore } from '../sandbox/memory-store.js';
import { applyText, differing } from './apply/apply-text.js';

/** Settings that cannot be removed again once they are set. */
const STAY = ['passkey-verification', 'passkey-factor', 'refresh-token-grace'];

type Shown = (directory: Directory) => Promise<[field: string, value: unknown][]>;

/** The settings as a comparison takes them: what is off is not set. */
async function meant(show: Shown, directory: Directory): Promise<Map<string, string>> {
  const settings = await show(directory);
  return new Map(settings.map(([field, value]) => [field, JSON.stringify(value === false ? null : value)]));
}

describe('an export of a pool in which most settings are not set', () => {
  const folder = temporaryFolder();
  const open = () => openTestDirectory({ store: new MemoryStore(seedState()), dataFolder: folder.path('data') });

  /** Makes a change, expects each changed setting as a difference, and sets them back. @returns whether any changed */
  async function expectFound(
    directory: Directory,
    { subject, show, change }: { subject: string; show: Shown; change: () => Promise<unknown> },
  ): Promise<boolean> {
    const exported = exportSpec(await readLivePool(directory), 'sf-admin').text;
    expect(await differing(directory, exported)).to.deep.equal([]);
    const before = await meant(show, directory);
    await change();
    const after = await meant(show, directory);
    const changed = [...after.keys()].filter((field) => after.get(field) !== before.get(field));
    expect(await differing(directory, exported)).to.have.members(changed.map((field) => `${subject}: ${field}`));
    if (changed.length > 0) await applyText(directory, exported);
    expect(await differing(directory, exported)).to.deep.equal([]);
    return changed.length > 0;
  }

  for (const { flag, values, after = [] } of [...POOL_VALUES, ...TRIGGER_VALUES]) {
    if (STAY.includes(flag)) continue;
    it(`shows a change of ${flag} as a difference, which pool apply sets back`, async () => {
      for (const text of values) {
        const directory = open();
        for (const [other, given] of after) await trySet(directory, [askedFor(other, given)]);
        const change = () => trySet(directory, [askedFor(flag, text)]);
        if (await expectFound(directory, { subject: 'user pool', show: shown, change })) return;
      }
      expect.fail('no value changes anything');
    });
  }

  for (const { flag, values } of CLIENT_VALUES) {
    if (flag === 'name' || STAY.includes(flag)) continue;
    it(`shows a change of ${flag} of an app client as a difference, which pool apply sets back`, async () => {
      for (const text of values) {
        const directory = open();
        const change = async () =>
          carryOut(directory, [await setClient(directory, [askedForClient(flag, text)])], AGREED);
        const subject = 'app client stackflow-web';
        if (await expectFound(directory, { subject, show: shownOfClient, change })) return;
      }
      expect.fail('no value changes anything');
    });
  }
});
