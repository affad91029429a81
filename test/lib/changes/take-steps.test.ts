import { expect } from 'chai';

import { type StepToTake, type Taken, takeSteps } from '../../../src/lib/changes/take-steps.js';
import { AdminError, type ErrorCode } from '../../../src/lib/errors.js';
import { rejection } from '../conventions/refusal.js';

function step(name: string, taken: Partial<Taken> = {}): StepToTake {
  return { step: name, take: () => Promise.resolve({ requestIds: [], ...taken }) };
}

function failing(name: string, code: ErrorCode, requestId?: string): StepToTake {
  const error = new AdminError(code, `${name} went wrong`, requestId === undefined ? {} : { requestId });
  return { step: name, take: () => Promise.reject(error) };
}

describe('takeSteps', () => {
  it('takes each in order, and tells what each came to', async () => {
    const order: string[] = [];
    const noting = (name: string, taken: Partial<Taken>): StepToTake => ({
      step: name,
      take: () => {
        order.push(name);
        return Promise.resolve({ requestIds: [], ...taken });
      },
    });
    const applied = await takeSteps('ana', [
      noting('one', { requestIds: ['r-1'] }),
      noting('two', { wasAlreadySo: true, detail: 'no session' }),
      noting('three', { requestIds: ['r-2', 'r-3'], detail: '2 devices' }),
    ]);
    expect({ order, applied }).to.deep.equal({
      order: ['one', 'two', 'three'],
      applied: {
        requestIds: ['r-1', 'r-2', 'r-3'],
        steps: [
          { step: 'one', result: 'done' },
          { step: 'two', result: 'already-so', detail: 'no session' },
          { step: 'three', result: 'done', detail: '2 devices' },
        ],
      },
    });
  });

  it('skips what the pool or the endpoint does not have, which is no failure', async () => {
    expect(
      await takeSteps('ana', [failing('one', 'UNSUPPORTED_OPERATION'), step('two', { wasAlreadySo: true })]),
    ).to.deep.equal({
      requestIds: [],
      steps: [
        { step: 'one', result: 'skipped', detail: 'one went wrong' },
        { step: 'two', result: 'already-so' },
      ],
    });
  });

  it('carries on after a failure, and is PARTIAL with the first as its cause', async () => {
    const { failed, ...applied } = await takeSteps('ana', [
      failing('one', 'THROTTLED', 'r-failed'),
      step('two', { requestIds: ['r-2'] }),
      failing('three', 'TIMEOUT'),
    ]);
    const { code, message, hint, requestId, cause } = failed!;
    expect({ applied, code, message, hint, requestId, cause: (cause as Error).message }).to.deep.equal({
      applied: {
        requestIds: ['r-2'],
        steps: [
          { step: 'one', result: 'failed', detail: 'one went wrong' },
          { step: 'two', result: 'done' },
          { step: 'three', result: 'failed', detail: 'three went wrong' },
        ],
      },
      code: 'PARTIAL',
      message: 'ana: 2 steps failed',
      hint: 'Run the same command again: it does what is left.',
      requestId: 'r-failed',
      cause: 'one went wrong',
    });
  });

  it('is CANCELLED where an interrupt kept a step from being taken', async () => {
    const { failed } = await takeSteps('ana', [
      step('one'),
      failing('two', 'TIMEOUT'),
      failing('three', 'CANCELLED'),
    ]);
    expect(failed?.code).to.equal('CANCELLED');
  });

  it('throws the first failure where nothing was done', async () => {
    const steps = [
      step('one', { wasAlreadySo: true }),
      failing('two', 'ACCESS_DENIED'),
      failing('three', 'TIMEOUT'),
      failing('four', 'UNSUPPORTED_OPERATION'),
    ];
    expect(await rejection(takeSteps('ana', steps))).to.deep.equal({
      code: 'ACCESS_DENIED',
      message: 'two went wrong',
      hint: undefined,
    });
  });

  it('lets a defect through at once', async () => {
    const defect = new TypeError('a defect');
    let isNextTaken = false;
    const steps: StepToTake[] = [
      { step: 'one', take: () => Promise.reject(defect) },
      {
        step: 'two',
        take: () => {
          isNextTaken = true;
          return Promise.resolve({ requestIds: [] });
        },
      },
    ];
    const thrown: unknown = await takeSteps('ana', steps).catch((error: unknown) => error);
    expect([thrown, isNextTaken]).to.deep.equal([defect, false]);
  });
});
