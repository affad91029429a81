import { expect } from 'chai';

import { sandboxHistory } from '../../src/lib/history/history-stores.js';
import { whileServed } from '../helpers/live-context.js';
import { ownPlace } from '../helpers/place.js';
import { type BinResult, requireBuild, runBin } from '../helpers/run-bin.js';
import { outcomesIn } from '../helpers/outcomes.js';
import { readHistory, verifyHistory } from '../helpers/read-history.js';

const SIX = Array.from({ length: 6 }, (_, index) => index);
const NEEDED = ['--tenant', 'tenant_001', '--role', 'itsm_agent'];

describe('built commands that run at the same time', () => {
  before(requireBuild);
  const place = ownPlace();
  const runAll = (lines: readonly (readonly string[])[]): Promise<BinResult[]> =>
    Promise.all(lines.map((argv) => runBin(argv, { place: place(), timeoutMs: 110_000 })));

  for (const [where, around] of [
    ['in process', (work: (flags: string[]) => Promise<void>) => work([])],
    [
      'over HTTP',
      (work: (flags: string[]) => Promise<void>) => whileServed(place(), (url) => work(['--endpoint-url', url])),
    ],
  ] as const) {
    it(`six client add-callback register all six URLs and change no other setting, ${where}`, async () => {
      const { clients: before } = await place().pool();
      const urls = SIX.map((number) => `https://n${number}.example/callback`);
      await around(async (flags) => {
        const results = await runAll(urls.map((url) => ['client', 'add-callback', url, ...flags]));
        expect(results.map(({ code, stderr }) => ({ code, stderr }))).to.deep.equal(
          SIX.map(() => ({ code: 0, stderr: '' })),
        );
      });
      const [[id, client] = ['', undefined]] = Object.entries((await place().pool()).clients);
      const { CallbackURLs: now, ...others } = client!.settings;
      const { CallbackURLs: then, ...othersBefore } = before[id]!.settings;
      expect({ now: [...now!].sort(), others }).to.deep.equal({
        now: [...then!, ...urls].sort(),
        others: othersBefore,
      });
    });
  }

  it('three users set-attributes --add-role on one user add all three roles', async () => {
    const ben = 'ben.carter@tenant-one.example';
    const roles = ['itsm_admin', 'cloud_admin', 'super_admin'];
    const results = await runAll(
      roles.map((role) => ['users', 'set-attributes', ben, '--add-role', role, '--yes', '-q']),
    );
    const stored = (await place().user(ben))?.attributes['custom:role'];
    expect({ codes: results.map(({ code }) => code), stored }).to.deep.equal({
      codes: [0, 0, 0],
      stored: ['itsm_agent', ...roles].join(','),
    });
  });

  it('twenty users create make twenty users and twenty complete records in one chain', async () => {
    const emails = Array.from({ length: 20 }, (_, number) => `person${number}@tenant-one.example`);
    const results = await runAll(emails.map((email) => ['users', 'create', email, ...NEEDED, '-q']));
    const file = sandboxHistory(place().dataFolder);
    const { records, unreadable } = await readHistory(file);
    const created = Object.values((await place().pool()).users).map(({ attributes }) => attributes.email ?? '');
    expect({
      created: created.filter((email) => emails.includes(email)).sort(),
      failed: results.filter(({ code }) => code !== 0),
      recorded: records.map(({ target, result }) => `${target.label} ${result}`).sort(),
      unreadable,
      faults: (await verifyHistory(file)).faults,
    }).to.deep.equal({
      created: emails.toSorted(),
      failed: [],
      recorded: emails.map((email) => `${email} done`).sort(),
      unreadable: 0,
      faults: [],
    });
  });

  it('two users create --if-not-exists with one email succeed and create one user', async () => {
    const email = 'nina@tenant-one.example';
    const argv = ['users', 'create', email, ...NEEDED, '--if-not-exists', '-o', 'json'];
    const results = await runAll([argv, argv]);
    const users = Object.values((await place().pool()).users);
    expect({
      codes: results.map(({ code }) => code),
      changed: results.map(({ stdout }) => (outcomesIn(stdout)[0] as { changed: boolean }).changed).sort(),
      made: users.filter(({ attributes }) => attributes.email === email).length,
    }).to.deep.equal({ codes: [0, 0], changed: [false, true], made: 1 });
  });

  it('six processes that use the sandbox for the first time make one sandbox', async () => {
    await place().removeSandbox();
    const results = await runAll(
      SIX.map((_, index) => ['users', 'create', `nina${index}@tenant-one.example`, ...NEEDED, '-q']),
    );
    expect(results.map(({ code }) => code)).to.deep.equal(SIX.map(() => 0));
    expect(Object.keys((await place().pool()).users)).to.have.length(20 + SIX.length);
  });
});
