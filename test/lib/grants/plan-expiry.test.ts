import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { carryOut } from '../../../src/lib/changes/carry-out.js';
import type { Directory } from '../../../src/lib/directory.js';
import { recordStart } from '../../../src/lib/history/history.js';
import { historyFile, sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { grantRole } from '../../../src/lib/grants/grant-role.js';
import { planExpiry } from '../../../src/lib/grants/plan-expiry.js';
import { SANDBOX_POOL_ID } from '../../../src/lib/model/sandbox-ids.js';
import { seedState } from '../../../src/lib/sandbox/seed/seed.js';
import type { SandboxState } from '../../../src/lib/sandbox/state/state.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { connectTo, testTable } from '../../helpers/dynamodb.js';
import { readHistory } from '../../helpers/read-history.js';
import { AGREED } from '../changes/agreement.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { MemoryStore } from '../sandbox/memory-store.js';

const BEN = '5af10000-0000-4000-8000-000000000002';
const CHLOE = '5af10000-0000-4000-8000-000000000003';
const HOUR = 3_600_000;
const at = (time: number) => new Date(time).toISOString();

describe('planExpiry', () => {
  const folder = temporaryFolder();
  let state: SandboxState;
  let directory: Directory;
  const rolesOf = (user: string) => state.pools[SANDBOX_POOL_ID]!.users[user]!.attributes['custom:role'];
  const setRolesOfBen = (roles: string) => {
    state.pools[SANDBOX_POOL_ID]!.users[BEN]!.attributes['custom:role'] = roles;
  };
  const open = () => openTestDirectory({ store: new MemoryStore(state), dataFolder: folder.path('data') });
  const later = () => new Date(Date.now() + 2 * HOUR);

  beforeEach(() => {
    state = seedState();
    directory = open();
  });

  async function grant(user: string): Promise<void> {
    const role = 'cloud_admin';
    await carryOut(directory, [await grantRole(directory, { user, role, until: at(Date.now() + HOUR) })], AGREED);
  }

  /** The record of a grant whose process was killed before it wrote the role, or before it recorded that it did. */
  function startGrant(until: string): Promise<string> {
    return recordStart(directory, {
      operation: 'users.grant',
      target: { kind: 'user', id: BEN, sub: BEN, label: 'ben', tenantId: 'tenant_001' },
      fields: [{ field: 'roles', before: ['itsm_agent'], after: ['itsm_agent', 'cloud_admin'], relative: true }],
      reason: null,
      undoes: null,
      grant: { role: 'cloud_admin', until },
    });
  }

  it('lets two at once take a role back once', async () => {
    await grant(BEN);
    const expire = async (one: Directory) => {
      const { changes } = await planExpiry(one, later());
      return carryOut(one, changes, { ...AGREED, isList: true });
    };
    const outcomes = (await Promise.all([expire(open()), expire(open())])).flat();
    const { records } = await readHistory(sandboxHistory(folder.path('data')));
    expect({
      changed: outcomes.map(({ changed }) => changed).sort(),
      errors: outcomes.flatMap(({ error }) => error ?? []),
      roles: rolesOf(BEN),
      operations: records.map(({ operation }) => operation),
    }).to.deep.equal({
      changed: [false, true],
      errors: [],
      roles: 'itsm_agent',
      operations: ['users.grant', 'access.expire'],
    });
  });

  it('takes a role back that a killed process may have written', async () => {
    await startGrant(at(Date.now() + HOUR));
    setRolesOfBen('itsm_agent,cloud_admin');
    const { changes } = await planExpiry(directory, later());
    await carryOut(directory, changes, AGREED);
    expect(rolesOf(BEN)).to.equal('itsm_agent');
  });

  it('leaves a role that is granted anew after the plan', async () => {
    await grant(BEN);
    const { changes } = await planExpiry(directory, later());
    const until = at(Date.now() + 5 * HOUR);
    await carryOut(directory, [await grantRole(open(), { user: BEN, role: 'cloud_admin', until })], AGREED);
    const [outcome] = await carryOut(directory, changes, AGREED);
    expect([outcome?.changed, rolesOf(BEN)]).to.deep.equal([false, 'itsm_agent,cloud_admin']);
  });

  it('leaves a role that the console took and gave again, if a change in between shows it', async () => {
    await grant(BEN);
    setRolesOfBen('itsm_agent');
    // Whether it was made or not, it has read the user.
    await recordStart(directory, {
      operation: 'users.set-attributes',
      target: { kind: 'user', id: BEN, sub: BEN, label: 'ben', tenantId: 'tenant_001' },
      fields: [{ field: 'roles', before: ['itsm_agent'], after: ['itsm_admin'] }],
      reason: null,
      undoes: null,
    });
    setRolesOfBen('itsm_agent,cloud_admin');
    const { changes } = await planExpiry(directory, later());
    await carryOut(directory, changes, AGREED);
    expect(rolesOf(BEN)).to.equal('itsm_agent,cloud_admin');
  });

  it('ends the others if one cannot be planned', async () => {
    await grant(BEN);
    await grant(CHLOE);
    const { cognito } = directory;
    const call = async (operation: 'AdminGetUser', input: { Username: string }) => {
      const user = await cognito.call(operation, input);
      return input.Username === BEN ? { ...user, Username: 'another', UserAttributes: [] } : user;
    };
    const lying: Directory = { ...directory, cognito: { ...cognito, call: call as typeof cognito.call } };
    const { changes, failed } = await planExpiry(lying, later());
    await carryOut(directory, changes, { ...AGREED, isList: true });
    expect([failed.map(({ error }) => error?.code), rolesOf(BEN), rolesOf(CHLOE)]).to.deep.equal([
      ['BAD_RESPONSE'],
      'itsm_agent,cloud_admin',
      'itsm_agent',
    ]);
  });

  describe('once a team shares the history', () => {
    const table = testTable();
    /** As in a contexts file without and with `team`. */
    const alone = () =>
      openTestDirectory({
        store: new MemoryStore(state),
        dataFolder: folder.path('data'),
        context: { endpointUrl: 'http://127.0.0.1:1' },
      });
    const inTeam = (): Directory => ({ ...alone(), table: connectTo(table()) });
    const history = () => historyFile(folder.path('data'), alone().endpoint);

    it('takes back what was granted before and since, once', async () => {
      directory = alone();
      await grant(BEN);
      directory = inTeam();
      await grant(CHLOE);
      const taken: (string | undefined)[] = [];
      for (const one of [inTeam(), directory, inTeam()]) {
        const { changes, fault } = await planExpiry(one, later());
        for (const { plan } of await carryOut(one, changes, AGREED)) taken.push(plan.target.id);
        taken.push(fault);
      }
      expect([taken, rolesOf(BEN), rolesOf(CHLOE)]).to.deep.equal([
        [BEN, CHLOE, undefined, undefined, undefined],
        'itsm_agent',
        'itsm_agent',
      ]);
    });

    it('is to run where the history is', async () => {
      const input = { user: BEN, role: 'cloud_admin', until: at(Date.now() + HOUR) };
      const notes = async (of: Directory) => (await grantRole(of, input)).notes?.[0]?.split(', ')[1];
      expect([await notes(alone()), await notes(inTeam())]).to.deep.equal([
        'on this machine',
        `on any machine whose context has the history in table ${table().name}: sf-admin access expire --yes`,
      ]);
    });

    it('says what is damaged in the file from before, though the table has later grants', async () => {
      directory = alone();
      await grant(BEN);
      directory = inTeam();
      await grant(CHLOE);
      await writeFile(history(), (await readFile(history(), 'utf8')).replace('"n":2', '"n":1'));
      const { fault } = await planExpiry(directory, later());
      expect(fault).to.match(/^line 2, of record \w+, was moved or inserted$/);
    });
  });

  describe('after a run that was interrupted', () => {
    const input = { user: BEN, role: 'cloud_admin', until: at(Date.now() + 3 * HOUR) };

    it('the end that was recorded before the write stays', async () => {
      const until = at(Date.now() + HOUR);
      await startGrant(until);
      const { grant: planned } = await grantRole(directory, { ...input, isRetried: true });
      expect(planned).to.deep.equal({ role: 'cloud_admin', until });
    });

    it('a role that was written is left as it is', async () => {
      await startGrant(at(Date.now() + HOUR));
      setRolesOfBen('itsm_agent,cloud_admin');
      const { fields } = await grantRole(directory, { ...input, isRetried: true });
      expect(fields.every(({ before, after }) => String(before) === String(after))).to.equal(true);
    });

    it('a role whose time is over is not given', async () => {
      await startGrant(at(Date.now() - HOUR));
      const { code } = await rejection(grantRole(directory, { ...input, isRetried: true }));
      expect([code, rolesOf(BEN)]).to.deep.equal(['NOT_RESUMABLE', 'itsm_agent']);
    });
  });
});
