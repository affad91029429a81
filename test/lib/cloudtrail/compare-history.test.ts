import { expect } from 'chai';

import { compareTrail } from '../../../src/lib/cloudtrail/compare-history.js';
import { type TrailEvent, trailEventFrom } from '../../../src/lib/cloudtrail/trail-event.js';
import type { Finished, Started } from '../../../src/lib/history/file/entry.js';
import { type ChangeRecord, toRecord } from '../../../src/lib/history/record.js';
import { finished, recordId, started } from '../history/example-history.js';
import { adminCall, pageCall, userCall } from './trail.js';

const POOL = { poolId: 'us-east-1_Pool', region: 'us-east-1' };
const OPS = 'arn:aws:sts::111122223333:assumed-role/ops/ana';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 3, minute)).toISOString();

/** An event of a change, at a minute. */
function change(requestID: string, minute: number, eventName = 'AdminDisableUser', fields: object = {}): object {
  return { ...adminCall('c1d2', at(minute), POOL.poolId), eventName, requestID, ...fields };
}

/** A record that was started at a minute, with the requests that it made. */
function record(minute: number, ...requestIds: string[]): ChangeRecord {
  return toRecord(
    { v: 1, n: 1, prev: '', ...started(minute) } as Started,
    { v: 1, n: 2, prev: '', ...finished(minute), requestIds } as Finished,
  );
}

/** A record that was started at a minute, of a process that was killed. */
function openRecord(minute: number): ChangeRecord {
  return toRecord({ v: 1, n: 1, prev: '', ...started(minute) } as Started, undefined);
}

async function compared(events: readonly object[], records: readonly ChangeRecord[], since?: string) {
  async function* each<T>(all: readonly T[]): AsyncGenerator<T, void, undefined> {
    await Promise.resolve();
    yield* all;
  }
  const read = events.map((event) => trailEventFrom(event) as TrailEvent);
  return compareTrail(each(read), each(records), { ...POOL, since });
}

describe('compareTrail', () => {
  it('finds nothing if each change has its record', async () => {
    const events = [change('r3', 3), change('r1', 1), change('r2', 2)];
    expect(await compared(events, [record(1, 'r1', 'r2', 'r3')])).to.deep.equal({
      differences: [],
      ...{ events: 3, matched: 3, records: 1, unknown: 0 },
    });
  });

  it('finds what was changed past sf-admin, with who did it', async () => {
    const { differences } = await compared([change('r1', 1), change('x', 2), change('r3', 3)], [record(1, 'r1', 'r3')]);
    expect(differences).to.deep.equal([
      {
        ...{ finding: 'NO_RECORD', at: at(2), requestId: 'x', operation: 'AdminDisableUser' },
        ...{ record: null, target: 'c1d2', by: OPS },
      },
    ]);
  });

  it('finds a record whose request is not in the log', async () => {
    const { differences } = await compared(
      [change('r0', 0), change('r9', 9)],
      [record(4, 'r4'), record(0, 'r0', 'r9')],
    );
    expect(differences).to.deep.equal([
      {
        ...{ finding: 'NO_EVENT', at: at(4), requestId: 'r4', operation: 'users.disable' },
        ...{ record: recordId(4), target: 'ana@example.com', by: 'AKIAEXAMPLE' },
      },
    ]);
  });

  it('does not look for the events of records before or after the time of the log', async () => {
    const { differences, records } = await compared(
      [change('r4', 4), change('r5', 5)],
      [record(3, 'r3'), record(4, 'r4', 'r5'), record(6, 'r6')],
    );
    expect([differences, records]).to.deep.equal([[], 1]);
  });

  it('begins at a time, for events and for records, and still knows what was started before', async () => {
    const { differences, events, matched, records } = await compared(
      [change('x', 1), change('r5', 5), change('r6', 6), change('y', 8)],
      [record(2, 'r2'), record(3, 'r5'), record(6, 'r6')],
      at(4),
    );
    expect([differences.map(({ requestId }) => requestId), events, matched, records]).to.deep.equal([['y'], 3, 2, 1]);
  });

  it('counts the changes of that time whose outcome is not known', async () => {
    const log = [change('r1', 61), change('r2', 70)];
    const unknown = [
      record(62, 'r1', 'r2'),
      openRecord(60),
      openRecord(70),
      { ...record(64), result: 'unknown' as const },
    ];
    const before = [openRecord(0), { ...record(59), result: 'unknown' as const }];
    expect((await compared(log, [...unknown, ...before, openRecord(71)])).unknown).to.equal(3);
  });

  const others: readonly (readonly [what: string, event: object])[] = [
    ['a read', change('x', 1, 'AdminGetUser')],
    ['a list', change('x', 1, 'ListUsers')],
    ['a change that failed', change('x', 1, 'AdminDisableUser', { errorCode: 'UserNotFoundException' })],
    ['a sign-in by an administrator', change('x', 1, 'AdminInitiateAuth')],
    ['a change of another pool', { ...adminCall('a', at(1), 'us-east-1_Other'), eventName: 'AdminDisableUser' }],
    ['a change in another region', change('x', 1, 'AdminDisableUser', { awsRegion: 'eu-west-1' })],
    ['a change of another service', change('x', 1, 'CreateBucket', { eventSource: 's3.amazonaws.com' })],
    ['what a user changes', userCall('a', at(1), { eventName: 'DeleteUser' })],
    ["what a user's app changes", change('x', 1, 'UpdateUserAttributes')],
    ['a request to the hosted UI', pageCall('Login_POST', at(1), POOL.poolId)],
  ];
  for (const [what, event] of others) {
    it(`passes over ${what}`, async () => {
      expect((await compared([event], [])).differences).to.deep.equal([]);
    });
  }

  for (const name of [
    'AdminUserGlobalSignOut',
    'CreateGroup',
    'UpdateUserPool',
    'SetUserPoolMfaConfig',
    'DeleteUserPoolClient',
    'StartUserImportJob',
    'TagResource',
    'AddCustomAttributes',
  ]) {
    it(`takes ${name} for a change`, async () => {
      expect((await compared([change('x', 1, name)], [])).differences.map(({ operation }) => operation)).to.deep.equal([
        name,
      ]);
    });
  }
});
