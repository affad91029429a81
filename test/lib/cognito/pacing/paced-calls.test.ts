import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { openCognito } from '../../../../src/lib/cognito/client/cognito.js';
import type { PaceLimits } from '../../../../src/lib/cognito/pacing/pace.js';
import type { Clock } from '../../../../src/lib/cognito/pacing/rate-limiter.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { rejection } from '../../conventions/refusal.js';
import { plainEndpointAt } from '../endpoint-at.js';
import { awsEnvironment } from '../environment.js';
import { errorReply, type Reply, withEndpoint } from '../fake-endpoint.js';
import { stoppedClock, virtualClock } from '../test-clocks.js';

const FAST: PaceLimits = { rate: 1_000, maxConcurrency: 10 };
const THROTTLED = errorReply('TooManyRequestsException', 'Rate exceeded');
const BROKEN = errorReply('InternalErrorException', 'Broken.', 500);
const DONE: Reply = { json: {} };
const NEVER = new Promise<Reply>(() => undefined);
const EXISTS = errorReply('UsernameExistsException', 'User account already exists');

const ANA = { Username: 'ana@example.com' };

/** The error that a call fails with. */
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

  it('repeats a throttled call for longer than the SDK would, and counts no failure', () =>
    withEndpoint(
      (_, before) => (before < 12 ? THROTTLED : DONE),
      async (url, seen) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST }), { clock: virtualClock() });
        const { $metadata } = await cognito.call('AdminDisableUser', ANA);
        expect([seen.length, $metadata.attempts]).to.deep.equal([13, 1]);
      },
    ));

  it('completes all calls that are throttled together, at the lowered rate', () => {
    const clock = virtualClock();
    const start = clock.now();
    return withEndpoint(
      () => (clock.now() - start < 500 ? THROTTLED : DONE),
      async (url, seen) => {
        const pace = { rate: 100, maxConcurrency: 10 };
        const cognito = openCognito(plainEndpointAt(url, { pace }), { clock });
        const calls = Array.from({ length: 30 }, () => cognito.call('AdminDisableUser', ANA));
        const results = await Promise.allSettled(calls);
        expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(30);
        // If each were repeated at once and by itself, there would be hundreds of requests.
        expect(seen.length).to.be.below(110);
      },
    );
  });

  it('does not repeat a refused call, nor one whose quota is used up', async () => {
    for (const [name, expected] of [
      ['UserNotFoundException', 'USER_NOT_FOUND'],
      ['LimitExceededException', 'QUOTA_EXCEEDED'],
    ] as const) {
      await withEndpoint(
        () => errorReply(name, 'No.'),
        async (url, seen) => {
          const cognito = openCognito(plainEndpointAt(url, { pace: FAST }));
          const { code } = await rejection(cognito.call('AdminResetUserPassword', ANA));
          expect([code, seen.length]).to.deep.equal([expected, 1]);
        },
      );
    }
  });

  it('repeats a call that failed more often than without a pace', () =>
    withEndpoint(
      (_, before) => (before < 6 ? BROKEN : DONE),
      async (url, seen) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST }), { retryDelay: 1 });
        await cognito.call('AdminDisableUser', ANA);
        expect(seen).to.have.length(7);
      },
    ));

  it('says that a write may have happened if it is refused after a lost answer, but not after throttling', async () => {
    const uncertain: (boolean | undefined)[] = [];
    for (const first of [BROKEN, THROTTLED]) {
      await withEndpoint(
        (_, before) => (before === 0 ? first : EXISTS),
        async (url) => {
          const cognito = openCognito(plainEndpointAt(url, { pace: FAST }), { retryDelay: 1 });
          uncertain.push((await failure(cognito.call('AdminCreateUser', ANA))).mayHaveHappened);
        },
      );
    }
    expect(uncertain).to.deep.equal([true, false]);
  });

  it("does not count the wait for the rate against a call's time limit", () =>
    withEndpoint(
      () => DONE,
      async (url, seen) => {
        const clock = stoppedClock();
        const pace = { rate: 5, maxConcurrency: 10 };
        const cognito = openCognito(plainEndpointAt(url, { pace, timeoutMs: 300 }), { clock });
        // The first call loads the SDK.
        await cognito.call('AdminGetUser', ANA);
        const calls = Array.from({ length: 4 }, () => cognito.call('AdminDisableUser', ANA));
        await delay(500);
        const waiting = clock.sleepers();
        clock.release();
        await Promise.all(calls);
        expect([waiting, seen.length]).to.deep.equal([1, 5]);
      },
    ));

  it("counts the wait for the answer against a call's time limit", () =>
    withEndpoint(
      (_, before) => (before === 0 ? DONE : NEVER),
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST, timeoutMs: 300 }));
        await cognito.call('AdminGetUser', ANA);
        const { code, mayHaveHappened } = await failure(cognito.call('AdminDisableUser', ANA));
        expect([code, mayHaveHappened]).to.deep.equal(['TIMEOUT', true]);
      },
    ));

  it('limits the number of calls in progress', () => {
    let inProgress = 0;
    let most = 0;
    return withEndpoint(
      async () => {
        inProgress += 1;
        most = Math.max(most, inProgress);
        await delay(5);
        inProgress -= 1;
        return DONE;
      },
      async (url) => {
        const cognito = openCognito(plainEndpointAt(url, { pace: { rate: 1_000, maxConcurrency: 3 } }));
        await Promise.all(Array.from({ length: 20 }, () => cognito.call('AdminDisableUser', ANA)));
        expect(most).to.equal(3);
      },
    );
  });

  it('does not delay calls of one category by those of another', () =>
    withEndpoint(
      () => DONE,
      async (url) => {
        const clock = stoppedClock();
        const cognito = openCognito(plainEndpointAt(url, { pace: { rate: 5, maxConcurrency: 2 } }), {
          clock,
        });
        let updates = 0;
        const slow = Array.from({ length: 6 }, () => cognito.call('AdminDisableUser', ANA).then(() => (updates += 1)));
        await Promise.all(Array.from({ length: 5 }, () => cognito.call('AdminGetUser', ANA)));
        const waiting = clock.sleepers();
        clock.release();
        await Promise.all(slow);
        expect([waiting, updates]).to.deep.equal([1, 6]);
      },
    ));

  it('stops the wait for the rate on an interrupt, and says that the call has not happened', () =>
    withEndpoint(
      () => DONE,
      async (url, seen) => {
        const interrupt = new AbortController();
        const clock = stoppedClock();
        const pace = { rate: 1, maxConcurrency: 10 };
        const cognito = openCognito(plainEndpointAt(url, { pace, interrupt: interrupt.signal }), { clock });
        await cognito.call('AdminDisableUser', ANA);
        const waiting = failure(cognito.call('AdminDisableUser', ANA));
        while (clock.sleepers() === 0) await delay(1);
        interrupt.abort();
        const { code, message, mayHaveHappened } = await waiting;
        expect([code, message, mayHaveHappened, seen.length]).to.deep.equal(['CANCELLED', 'interrupted', false, 1]);
      },
    ));

  it('says that a write which was sent before an interrupt may have happened', () =>
    withEndpoint(
      (_, before) => (before === 0 ? DONE : NEVER),
      async (url, seen) => {
        const interrupt = new AbortController();
        const cognito = openCognito(plainEndpointAt(url, { pace: FAST, interrupt: interrupt.signal }));
        await cognito.call('AdminGetUser', ANA);
        const sent = failure(cognito.call('AdminDisableUser', ANA));
        while (seen.length < 2) await delay(1);
        interrupt.abort();
        const { code, mayHaveHappened } = await sent;
        expect([code, mayHaveHappened]).to.deep.equal(['CANCELLED', true]);
      },
    ));

  it('signs each attempt with its own time, not that of the first', () => {
    // A signature has whole seconds, by the system's clock, so the wait before the second attempt is a real one. A timer
    // may fire a little early.
    const virtual = virtualClock();
    const sleep: Clock['sleep'] = async (_, signal) => {
      await delay(1_050, undefined, { signal });
      virtual.forward(10_000);
    };
    return withEndpoint(
      (_, before) => (before === 0 ? THROTTLED : DONE),
      async (url, seen) => {
        const pace = { rate: 1, maxConcurrency: 1 };
        const cognito = openCognito(plainEndpointAt(url, { pace }), { clock: { ...virtual, sleep } });
        await cognito.call('AdminDisableUser', ANA);
        const dates = new Set(seen.map(({ headers }) => headers['x-amz-date']));
        expect(dates.size).to.equal(2);
      },
    );
  });
});
