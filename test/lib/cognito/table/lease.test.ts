import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';

import { type Clock, type LeaseOptions, takeLease } from '../../../../src/lib/cognito/table/lease.js';
import type { Table } from '../../../../src/lib/cognito/table/table.js';
import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { rejection } from '../../conventions/refusal.js';

const LEASE = 10_000;

/** Clocks that pass only when somebody waits. */
class FakeClock implements Clock {
  now = 0;
  asleep = 0;

  constructor(
    readonly timeOfDay = 0,
    readonly onWait: (now: number) => unknown = () => undefined,
  ) {}

  readonly elapsed = () => this.now;
  readonly time = () => this.timeOfDay + this.now + this.asleep;
  readonly wait = async (ms: number) => {
    this.now += ms;
    await this.onWait(this.now);
  };
}

describe('takeLease', () => {
  const table = testTable();

  const take = (by: string, options: Partial<LeaseOptions> = {}, through: Partial<Table> = {}) =>
    takeLease(
      { ...connectTo(table()), ...through },
      {
        key: 'pool#lock#client:web',
        label: 'web',
        by,
        interrupt: new AbortController().signal,
        clock: new FakeClock(),
        ...options,
      },
    );

  it('gives the lock to one after the other, each with the next number', async () => {
    const first = await take('Ana');
    const clock: FakeClock = new FakeClock(0, () => (clock.now > 2_000 ? first.release() : undefined));
    const second = await take('Ben', { clock });
    await second.release();
    const third = await take('Cleo');
    expect([
      [first.fence, second.fence, third.fence],
      [first.previous, second.previous, third.previous === second.token],
      clock.now >= 2_000 && clock.now < LEASE,
    ]).to.deep.equal([[1, 2, 3], ['', undefined, true], true]);
  });

  it('does not wait for longer than it is allowed to, and says for whom it waited', async () => {
    const holder = await take('Ana on desk (process 7)');
    const clock = new FakeClock(0, () => holder.renew());
    const said: [string, number][] = [];
    const onWait = (waitsFor: string) => said.push([waitsFor, Math.floor(clock.now / 1_000)]);
    expect(await rejection(take('Ben', { clock, timeoutMs: 12_000, onWait }))).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: 'web is being changed by Ana on desk (process 7)',
      hint: 'Nothing was changed. Run the command again when that is done.',
    });
    expect(clock.now).to.be.within(12_000, 13_000);
    expect(said).to.deep.equal([['Ana on desk (process 7)', 2]]);
    await holder.assertHeld();
  });

  it('takes over what was not renewed for as long as its lease is, and refuses the late holder', async () => {
    const clocks = { ana: new FakeClock(), ben: new FakeClock() };
    const late = await take('Ana', { clock: clocks.ana });
    const next = await take('Ben on laptop (process 8)', { clock: clocks.ben });
    clocks.ana.now += LEASE;
    expect([next.fence, clocks.ben.now >= LEASE, clocks.ben.now < LEASE + 1_000]).to.deep.equal([2, true, true]);
    expect(await rejection(late.assertHeld())).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: 'the lock of web was lost: Ben on laptop (process 8) may be changing it',
      hint:
        'It was not renewed for 10 seconds, as if this process had been suspended.\n' +
        'Run the command again: it makes a new plan.',
    });
    // What the late holder releases is no longer its own.
    await late.release();
    await next.renew();
    await next.assertHeld();
  });

  it('refuses a holder whose renewal was refused, although the lease has not passed', async () => {
    const late = await take('Ana');
    const next = await take('Ben');
    await late.renew();
    expect((await rejection(late.assertHeld())).code).to.equal('CHANGED_UNDERNEATH');
    await next.release();
  });

  it('waits anew after each renewal', async () => {
    const holder = await take('Ana');
    let renewed = 0;
    const clock = new FakeClock(0, async (now) => {
      if (renewed === 0 && now > LEASE * 0.9) await holder.renew().then(() => (renewed = now));
    });
    await take('Ben', { clock });
    expect(clock.now).to.be.at.least(renewed + LEASE);
  });

  for (const hours of [-2, 2]) {
    it(`takes over neither earlier nor later if its clock is ${hours} hours off`, async () => {
      await take('Ana');
      const clock = new FakeClock(hours * 3_600_000);
      await take('Ben', { clock });
      expect(clock.now).to.be.within(LEASE, LEASE + 1_000);
    });
  }

  it('asks the table if half of the lease has passed by either clock, and before that does not', async () => {
    let asked = 0;
    const { update } = connectTo(table());
    const clock = new FakeClock();
    const lease = await take('Ana', { clock }, { update: (input) => ((asked += 1), update(input)) });
    clock.now += LEASE * 0.4;
    await lease.assertHeld();
    const awake = asked;
    clock.asleep += LEASE;
    await lease.assertHeld();
    const asleep = asked;
    // The time of day is set back.
    clock.asleep -= 3_600_000;
    clock.now += LEASE;
    await lease.assertHeld();
    expect([awake, asleep, asked]).to.deep.equal([1, 2, 3]);
  });

  it('has the lock if the answer to its request was lost and the SDK tried again', async () => {
    const { update } = connectTo(table());
    const lease = await take('Ana', {}, { update: async (input) => (await update(input), undefined) });
    expect([lease.fence, lease.previous]).to.deep.equal([1, undefined]);
    const other = new FakeClock(0, () => lease.release());
    expect((await take('Ben', { clock: other })).fence).to.equal(2);
  });

  it('stops waiting when it is interrupted', async () => {
    await take('Ana');
    const interrupt = new AbortController();
    const clock = new FakeClock(0, () => {
      interrupt.abort();
    });
    const { code } = await rejection(take('Ben', { clock, interrupt: interrupt.signal }));
    expect(code).to.equal('CANCELLED');
  });

  it('keeps the item of a released lock, which a policy may forbid to delete', async () => {
    const lease = await take('Ana');
    await lease.release();
    const { client, name } = table();
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
    expect(Items).to.deep.equal([
      {
        pool: { S: 'pool#lock#client:web' },
        first: { N: '0' },
        token: { S: lease.token },
        by: { S: 'Ana' },
        leaseMs: { N: '10000' },
        renewed: { N: '0' },
        fence: { N: '1' },
      },
    ]);
  });
});
