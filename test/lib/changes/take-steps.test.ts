import { expect } from 'chai';

import { type StepToTake, type StepResult, takeSteps } from '../../../src/lib/changes/take-steps.js';
import { AdminError, type ErrorCode } from '../../../src/lib/errors.js';

function step(name: string, taken: Partial<StepResult> = {}): StepToTake {
  return { step: name, take: () => Promise.resolve({ requestIds: [], ...taken }) };
}

function failing(name: string, code: ErrorCode, requestId?: string): StepToTake {
  const error = new AdminError(code, `${name} went wrong`, requestId === undefined ? {} : { requestId });
  return { step: name, take: () => Promise.reject(error) };
}

describe('takeSteps', () => {
  it('takes each step in order, and returns its result', async () => {
    const order: string[] = [];
    const noting = (name: string, taken: Partial<StepResult>): StepToTake => ({
      step: name,
      take: () => {
        order.push(name);
        return Promise.resolve({ requestIds: [], ...taken });
      },
    });
    const applied = await takeSteps('ana', [
      noting('one', { requestIds: ['r-1'] }),
      noting('two', { wasUnchanged: true, detail: 'no session' }),
      noting('three', { requestIds: ['r-2', 'r-3'], detail: '2 devices' }),
    ]);
    expect({ order, applied }).to.deep.equal({
      order: ['one', 'two', 'three'],
      applied: {
        requestIds: ['r-1', 'r-2', 'r-3'],
        steps: [
          { step: 'one', result: 'done' },
          { step: 'two', result: 'unchanged', detail: 'no session' },
          { step: 'three', result: 'done', detail: '2 devices' },
        ],
      },
    });
  });

  it('skips steps that the pool or the endpoint does not support without failing', async () => {
    expect(
      await takeSteps('ana', [failing('one', 'UNSUPPORTED_OPERATION'), step('two', { wasUnchanged: true })]),
    ).to.deep.equal({
      requestIds: [],
      steps: [
        { step: 'one', result: 'skipped', detail: 'one went wrong' },
        { step: 'two', result: 'unchanged' },
      ],
      wasUnchanged: true,
    });
  });

  it('continues after a failure, and is PARTIAL with the first failure as its cause', async () => {
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
      hint: 'Run the same command again: it does the remaining steps.',
      requestId: 'r-failed',
      cause: 'one went wrong',
    });
  });

  it('is CANCELLED if an interrupt prevented a step', async () => {
    const { failed } = await takeSteps('ana', [step('one'), failing('two', 'TIMEOUT'), failing('three', 'CANCELLED')]);
    expect(failed?.code).to.equal('CANCELLED');
  });

  it('reports each step and the first failure if nothing was done', async () => {
    const { steps, failed, requestIds } = await takeSteps('ana', [
      step('one', { wasUnchanged: true }),
      failing('two', 'ACCESS_DENIED'),
      failing('three', 'THROTTLED'),
      failing('four', 'UNSUPPORTED_OPERATION'),
    ]);
    expect({ results: steps?.map(({ result }) => result), code: failed?.code, requestIds }).to.deep.equal({
      results: ['unchanged', 'failed', 'failed', 'skipped'],
      code: 'ACCESS_DENIED',
      requestIds: [],
    });
  });

  it('looks a lost answer up, and is unknown if that does not help', async () => {
    const lost = (name: string, isDone?: () => Promise<boolean>): StepToTake => ({
      step: name,
      take: () => Promise.reject(new AdminError('TIMEOUT', 'no answer', { mayHaveHappened: true })),
      ...(isDone === undefined ? {} : { isDone }),
    });
    const { steps, failed } = await takeSteps('ana', [
      lost('was done', () => Promise.resolve(true)),
      lost('was not', () => Promise.resolve(false)),
      lost('cannot be read', () => Promise.reject(new Error('no'))),
      lost('has no reading'),
    ]);
    expect([steps?.map(({ result }) => result), failed?.message]).to.deep.equal([
      ['done', 'failed', 'unknown', 'unknown'],
      'ana: 3 steps failed',
    ]);
  });

  it('reports what a step wrote before it failed', async () => {
    const failed = new AdminError('THROTTLED', 'Cognito kept throttling');
    const { steps, requestIds } = await takeSteps('ana', [
      step('one', { requestIds: ['r-1'], detail: '1 session', failed }),
    ]);
    expect([steps, requestIds]).to.deep.equal([
      [{ step: 'one', result: 'failed', detail: '1 session, then Cognito kept throttling' }],
      ['r-1'],
    ]);
  });

  it('rethrows unexpected errors', async () => {
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
