import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import type { PaceLimits } from '../../../../src/lib/cognito/pacing/pace.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { rejection } from '../../conventions/refusal.js';
import { plainEndpointAt } from '../endpoint-at.js';
import { awsEnvironment } from '../environment.js';
import { errorReply, type Reply, withEndpoint } from '../fake-endpoint.js';

const FAST: PaceLimits = { rate: 1_000, maxConcurrency: 10 };
const THROTTLED = errorReply('TooManyRequestsException', 'Rate exceeded');
const BROKEN = errorReply('InternalErrorException', 'Broken.', 500);
const DONE: Reply = { json: {} };
const EXISTS = errorReply('UsernameExistsException', 'User account already exists');

const ANA = { Username: 'ana@example.com' };

/** The error that a call ends in. */
async function failure(call: Promise<unknown>): Promise<AdminError> {
  const error: unknown = await call.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof AdminError) return error;
  throw error;
}

describe('openCognito with a pace', () => {
  awsEnvironment();

  it('waits out what is throttled, longer than any retries of the SDK, and counts no failure', () =>
    withEndpoint(
      (_, before) => (before < 12 ? THROTTLED : DONE),
      async (url, seen) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST }));
        const { $metadata } = await cognito.call('AdminDisableUser', ANA);
        expect([seen.length, $metadata.attempts]).to.deep.equal([13, 1]);
      },
    ));

  it('has calls that are throttled together succeed in the end, all of them, at the pace that is left', () => {
    const refusedFor = 500;
    const times: number[] = [];
    const begin = performance.now();
    return withEndpoint(
      () => {
        times.push(performance.now() - begin);
        return performance.now() - begin < refusedFor ? THROTTLED : DONE;
      },
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: { rate: 100, maxConcurrency: 10 } }));
        const calls = Array.from({ length: 30 }, () => cognito.call('AdminDisableUser', ANA));
        const ends = await Promise.allSettled(calls);
        expect(ends.filter(({ status }) => status === 'fulfilled')).to.have.length(30);
        // Were each tried again by itself, and at once, there would be hundreds.
        expect(times.length).to.be.below(110);
      },
    );
  });

  it('gives up what the service refuses, and a quota that is used up, at the first answer', async () => {
    for (const [name, code] of [
      ['UserNotFoundException', 'USER_NOT_FOUND'],
      ['LimitExceededException', 'QUOTA_EXCEEDED'],
    ] as const) {
      await withEndpoint(
        () => errorReply(name, 'No.'),
        async (url, seen) => {
          const cognito = openCognito(plainEndpointAt(url, { pace: FAST }));
          const { code: told } = await rejection(cognito.call('AdminResetUserPassword', ANA));
          expect([told, seen.length]).to.deep.equal([code, 1]);
        },
      );
    }
  });

  it('tries what broke more often than it would for one person', () =>
    withEndpoint(
      (_, before) => (before < 6 ? BROKEN : DONE),
      async (url, seen) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST }));
        await cognito.call('AdminDisableUser', ANA);
        expect(seen).to.have.length(7);
      },
    )).timeout(20_000);

  it('says of a refusal after a lost answer that it may have happened, and not of one after throttling', async () => {
    const uncertain: (boolean | undefined)[] = [];
    for (const first of [BROKEN, THROTTLED]) {
      await withEndpoint(
        (_, before) => (before === 0 ? first : EXISTS),
        async (url) => {
          const cognito = openCognito(plainEndpointAt(url, { pace: FAST }));
          uncertain.push((await failure(cognito.call('AdminCreateUser', ANA))).mayHaveHappened);
        },
      );
    }
    expect(uncertain).to.deep.equal([true, false]);
  });

  it("does not let a call's time run while it waits for its turn", () =>
    withEndpoint(
      () => DONE,
      async (url, seen) => {
        const pace = { rate: 5, maxConcurrency: 10 };
        const cognito = openCognito(plainEndpointAt(url, { pace, timeoutMs: 500 }));
        // The first call loads the SDK.
        await cognito.call('AdminGetUser', ANA);
        await Promise.all(Array.from({ length: 7 }, () => cognito.call('AdminDisableUser', ANA)));
        expect(seen).to.have.length(8);
      },
    ));

  it('lets it run while the service is silent', () =>
    withEndpoint(
      (_, before) => (before === 0 ? DONE : delay(5_000, DONE)),
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST, timeoutMs: 500 }));
        await cognito.call('AdminGetUser', ANA);
        const begin = performance.now();
        const { code, mayHaveHappened } = await failure(cognito.call('AdminDisableUser', ANA));
        expect([code, mayHaveHappened, performance.now() - begin < 2_000]).to.deep.equal([
          'TIMEOUT',
          true,
          true,
        ]);
      },
    ));

  it('has no more calls under way than it may', () => {
    let underWay = 0;
    let most = 0;
    return withEndpoint(
      async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await delay(20);
        underWay -= 1;
        return DONE;
      },
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: { rate: 1_000, maxConcurrency: 3 } }));
        await Promise.all(Array.from({ length: 20 }, () => cognito.call('AdminDisableUser', ANA)));
        expect(most).to.equal(3);
      },
    );
  });

  it('does not hold up one category by another', () =>
    withEndpoint(
      () => DONE,
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: { rate: 5, maxConcurrency: 2 } }));
        let updates = 0;
        const slow = Array.from({ length: 6 }, () =>
          cognito.call('AdminDisableUser', ANA).then(() => (updates += 1)),
        );
        await Promise.all(Array.from({ length: 10 }, () => cognito.call('AdminGetUser', ANA)));
        const updatesBeforeReads = updates;
        await Promise.all(slow);
        expect([updatesBeforeReads < 5, updates]).to.deep.equal([true, 6]);
      },
    ));

  it('ends the waiting where the person interrupts, and says that what was not sent has not happened', () =>
    withEndpoint(
      () => DONE,
      async (url, seen) => {
        const interrupt = new AbortController();
        const pace = { rate: 1, maxConcurrency: 10 };
        const cognito = openCognito(plainEndpointAt(url, { pace, interrupt: interrupt.signal }));
        await cognito.call('AdminDisableUser', ANA);
        const waiting = failure(cognito.call('AdminDisableUser', ANA));
        await delay(50);
        const begin = performance.now();
        interrupt.abort();
        const { code, message, mayHaveHappened } = await waiting;
        expect([code, message, mayHaveHappened, seen.length]).to.deep.equal([
          'CANCELLED',
          'interrupted',
          false,
          1,
        ]);
        expect(performance.now() - begin).to.be.below(500);
      },
    ));

  it('says of a write that was sent when the person interrupts that it may have happened', () =>
    withEndpoint(
      (_, before) => (before === 0 ? DONE : delay(3_000, DONE)),
      async (url) => {
        const interrupt = new AbortController();
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST, interrupt: interrupt.signal }));
        await cognito.call('AdminGetUser', ANA);
        const sent = failure(cognito.call('AdminDisableUser', ANA));
        await delay(100);
        interrupt.abort();
        const { code, mayHaveHappened } = await sent;
        expect([code, mayHaveHappened]).to.deep.equal(['CANCELLED', true]);
      },
    ));

  it('signs each attempt when it is made: its time is not that of the first', () =>
    withEndpoint(
      (_, before) => (before < 3 ? THROTTLED : DONE),
      async (url, seen) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: { rate: 1, maxConcurrency: 1 } }));
        await cognito.call('AdminDisableUser', ANA);
        const dates = new Set(seen.map(({ headers }) => headers['x-amz-date']));
        expect(dates.size).to.be.above(1);
      },
    )).timeout(20_000);
});
