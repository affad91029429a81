import { expect } from 'chai';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { findRunId } from '../../../src/lib/history/run-of.js';
import { refusal } from '../conventions/refusal.js';
import { INTENT, recordId } from './example-history.js';

const ONE = '01KARUN0000000000000AAAAAA';
const TWO = '01KARUN9999999999999AAAAAA';

function record(number: number, run: string | null): ChangeRecord {
  return {
    ...INTENT,
    id: recordId(number),
    startedAt: '',
    finishedAt: null,
    result: 'unknown',
    steps: null,
    requestIds: [],
    error: null,
    run: run === null ? null : { id: run, row: number },
  };
}

describe('runOf', () => {
  const records = [record(1, null), record(2, ONE), record(3, ONE), record(4, TWO)];

  for (const asked of [ONE, ONE.toLowerCase(), '01karun0', '0AAAAAA']) {
    it(`finds a run by ${asked}`, () => {
      expect(findRunId(records, asked)).to.equal(ONE);
    });
  }

  it('shows the runs that an ID may stand for, each once', () => {
    expect(refusal(() => findRunId(records, 'aaaaaa'))).to.deep.equal({
      code: 'USAGE',
      message: '2 runs have an ID like aaaaaa',
      hint: `Give more of it: ${ONE}, ${TWO}`,
    });
  });

  for (const asked of ['01KAR', 'AAAAA', recordId(1), '']) {
    it(`finds none by "${asked}"`, () => {
      expect(refusal(() => findRunId(records, asked)).code).to.equal('RUN_NOT_FOUND');
    });
  }
});
