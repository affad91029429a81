import { expect } from 'chai';

import { findRecord, findRunId } from '../../../src/lib/history/find-by-id.js';
import type { ChangeRecord } from '../../../src/lib/history/record.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { refusal, rejection } from '../conventions/refusal.js';
import { appendAll, INTENT, recordId, started } from './example-history.js';

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

describe('findRunId', () => {
  const records = [record(1, null), record(2, ONE), record(3, ONE), record(4, TWO)];

  for (const asked of [ONE, ONE.toLowerCase(), '01karun0', '0AAAAAA']) {
    it(`finds a run by ${asked}`, () => {
      expect(findRunId(records, asked)).to.equal(ONE);
    });
  }

  it('shows the runs that an ID may stand for, each once', () => {
    expect(refusal(() => findRunId(records, 'aaaaaa'))).to.deep.equal({
      code: 'USAGE',
      message: 'aaaaaa matches 2 runs',
      hint: `Give more of the ID: ${ONE}, ${TWO}`,
    });
  });

  for (const asked of ['01KAR', 'AAAAA', recordId(1), '']) {
    it(`finds none by "${asked}"`, () => {
      expect(refusal(() => findRunId(records, asked)).code).to.equal('RUN_NOT_FOUND');
    });
  }
});

describe('findRecord', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('prod.ndjson');
  const EARLIER = '01KA111111AAAAAAAAAAAAAAAA';
  const LATER = '01KA222222BBBBBBBBBBAAAAAA';
  const LAST = '01KA333333CCCCCCCCCCCCCCCC';

  beforeEach(() =>
    appendAll(
      file(),
      [EARLIER, LATER, LAST].map((id) => ({ ...started(1), id })),
    ),
  );

  for (const [what, asked, id] of [
    ['the whole ID', LATER, LATER],
    ['the whole ID in lower case', LATER.toLowerCase(), LATER],
    ['its start', '01KA22', LATER],
    ['its start in lower case', '01ka2222', LATER],
    ['its end', 'CCCCCC', LAST],
    ['its end in lower case', 'bbbbaaaaaa', LATER],
  ] as const) {
    it(`finds a record by ${what}`, async () => {
      expect((await findRecord(file(), asked)).id).to.equal(id);
    });
  }

  it('shows the records that an ID may stand for', async () => {
    expect(await rejection(findRecord(file(), 'aaaaaa'))).to.deep.equal({
      code: 'USAGE',
      message: 'aaaaaa matches 2 records',
      hint: `Give more of the ID: ${EARLIER}, ${LATER}`,
    });
  });

  for (const [what, asked] of [
    ['another ID', '01KA444444AAAAAAAAAAAAAAAA'],
    ['a middle', '222222BB'],
    ['a start that is shorter than six characters', '01KA3'],
    ['an end that is shorter than six characters', 'CCCCC'],
    ['nothing', ''],
  ] as const) {
    it(`finds none by ${what}`, async () => {
      expect(await rejection(findRecord(file(), asked))).to.deep.equal({
        code: 'RECORD_NOT_FOUND',
        message: `no record ${asked} in the history of this context`,
        hint: 'To list the latest: sf-admin history list. Each context has its own history: --context NAME',
      });
    });
  }
});
