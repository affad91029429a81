import { expect } from 'chai';

import { ANY_CREDENTIALS, whileServed, writeLiveContext } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { itInTerminal, Terminal } from '../helpers/terminal.js';

const BEN = 'ben.carter@tenant-one.example';

describe('a question in a terminal', () => {
  const place = ownPlace();

  for (const [what, settings, typed, wrong] of [
    ['a confirmation', [], ['y', 'Enter'], ['Enter']],
    ['a typed name', ['protected: true'], [BEN, 'Enter'], ['Enter']],
  ] as const) {
    itInTerminal(`is not answered by what was typed before it: ${what}`, () =>
      whileServed(
        place(),
        async (url) => {
          await writeLiveContext(place(), url, ...settings);
          const terminal = await Terminal.start(['users', 'disable', BEN, '--sign-out'], {
            place: place(),
            env: ANY_CREDENTIALS,
          });
          try {
            // The first request takes a second, in which the question is not there yet.
            await terminal.waitFor(/user pool/);
            await terminal.type(...typed);
            await terminal.waitFor(/Continue\?|to continue:/);
            await terminal.type(...wrong);
            expect([await terminal.exitCode(), (await place().user(BEN))?.enabled]).to.deep.equal([130, true]);
          } finally {
            await terminal.close();
          }
        },
        { latencyMs: 1_000 },
      ),
    );
  }

  itInTerminal('is not answered by what was typed before it: a choice of tenants', () =>
    whileServed(
      place(),
      async (url) => {
        await writeLiveContext(place(), url);
        const argv = ['users', 'create', 'nina@tenant-one.example', '--role', 'itsm_agent'];
        const terminal = await Terminal.start(argv, { place: place(), env: ANY_CREDENTIALS });
        try {
          await terminal.waitFor(/user pool/);
          await terminal.type('Enter', 'Enter');
          await terminal.waitFor(/Tenant/);
          await terminal.type('C-c');
          expect([await terminal.exitCode(), await place().user('nina@tenant-one.example')]).to.deep.equal([
            130,
            undefined,
          ]);
        } finally {
          await terminal.close();
        }
      },
      { latencyMs: 1_000 },
    ),
  );
});
