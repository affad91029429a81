import { expect } from 'chai';

import { criterionOf, type Known, type Signal, verdictOf } from '../../../src/lib/stale/staleness.js';

const SINCE = Date.parse('2026-01-01T00:00:00Z');
const BEFORE = '2025-12-31T23:59:59.999Z';
const AT_THE_START = '2026-01-01T00:00:00.000Z';

const signal = (kind: Signal['kind'], at: string, isByUser = true): Signal => ({ kind, at, isByUser });
const known = (rest: Partial<Known>): Known => ({
  criterion: 'inactive',
  since: SINCE,
  signals: [signal('created', BEFORE)],
  unread: [],
  record: 'events',
  ...rest,
});
const CHANGED = 'the user was changed in the period, by themselves or by an administrator';

describe('criterionOf', () => {
  const cases: [status: string, enabled: boolean, criterion: string | undefined][] = [
    ['CONFIRMED', true, 'inactive'],
    ['RESET_REQUIRED', true, 'inactive'],
    ['EXTERNAL_PROVIDER', true, 'inactive'],
    ['UNCONFIRMED', true, 'unconfirmed'],
    ['FORCE_CHANGE_PASSWORD', true, 'invited'],
    ['CONFIRMED', false, undefined],
    ['UNCONFIRMED', false, undefined],
  ];
  for (const [status, enabled, criterion] of cases) {
    it(`is ${criterion ?? 'none'} for a user who is ${status} and ${enabled ? 'enabled' : 'disabled'}`, () => {
      expect(criterionOf({ status, enabled })).to.equal(criterion);
    });
  }
});

describe('verdictOf', () => {
  const cases: [what: string, rest: Partial<Known>, expected: object][] = [
    ['without a later signal', {}, { state: 'stale', evidence: 'events' }],
    ['without any signal', { signals: [] }, { state: 'stale', evidence: 'events' }],
    ['that a log covers', { record: 'cloudtrail' }, { state: 'stale', evidence: 'cloudtrail' }],
    ['active at the start of the period', { signals: [signal('session', AT_THE_START)] }, { state: 'active' }],
    ['active at a time that cannot be read', { signals: [signal('device', 'soon')] }, { state: 'active' }],
    [
      'changed in the period',
      { signals: [signal('changed', AT_THE_START, false)] },
      { state: 'unknown', reason: CHANGED },
    ],
    [
      'as whom somebody failed to sign in',
      { signals: [signal('event', AT_THE_START, false)] },
      { state: 'unknown', reason: 'somebody tried to sign in as the user in the period, without success' },
    ],
    ['whose sessions are not known', { unread: ['no sessions'] }, { state: 'unknown', reason: 'no sessions' }],
    [
      'of whom nothing has a record',
      { record: ['no events', 'no log'] },
      { state: 'unknown', reason: 'no events; no log' },
    ],
    ['who never accepted', { criterion: 'invited', record: ['no events'] }, { state: 'stale', evidence: 'status' }],
    ['who never confirmed', { criterion: 'unconfirmed', record: [] }, { state: 'stale', evidence: 'status' }],
    [
      'who was invited again',
      { criterion: 'invited', signals: [signal('changed', AT_THE_START, false)] },
      { state: 'unknown', reason: CHANGED },
    ],
    [
      'who was invited, and whose sessions are not known',
      { criterion: 'invited', unread: ['no sessions'] },
      { state: 'unknown', reason: 'no sessions' },
    ],
  ];
  for (const [what, rest, expected] of cases) {
    it(`judges a user ${what}`, () => {
      expect(verdictOf(known(rest))).to.deep.equal(expected);
    });
  }
});
