import { expect } from 'chai';

import {
  isByUnknownUser,
  isByUser,
  mayBeOfPool,
  type TrailEvent,
  trailEventFrom,
} from '../../../src/lib/cloudtrail/trail-event.js';
import { adminCall, pageCall, userCall } from './trail.js';

const AT = '2026-11-20T10:00:00Z';
const POOL = { poolId: 'us-east-1_Pool', region: 'us-east-1' };

function eventFrom(record: object): TrailEvent {
  const event = trailEventFrom(record);
  if (typeof event === 'string') throw new Error(event);
  return event;
}

describe('trailEventFrom', () => {
  it('finds the user in each place that is documented, and never a hidden name', () => {
    const users = [
      userCall('a', AT),
      pageCall('Confirm_POST', AT, POOL.poolId, { sub: ['b'] }),
      userCall(undefined, AT, { eventName: 'SignUp', responseElements: { userConfirmed: false, userSub: 'c' } }),
      adminCall('d', AT, POOL.poolId),
      userCall('e', AT, { requestParameters: { username: 'Okta_e' } }),
      pageCall('Token_POST', AT, POOL.poolId),
    ].map((record) => eventFrom(record).users);
    expect(users).to.deep.equal([['a'], ['b'], ['c'], ['d'], ['e', 'Okta_e'], []]);
  });

  it('tells a sub from a name alone', () => {
    const named = userCall(undefined, AT, { requestParameters: { username: 'ana@example.com' } });
    const records = [userCall('a', AT), named, pageCall('Confirm_POST', AT, POOL.poolId, { sub: ['b'] })];
    expect(records.map((record) => eventFrom(record).hasSub)).to.deep.equal([true, false, true]);
  });

  it('reads time, service, operation, region, pool and request', () => {
    expect(eventFrom(adminCall('a', AT, POOL.poolId))).to.deep.equal({
      at: Date.parse(AT),
      source: 'cognito-idp.amazonaws.com',
      name: 'AdminGetUser',
      region: 'us-east-1',
      requestId: 'a7d8f6c1-0000-4000-8000-000000000001',
      principal: 'arn:aws:sts::111122223333:assumed-role/ops/ana',
      isEndpoint: false,
      hasFailed: false,
      poolId: POOL.poolId,
      users: ['a'],
      hasSub: true,
      isOfClient: false,
    });
  });

  it('knows a failure of the API by its code, and one of the hosted UI by its status', () => {
    const failed = [
      userCall('a', AT, { errorCode: 'NotAuthorizedException' }),
      { ...pageCall('Login_POST', AT, POOL.poolId), additionalEventData: { responseParameters: { status: 400.0 } } },
      { ...pageCall('Login_POST', AT, POOL.poolId), errorCode: '', errorMessage: '' },
    ].map((record) => eventFrom(record).hasFailed);
    expect(failed).to.deep.equal([true, true, false]);
  });
});

describe('mayBeOfPool', () => {
  const cases: [what: string, record: object, expected: boolean][] = [
    ['of the pool', adminCall('a', AT, POOL.poolId), true],
    ['of another pool', adminCall('a', AT, 'us-east-1_Other'), false],
    ['that names no pool', userCall('a', AT), true],
    ['of another region', userCall('a', AT, { awsRegion: 'eu-west-1' }), false],
    ['of another service', userCall('a', AT, { eventSource: 'cognito-identity.amazonaws.com' }), false],
  ];
  for (const [what, record, expected] of cases) {
    it(`is ${expected} for a record ${what}`, () => {
      expect(mayBeOfPool(eventFrom(record), POOL)).to.equal(expected);
    });
  }
});

describe('isByUser', () => {
  it('leaves out what an administrator did, and not the sign-ins that an app makes with credentials', () => {
    const names = ['InitiateAuth', 'GetUser', 'Token_POST', 'AdminInitiateAuth', 'AdminGetUser', 'AdminDisableUser'];
    const byUser = names.filter((eventName) => isByUser(eventFrom(userCall('a', AT, { eventName }))));
    expect(byUser).to.deep.equal(['InitiateAuth', 'GetUser', 'Token_POST', 'AdminInitiateAuth']);
  });
});

describe('isByUnknownUser', () => {
  const { poolId } = POOL;
  const cases: [what: string, record: object, expected: boolean][] = [
    ['a page that names nobody', pageCall('Login_POST', AT, poolId), true],
    [
      'a token for a user whom it does not name',
      pageCall('Token_POST', AT, poolId, { grant_type: ['authorization_code'] }),
      true,
    ],
    ['a token for an app client', pageCall('Token_POST', AT, poolId, { grant_type: ['client_credentials'] }), false],
    ['a page that names the user', pageCall('Confirm_POST', AT, poolId, { sub: ['a'] }), false],
    ['a sign-in that names nobody', userCall(undefined, AT), true],
    ['a sign-in that names the user', userCall('a', AT), false],
    ['a sign-in that failed', userCall(undefined, AT, { errorCode: 'UserNotFoundException' }), false],
    ['a list of users', userCall(undefined, AT, { eventName: 'ListUsers' }), false],
  ];
  for (const [what, record, expected] of cases) {
    it(`is ${expected} for ${what}`, () => {
      expect(isByUnknownUser(eventFrom(record))).to.equal(expected);
    });
  }
});
