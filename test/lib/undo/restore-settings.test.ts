import { expect } from 'chai';
import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { AskedSetting } from '../../../src/lib/changes/settings/set-settings.js';
import { setClient } from '../../../src/lib/client/set-client.js';
import { scopeChange } from '../../../src/lib/client/settings/client-settings.js';
import type { Directory } from '../../../src/lib/directory.js';
import { restoreSettings } from '../../../src/lib/undo/restore-settings.js';
import { AGREED } from '../changes/agreement.js';
import { askedForClient, describedClient, openClient, shownOfClient } from '../client/settings/sandbox-client.js';
import { CLIENT_VALUES } from '../client/settings/client-values.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { POOL_VALUES, TRIGGER_VALUES } from '../pool/settings/pool-values.js';
import { askedFor, described, moved, openPool, set, shown, tagged } from '../pool/settings/sandbox-pool.js';
import { exampleRecord } from './example-record.js';

describe('restoreSettings', () => {
  const folder = temporaryFolder();
  const open = () => openPool(folder.path('data'));

  async function setOnClient(directory: Directory, asked: readonly AskedSetting[]) {
    const [outcome] = await carryOut(directory, [await setClient(directory, asked)], AGREED);
    return outcome!;
  }

  async function undo(directory: Directory, { plan }: Awaited<ReturnType<typeof set>>, { force = false } = {}) {
    const { operation, target, fields } = plan;
    const change = await restoreSettings(directory, exampleRecord({ operation, target, fields }), { force });
    const [outcome] = await carryOut(directory, [change], AGREED);
    return outcome!;
  }

  /** Paths that differ, other than in how a value is written: in another unit, or a default in words. */
  const others = (paths: readonly string[], moves: readonly string[]) =>
    paths.filter((path) => !moves.some((allowed) => path.startsWith(allowed)));

  for (const { flag, values, moves, after = [] } of [...POOL_VALUES, ...TRIGGER_VALUES]) {
    it(`sets ${flag} of a pool back, and nothing else`, async () => {
      const directory = open();
      await set(
        directory,
        after.map(([name, text]) => askedFor(name, text)),
      );
      for (const text of values) {
        const [before, meant] = [await described(directory), await shown(directory)];
        const outcome = await set(directory, [askedFor(flag, text)]).catch(() => undefined);
        if (outcome?.changed !== true) continue;
        const undone = await undo(directory, outcome);
        expect([undone.error, undone.plan.operation]).to.deep.equal([undefined, 'history.undo']);
        expect(await shown(directory), text).to.deep.equal(meant);
        expect(others(moved(before, await described(directory)), moves), text).to.deep.equal([]);
      }
    });
  }

  for (const { flag, values, moves } of CLIENT_VALUES) {
    it(`sets ${flag} of an app client back, and nothing else`, async () => {
      const directory = openClient(folder.path('data'));
      for (const text of values) {
        const [before, meant] = [await describedClient(directory), await shownOfClient(directory)];
        const outcome = await setOnClient(directory, [askedForClient(flag, text)]).catch(() => undefined);
        if (outcome?.changed !== true) continue;
        expect((await undo(directory, outcome)).error).to.equal(undefined);
        expect(await shownOfClient(directory), text).to.deep.equal(meant);
        expect(others(moved(before, await describedClient(directory)), moves), text).to.deep.equal([]);
      }
    });
  }

  it('takes back only the items that were added to a list or removed from it', async () => {
    const directory = openClient(folder.path('data'));
    const outcome = await setOnClient(directory, scopeChange(['phone'], ['profile']));
    await setOnClient(directory, scopeChange(['aws.cognito.signin.user.admin'], []));
    const { plan } = await undo(directory, outcome);
    expect(plan.fields[0]?.after).to.deep.equal(['email', 'openid', 'aws.cognito.signin.user.admin', 'profile']);
  });

  it('refuses if the setting has changed since, unless forced', async () => {
    const directory = open();
    const outcome = await set(directory, [askedFor('password-min-length', '14'), askedFor('password-symbols', 'off')]);
    await set(directory, [askedFor('password-min-length', '20')]);
    const { code, hint } = await rejection(undo(directory, outcome));
    expect([code, hint?.split('\n')[1]]).to.deep.equal([
      'CHANGED_UNDERNEATH',
      'passwordPolicy.minimumLength: 12 before, 14 then, 20 now',
    ]);
    const { plan } = await undo(directory, outcome, { force: true });
    expect(plan.fields.map(({ field, after }) => [field, after])).to.deep.equal([
      ['passwordPolicy.minimumLength', 12],
      ['passwordPolicy.requireSymbols', true],
    ]);
  });

  it('says what it reverted, and of which record', async () => {
    const directory = open();
    const { plan } = await undo(directory, await set(directory, tagged(['cost=1'])));
    expect([plan.doneMessage, plan.undoes]).to.deep.equal([
      'Reverted pool set on stackflow-sandbox.',
      exampleRecord({}).id,
    ]);
  });

  it('refuses a record with a setting that this version does not know', async () => {
    const directory = open();
    const target = { kind: 'pool', id: 'us-east-1_Sandbox01', label: 'web', tenantId: null } as const;
    const record = exampleRecord({ operation: 'pool.set', target, fields: [{ field: 'future', before: 1, after: 2 }] });
    const restored = Promise.resolve().then(() => restoreSettings(directory, record, { force: false }));
    expect((await rejection(restored)).code).to.equal('NOT_UNDOABLE');
  });
});
