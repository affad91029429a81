import type { UserType } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'chai';
import fc from 'fast-check';

import { readTrail } from '../../../src/lib/cloudtrail/read-trail.js';
import { findStale, type StaleUser } from '../../../src/lib/stale/find-stale.js';
import { CRITERIA } from '../../../src/lib/stale/staleness.js';
import { TrailSignals } from '../../../src/lib/stale/trail-signals.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../helpers/directory.js';
import { daysAgo, federated, NOW, person } from '../checks/people/people.js';
import { adminCall, pageCall, userCall } from '../cloudtrail/trail.js';
import { serviceError } from '../cognito/cognito-mock.js';
import { source } from '../input/source.js';
import { POOL_ANSWER } from '../users/ana.js';
import { mockUsers } from '../users/mock-users.js';

type Failure = 'denied' | 'unsupported' | undefined;

/** A user pool, and a file of CloudTrail. Times are days ago. */
interface World {
  readonly users: readonly UserType[];
  readonly sessions?: Readonly<Record<string, readonly number[]>>;
  readonly events?: Readonly<Record<string, readonly (readonly [days: number, result: string])[]>>;
  readonly devices?: Readonly<Record<string, readonly number[]>>;
  /** When the settings of the pool were changed last. */
  readonly changed?: number;
  readonly recordsEvents?: boolean;
  readonly remembersDevices?: boolean;
  readonly fails?: Readonly<Partial<Record<'sessions' | 'events' | 'devices', Failure>>>;
  readonly trail?: readonly object[];
}

const DENIED =
  'open sessions are not known: not allowed to call AdminListUserSessions on user pool us-east-1_Sandbox01: AccessDeniedException, says the service';
const POOL = POOL_ANSWER.UserPool!;
const PLACE = { poolId: POOL.Id!, region: 'us-east-1' };
const invited = (days: number) =>
  person(
    9,
    {},
    { UserStatus: 'FORCE_CHANGE_PASSWORD', UserCreateDate: daysAgo(days), UserLastModifiedDate: daysAgo(days) },
  );
const at = (days: number) => daysAgo(days).toISOString();

describe('findStale', () => {
  const cognito = mockUsers();

  function answer(world: World): void {
    const { users, sessions = {}, events = {}, devices = {}, changed = 400, fails = {} } = world;
    cognito.answer('DescribeUserPool', {
      UserPool: {
        ...POOL,
        LastModifiedDate: daysAgo(changed),
        UserPoolAddOns: { AdvancedSecurityMode: world.recordsEvents === false ? 'OFF' : 'AUDIT' },
        ...(world.remembersDevices === true && { DeviceConfiguration: {} }),
      },
    });
    cognito.answer('ListUsers', { Users: [...users] });
    const orFail = <T>(failure: Failure, value: T): T => {
      if (failure === undefined) return value;
      throw serviceError(failure === 'denied' ? 'AccessDeniedException' : 'UserPoolAddOnNotEnabledException');
    };
    cognito.answer('AdminListUserSessions', ({ Username }) =>
      orFail(fails.sessions, {
        Sessions: (sessions[Username as string] ?? []).map((days) => ({
          SessionId: 'tkn1',
          CreateDate: daysAgo(days + 1),
          LastActiveDate: daysAgo(days),
        })),
      }),
    );
    cognito.answer('AdminListUserAuthEvents', ({ Username }) =>
      orFail(fails.events, {
        AuthEvents: [...(events[Username as string] ?? [])]
          .sort(([one], [other]) => one - other)
          .map(([days, result]) => ({
            EventType: 'SignIn' as const,
            EventResponse: result as 'Pass',
            CreationDate: daysAgo(days),
          })),
      }),
    );
    cognito.answer('AdminListDevices', ({ Username }) =>
      orFail(fails.devices, {
        Devices: (devices[Username as string] ?? []).map((days) => ({
          DeviceKey: 'us-east-1_a',
          DeviceLastAuthenticatedDate: daysAgo(days),
        })),
      }),
    );
  }

  async function find(world: World, options: TestDirectoryOptions = {}, periods: object = CRITERIA) {
    answer(world);
    const trail = world.trail === undefined ? undefined : new TrailSignals(PLACE);
    try {
      const file = source(JSON.stringify({ Records: world.trail ?? [] }));
      for await (const event of readTrail(file, 'trail.json')) trail?.add(event);
      const found: StaleUser[] = [];
      const search = findStale(openTestDirectory(options), { periods, trail, includeUnknown: true, now: NOW });
      for await (const user of search.users) found.push(user);
      return { found, counts: search.counts, summary: trail?.summary() };
    } finally {
      trail?.close();
    }
  }

  const states = ({ found }: Awaited<ReturnType<typeof find>>) =>
    found.map(({ state, evidence, reason }) => (state === 'stale' ? `stale by ${evidence}` : reason));
  const [ONE] = [person(1)];
  const NAME = ONE.Username!;

  it('says of a stale user by which signal, and since when', async () => {
    const { found, counts } = await find({ users: [ONE], events: { [NAME]: [[200, 'Pass']] } });
    expect(found).to.deep.equal([
      {
        username: NAME,
        sub: NAME,
        email: 'user1@tenant-one.example',
        tenantId: 'tenant_001',
        roles: ['itsm_agent'],
        status: 'CONFIRMED',
        createdAt: at(365),
        updatedAt: at(365),
        criterion: 'inactive',
        state: 'stale',
        days: 200,
        lastSignal: 'event',
        lastSignalAt: at(200),
        evidence: 'events',
        reason: 'has not signed in or renewed tokens in the period',
      },
    ]);
    expect(counts).to.deep.equal({ read: 1, stale: 1, unknown: new Map(), deleted: 0 });
  });

  const unnamed = 'the CloudTrail file has requests in the period that may be sign-ins and name no user';
  const nobodys =
    'the CloudTrail file has requests in the period that may be sign-ins, by names that no user of the pool has';
  const off = 'the user pool records sign-ins only with threat protection, which is off';
  /** A sign-in whose record has a name of the user, and no sub. */
  const byName = (username: string, days: number, fields: object = {}) =>
    userCall(undefined, at(days), { eventName: 'AdminInitiateAuth', requestParameters: { username }, ...fields });
  const WHOLE = [userCall('somebody', at(100)), userCall('somebody', at(0.1))];
  const cases: [what: string, world: World, expected: readonly string[]][] = [
    ['nobody whose session was active', { users: [ONE], sessions: { [NAME]: [89] } }, []],
    ['one whose session was active before', { users: [ONE], sessions: { [NAME]: [91] } }, ['stale by events']],
    ['nobody whose device signed in', { users: [ONE], remembersDevices: true, devices: { [NAME]: [1] } }, []],
    ['nobody who is younger', { users: [person(1, {}, { UserCreateDate: daysAgo(89) })] }, []],
    ['nobody who is disabled', { users: [person(1, {}, { Enabled: false })] }, []],
    ['one who was invited', { users: [invited(31)] }, ['stale by status']],
    ['nobody who was invited later', { users: [invited(29)] }, []],
    [
      'one who was invited, and whose open session is older, without events',
      { users: [invited(31)], recordsEvents: false, fails: { sessions: 'unsupported' } },
      ['stale by status'],
    ],
    [
      'one who did not confirm',
      {
        users: [
          person(1, {}, { UserStatus: 'UNCONFIRMED', UserCreateDate: daysAgo(15), UserLastModifiedDate: daysAgo(15) }),
        ],
      },
      ['stale by status'],
    ],
    ['that it is not known without events', { users: [ONE], recordsEvents: false }, [off]],
    [
      'that it is not known where the recording may be younger',
      { users: [ONE], changed: 10 },
      ['sign-ins may not have been recorded in all of the period: the user pool was changed in it'],
    ],
    [
      'one whose older event shows that recording is older',
      { users: [ONE], changed: 10, events: { [NAME]: [[91, 'Fail']] } },
      ['stale by events'],
    ],
    [
      'that it is unknown for a federated user',
      { users: [federated(1)] },
      ['threat protection may not record the sign-ins of federated users'],
    ],
    ['that it is not known without sessions', { users: [ONE], fails: { sessions: 'denied' } }, [DENIED]],
    [
      'one without events whom a whole log does not name',
      { users: [ONE], recordsEvents: false, trail: WHOLE },
      ['stale by cloudtrail'],
    ],
    [
      'nobody whom the log names',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, userCall(NAME, at(50))] },
      [],
    ],
    [
      'one whom only an administrator read',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, adminCall(NAME, at(50), PLACE.poolId)] },
      ['stale by cloudtrail'],
    ],
    [
      'that it is unknown for a user whose sign-ins failed in the log',
      { users: [ONE], trail: [...WHOLE, userCall(NAME, at(50), { errorCode: 'NotAuthorizedException' })] },
      ['somebody tried to sign in as the user in the period, without success'],
    ],
    [
      'that it is not known if the log has sign-ins without names',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, pageCall('Token_POST', at(50), PLACE.poolId)] },
      [`${off}; ${unnamed}`],
    ],
    [
      'nobody whom the log names by the address, in any case',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, byName('User1@Tenant-One.example', 50)] },
      [],
    ],
    ...(['phone_number', 'preferred_username'] as const).map((alias): [string, World, readonly string[]] => [
      `nobody whom the log names by ${alias}`,
      {
        users: [person(1, { [alias]: '+15550100' })],
        recordsEvents: false,
        trail: [...WHOLE, byName('+15550100', 50)],
      },
      [],
    ]),
    [
      'that it is unknown for a user as whose address somebody failed to sign in',
      {
        users: [ONE],
        trail: [...WHOLE, byName('user1@tenant-one.example', 50, { errorCode: 'NotAuthorizedException' })],
      },
      ['somebody tried to sign in as the user in the period, without success'],
    ],
    [
      'one if the log names another user by the address',
      { users: [ONE, invited(1)], recordsEvents: false, trail: [...WHOLE, byName('user9@tenant-one.example', 50)] },
      ['stale by cloudtrail'],
    ],
    [
      'that it is not known if a sign-in in the period names nobody of the pool',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, byName('old@tenant-one.example', 50)] },
      [`${off}; ${nobodys}`],
    ],
    [
      'one if a sign-in before the period names nobody of the pool',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, byName('old@tenant-one.example', 91)] },
      ['stale by cloudtrail'],
    ],
    [
      'one if a sign-in that names nobody of the pool has the sub of somebody who was deleted',
      {
        users: [ONE],
        recordsEvents: false,
        trail: [...WHOLE, byName('old@tenant-one.example', 50, { additionalEventData: { sub: 'deleted' } })],
      },
      ['stale by cloudtrail'],
    ],
    [
      'one whom the log of another pool may name',
      { users: [ONE], recordsEvents: false, trail: [...WHOLE, pageCall('Token_POST', at(50), 'us-east-1_Other')] },
      ['stale by cloudtrail'],
    ],
    [
      'that it is not known if the log is too short',
      { users: [ONE], recordsEvents: false, trail: [userCall('somebody', at(80)), userCall('somebody', at(2))] },
      [`${off}; the CloudTrail file starts within the period; the CloudTrail file ends more than a day ago`],
    ],
  ];
  for (const [what, world, expected] of cases) {
    it(`finds ${what}`, async () => {
      expect(states(await find(world))).to.deep.equal(expected);
    });
  }

  it('looks only for what is asked', async () => {
    const users = [ONE, invited(100)];
    const { found } = await find({ users }, {}, { invited: 30 });
    expect(found.map(({ criterion }) => criterion)).to.deep.equal(['invited']);
  });

  it('names only users of the tenant, and asks about no others', async () => {
    const users = [ONE, person(2, { 'custom:tenant_id': 'tenant_002' }), person(3, { 'custom:tenant_id': undefined })];
    const { found } = await find({ users }, { tenant: 'tenant_001' });
    const asked = cognito.sent().flatMap(([, { Username }]) => (Username === undefined ? [] : [Username]));
    expect([found.map(({ username }) => username), [...new Set(asked)]]).to.deep.equal([[NAME], [NAME]]);
  });

  it('knows the names of users of other tenants', async () => {
    const users = [ONE, person(2, { 'custom:tenant_id': 'tenant_002' })];
    const world = { users, recordsEvents: false, trail: [...WHOLE, byName('user2@tenant-one.example', 50)] };
    const result = await find(world, { tenant: 'tenant_001' });
    expect([states(result), result.counts.read]).to.deep.equal([['stale by cloudtrail'], 2]);
  });

  it('lists the users once, unless the log has names without a sub', async () => {
    const lists = () => cognito.sent().filter(([name]) => name === 'ListUsers').length;
    await find({ users: [ONE], trail: [...WHOLE, userCall(NAME, at(50))] });
    const once = lists();
    await find({ users: [ONE], trail: [...WHOLE, byName(NAME, 50)] });
    expect([once, lists() - once]).to.deep.equal([1, 2]);
  });

  it('asks once for what the caller may not read', async () => {
    await find({ users: [ONE], fails: { sessions: 'denied' } });
    const users = [1, 2, 3].map((number) => person(number));
    answer({ users, fails: { sessions: 'denied' } });
    const pages = users.map((user, index) => ({ Users: [user], ...(index < 2 && { PaginationToken: `p${index}` }) }));
    cognito.answer('ListUsers', ...pages);
    const before = cognito.sent().length;
    const search = findStale(openTestDirectory(), {
      periods: CRITERIA,
      trail: undefined,
      includeUnknown: false,
      now: NOW,
    });
    for await (const user of search.users) throw new Error(`${user.username} is not known to be stale`);
    const sent = cognito.sent().slice(before);
    expect([sent.filter(([name]) => name === 'AdminListUserSessions').length, search.counts.unknown]).to.deep.equal([
      1,
      new Map([[DENIED, 3]]),
    ]);
  });

  it('leaves out who was deleted meanwhile, and counts them', async () => {
    answer({ users: [ONE] });
    cognito.answer('AdminListUserSessions', serviceError('UserNotFoundException'));
    const search = findStale(openTestDirectory(), {
      periods: CRITERIA,
      trail: undefined,
      includeUnknown: true,
      now: NOW,
    });
    for await (const user of search.users) throw new Error(`${user.username} is gone`);
    expect(search.counts).to.deep.equal({ read: 1, stale: 0, unknown: new Map(), deleted: 1 });
  });

  it('says what a log covers', async () => {
    const trail = [
      ...WHOLE,
      pageCall('Token_POST', at(50), PLACE.poolId),
      pageCall('Token_POST', at(50), 'us-east-1_Other'),
    ];
    expect((await find({ users: [], trail })).summary).to.equal(
      `The CloudTrail file has 4 records from ${at(100)} to ${at(0.1)}, 3 of them about the user pool; ` +
        '1 request that may be sign-ins names no user.',
    );
  });

  it('lists nobody who has any later signal, and everybody who is known to have none', async () => {
    const days = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(13, 14, 15, 29, 30, 31, 89, 90, 91));
    const failure = fc.option(fc.constantFrom<Failure>('denied', 'unsupported'), { nil: undefined, freq: 8 });
    const one = fc.record({
      status: fc.constantFrom(
        'CONFIRMED',
        'RESET_REQUIRED',
        'UNCONFIRMED',
        'FORCE_CHANGE_PASSWORD',
        'EXTERNAL_PROVIDER',
      ),
      enabled: fc.constantFrom(true, true, true, false),
      created: fc.oneof(days, fc.integer({ min: 90, max: 400 })),
      changed: fc.oneof(days, fc.integer({ min: 90, max: 400 })),
      sessions: fc.array(days, { maxLength: 2 }),
      events: fc.array(fc.tuple(days, fc.constantFrom('Pass', 'Fail', 'InProgress')), { maxLength: 3 }),
      devices: fc.array(days, { maxLength: 2 }),
      calls: fc.array(
        fc.record({
          days,
          by: fc.constantFrom('InitiateAuth', 'RespondToAuthChallenge', 'GetUser', 'AdminInitiateAuth', 'AdminGetUser'),
          naming: fc.constantFrom('sub', 'username', 'address'),
          errorCode: fc.constantFrom(undefined, undefined, 'NotAuthorizedException'),
        }),
        { maxLength: 3 },
      ),
    });
    const pool = fc.record({
      changed: fc.constantFrom(400, 100, 50),
      recordsEvents: fc.constantFrom(true, true, false),
      remembersDevices: fc.boolean(),
      fails: fc.record({ sessions: failure, events: failure, devices: failure }),
      log: fc.constantFrom<'none' | 'whole' | 'part' | 'unnamed' | 'nobody'>(
        'none',
        'whole',
        'part',
        'unnamed',
        'nobody',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 6 }), pool, async (people, { log, ...world }) => {
        const users = people.map(({ status, enabled, created, changed }, index) =>
          person(
            index,
            { sub: `sub-${index}` },
            {
              ...(status === 'EXTERNAL_PROVIDER' && { Username: `Okta_${index}` }),
              UserStatus: status as 'CONFIRMED',
              Enabled: enabled,
              UserCreateDate: daysAgo(created),
              UserLastModifiedDate: daysAgo(changed),
            },
          ),
        );
        const nameOf = (index: number) => users[index]!.Username!;
        const perUser = <T>(value: (index: number) => T) =>
          Object.fromEntries(people.map((_, index) => [nameOf(index), value(index)]));
        const trail = [
          ...(log === 'whole' ? WHOLE : []),
          ...(log === 'unnamed' ? [...WHOLE, pageCall('Token_POST', at(5), PLACE.poolId)] : []),
          ...(log === 'nobody' ? [...WHOLE, byName('nobody', 5)] : []),
          ...people.flatMap(({ calls }, index) =>
            calls.map(({ days: ago, by, naming, errorCode }) =>
              userCall(naming === 'sub' ? `sub-${index}` : undefined, at(ago), {
                eventName: by,
                errorCode,
                requestParameters: {
                  username: {
                    sub: 'HIDDEN_DUE_TO_SECURITY_REASONS',
                    username: nameOf(index),
                    address: `USER${index}@tenant-one.example`,
                  }[naming],
                },
              }),
            ),
          ),
        ];
        const { found, counts } = await find({
          ...world,
          users,
          sessions: perUser((index) => people[index]!.sessions),
          events: perUser((index) => people[index]!.events as [number, string][]),
          devices: perUser((index) => people[index]!.devices),
          ...(log !== 'none' && { trail }),
        });
        const stale = new Set(found.filter(({ state }) => state === 'stale').map(({ username }) => username));
        for (const [
          index,
          { status, enabled, created, changed, sessions, events, devices, calls },
        ] of people.entries()) {
          const period = status === 'UNCONFIRMED' ? 14 : status === 'FORCE_CHANGE_PASSWORD' ? 30 : 90;
          const signals = [
            created,
            changed,
            ...(world.fails.sessions === undefined ? sessions : []),
            ...(world.fails.events === undefined && world.recordsEvents ? events.map(([ago]) => ago) : []),
            ...(world.fails.devices === undefined && world.remembersDevices ? devices : []),
            ...(log === 'none' ? [] : calls.filter(({ by }) => by !== 'AdminGetUser').map(({ days: ago }) => ago)),
          ];
          const isQuiet = signals.every((ago) => ago > period);
          const name = nameOf(index);
          if (!enabled || !isQuiet) expect(stale.has(name), `${name}: ${signals.join()}`).to.equal(false);
          const isWhole = Object.values(world.fails).every((value) => value === undefined);
          const isRecorded = world.recordsEvents && world.changed >= period && status !== 'EXTERNAL_PROVIDER';
          if (enabled && isQuiet && isWhole && (period < 90 || isRecorded || log === 'whole')) {
            expect(stale.has(name), `${name} is missing`).to.equal(true);
          }
        }
        const unknown = [...counts.unknown.values()].reduce((sum, count) => sum + count, 0);
        expect([counts.read, stale.size, unknown]).to.deep.equal([
          people.length,
          counts.stale,
          found.length - stale.size,
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
