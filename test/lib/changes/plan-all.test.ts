import { expect } from 'chai';
import { planAll } from '../../../src/lib/changes/plan-all.js';
import { AdminError } from '../../../src/lib/errors.js';
import { rejection } from '../conventions/refusal.js';
import { exampleChange } from './example-change.js';

const change = (id: string) => exampleChange({ target: { kind: 'user', id, label: id, tenantId: null } });

/** Plans `ana` and her address to the same target; names that start with `no` fail. */
function plan(name: string) {
  if (name.startsWith('no')) {
    return Promise.reject(
      new AdminError('USER_NOT_FOUND', `no user ${name}`, { hint: 'Look.', requestId: `r-${name}` }),
    );
  }
  return Promise.resolve(change(name.replace(/@.*/, '')));
}

describe('planAll', () => {
  it('plans each target once, in order, even if it is named several times', async () => {
    const planned: string[] = [];
    const changes = await planAll(['ana', 'ben', 'ana@example.com', 'ana'], (name) => {
      planned.push(name);
      return plan(name);
    });
    expect(changes.map(({ target }) => target.id)).to.deep.equal(['ana', 'ben']);
    expect(planned).to.deep.equal(['ana', 'ben', 'ana@example.com']);
  });

  it('plans nothing without names', async () => {
    expect(await planAll([], plan)).to.deep.equal([]);
  });

  it('throws the problem of a single target as it is', async () => {
    expect(await rejection(planAll(['nobody', 'nobody'], plan))).to.deep.equal({
      code: 'USER_NOT_FOUND',
      message: 'no user nobody',
      hint: 'Look.',
    });
  });

  it('says that the others were not changed if one of several has a problem', async () => {
    expect(await rejection(planAll(['ana', 'nobody'], plan))).to.deep.equal({
      code: 'USER_NOT_FOUND',
      message: 'no user nobody',
      hint: 'None of the others was changed.\nLook.',
    });
  });

  it('keeps the request ID', async () => {
    const error: unknown = await planAll(['ana', 'nobody'], plan).catch((reason: unknown) => reason);
    expect((error as AdminError).requestId).to.equal('r-nobody');
  });

  it('lists every problem', async () => {
    expect(await rejection(planAll(['nobody', 'ana', 'nowhere'], plan))).to.deep.equal({
      code: 'USER_NOT_FOUND',
      message: '2 of the targets cannot be changed, so none was',
      hint: 'no user nobody\nno user nowhere',
    });
  });

  for (const code of ['ACCESS_DENIED', 'TIMEOUT', 'CANCELLED'] as const) {
    it(`stops at ${code}, which concerns every target`, async () => {
      const planned: string[] = [];
      const failing = (name: string) => {
        planned.push(name);
        return Promise.reject(new AdminError(code, 'it failed'));
      };
      expect(await rejection(planAll(['ana', 'ben'], failing))).to.deep.equal({
        code,
        message: 'it failed',
        hint: undefined,
      });
      expect(planned).to.deep.equal(['ana']);
    });
  }

  it('rethrows unexpected errors', async () => {
    const defect = new TypeError('a defect');
    const thrown: unknown = await planAll(['ana'], () => Promise.reject(defect)).catch((reason: unknown) => reason);
    expect(thrown).to.equal(defect);
  });
});
