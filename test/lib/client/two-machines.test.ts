import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';
import fc from 'fast-check';
import { carryOut } from '../../../src/lib/changes/carry-out.js';
import { editUrls, type EditUrlsInput } from '../../../src/lib/client/edit-urls.js';
import { readClient } from '../../../src/lib/client/read-client.js';
import type { Directory } from '../../../src/lib/directory.js';
import { SANDBOX_CLIENT_ID, SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import type { ClientUrl } from '../../../src/lib/model/names.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { AGREED } from '../changes/agreement.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { MemoryStore } from '../sandbox/memory-store.js';

/** Milliseconds that a request or a response takes at most. */
const SLOWEST = 6;
/** Longer than a read, a write, and what a machine does in between. */
const SETTLE_MS = 120;

const A = 'https://a.example.com/callback' as ClientUrl;
const B = 'https://b.example.com/callback' as ClientUrl;
const EDITS: Readonly<Record<string, readonly [EditUrlsInput, EditUrlsInput]>> = {
  'add a URL each': [
    { list: 'CallbackURLs', action: 'add', urls: [A] },
    { list: 'CallbackURLs', action: 'add', urls: [B] },
  ],
  'add a URL and remove another': [
    { list: 'LogoutURLs', action: 'add', urls: [A] },
    { list: 'LogoutURLs', action: 'remove', urls: [B] },
  ],
  'edit two lists': [
    { list: 'CallbackURLs', action: 'add', urls: [A] },
    { list: 'LogoutURLs', action: 'add', urls: [B] },
  ],
};

/** More schedules with MACHINE_RUNS=200. */
const RUNS = Number(process.env.MACHINE_RUNS ?? 5);

describe('two machines that edit one app client at the same time', () => {
  const folder = temporaryFolder();

  /** A machine with a data folder of its own, so that no lock is shared, and a network that delays what it sends and gets. */
  function machine(name: string, store: MemoryStore, delays: readonly number[]): Directory {
    const directory = openTestDirectory({ store, dataFolder: folder.path(name) });
    let calls = 0;
    const pause = () => delay(delays[calls++ % delays.length]);
    const slow = async <Output>(call: () => Promise<Output>): Promise<Output> => {
      await pause();
      const output = await call();
      await pause();
      return output;
    };
    const { cognito } = directory;
    return {
      ...directory,
      endpoint: { ...directory.endpoint, settleMs: SETTLE_MS },
      cognito: {
        ...cognito,
        call: (operation, input) => slow(() => cognito.call(operation, input)),
        callRaw: (operation, input) => slow(() => cognito.callRaw(operation, input)),
      },
    };
  }

  const edit = async (directory: Directory, input: EditUrlsInput) => {
    const [outcome] = await carryOut(directory, [await editUrls(directory, input)], AGREED);
    return outcome?.error?.code ?? 'done';
  };
  /** Registers what is to be removed. */
  const removable = (store: MemoryStore, inputs: readonly EditUrlsInput[]) =>
    store.update((state) => {
      const { settings } = state.pools[SANDBOX_POOL_ID]!.clients[SANDBOX_CLIENT_ID]!;
      for (const { list, action, urls } of inputs) {
        if (action === 'remove') settings[list] = [...(settings[list] ?? []), ...urls];
      }
    });
  const delays = fc.array(fc.nat({ max: SLOWEST }), { minLength: 3, maxLength: 16 });

  for (const [what, inputs] of Object.entries(EDITS)) {
    it(`lose nothing that was reported as done, if they ${what}`, () =>
      fc.assert(
        fc.asyncProperty(delays, delays, fc.nat({ max: 3 * SLOWEST }), async (ofOne, ofOther, later) => {
          const store = new MemoryStore(seedState());
          await removable(store, inputs);
          const [one, other] = [machine('one', store, ofOne), machine('other', store, ofOther)];
          const codes = await Promise.all([edit(one, inputs[0]), delay(later).then(() => edit(other, inputs[1]))]);
          const { client } = await readClient(one);
          const stand = inputs.map(({ list, action, urls }) =>
            urls.every((url) => (client[list] ?? []).includes(url) === (action === 'add')),
          );
          // NOT_VERIFIED is honest: the other one's write came between this one's read and its write.
          expect(codes.filter((code, index) => code === 'done' && stand[index] === false)).to.deep.equal([]);
        }),
        { numRuns: RUNS },
      ));
  }
});
