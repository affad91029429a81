import { expect } from 'chai';

import { fileStore } from '../../../src/lib/history/file/file-store.js';
import { findRecord, findRun, findRunId } from '../../../src/lib/history/find-by-id.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { appendAll, recordId, started } from './example-history.js';

const ONE = '01KARUN0000000000000AAAAAA';
const TWO = '01KARUN9999999999999AAAAAA';
const OTHER = '01KARUN5555555555555BBBBBB';

describe('findRunId', () => {
  const folder = temporaryFolder();
  const [earlier, current] = [() => folder.path('earlier.ndjson'), () => folder.path('current.ndjson')];
  const stores = () => ({ earlier: [fileStore(earlier())], current: fileStore(current()) });
  const row = (id: string) => ({ run: { id, row: 1 } });

  beforeEach(async () => {
    await appendAll(earlier(), [started(1), started(2, row(ONE))]);
    await appendAll(current(), [started(3, { ...row(ONE), reason: `"run":{"id":"${OTHER}"` }), started(4, row(TWO))]);
  });

  for (const asked of [ONE, ONE.toLowerCase(), '01karun0', '0AAAAAA']) {
    it(`finds a run by ${asked}`, async () => {
      expect(await findRunId(stores(), asked)).to.equal(ONE);
    });
  }

  it('finds the first record of a run, in the file of an earlier version too', async () => {
    const { run, first } = await findRun(stores(), ONE);
    expect([run, first.store.name, first.record.id]).to.deep.equal([ONE, earlier(), recordId(2)]);
  });

  it('lists the runs that match, each once', async () => {
    expect(await rejection(findRunId(stores(), 'aaaaaa'))).to.deep.equal({
      code: 'USAGE',
      message: 'aaaaaa matches 2 runs',
      hint: `Give more of the ID: ${TWO}, ${ONE}`,
    });
  });

  for (const asked of ['01KAR', 'AAAAA', recordId(1), OTHER, '']) {
    it(`finds none by "${asked}"`, async () => {
      expect((await rejection(findRunId(stores(), asked))).code).to.equal('RUN_NOT_FOUND');
    });
  }
});

describe('findRecord', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('prod.ndjson');
  const stores = () => ({ earlier: [], current: fileStore(file()) });
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
      expect((await findRecord(stores(), asked)).record.id).to.equal(id);
    });
  }

  it('lists the records that match', async () => {
    expect(await rejection(findRecord(stores(), 'aaaaaa'))).to.deep.equal({
      code: 'USAGE',
      message: 'aaaaaa matches 2 records',
      hint: `Give more of the ID: ${LATER}, ${EARLIER}`,
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
      expect(await rejection(findRecord(stores(), asked))).to.deep.equal({
        code: 'RECORD_NOT_FOUND',
        message: `no record ${asked} in the history of this user pool`,
        hint: 'To list the latest: sf-admin history list. Each user pool and endpoint has its own history: --context NAME',
      });
    });
  }
});
