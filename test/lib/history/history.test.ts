import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';

import { expect } from 'chai';
import type { Table } from '../../../src/lib/cognito/table/table.js';
import type { Directory } from '../../../src/lib/directory.js';
import { AdminError } from '../../../src/lib/errors.js';
import { type ChangeIntent, recordEnd, recordStart } from '../../../src/lib/history/history.js';
import { historyFile, sandboxHistory } from '../../../src/lib/history/history-stores.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { readHistory } from '../../helpers/read-history.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { toRefusal } from '../conventions/refusal.js';
import { ENDING, INTENT } from './example-history.js';

const CHANGE: ChangeIntent = {
  operation: INTENT.operation,
  target: INTENT.target,
  fields: INTENT.fields,
  reason: INTENT.reason,
  undoes: null,
};
const SANDBOX = 'us-east-1_Sandbox01';
const CHECK = 'Check the permissions and disk of the data folder, or use another: SF_ADMIN_DATA_DIR';

describe('recordStart and recordEnd', () => {
  const folder = temporaryFolder();
  const open = (context = {}) => openTestDirectory({ dataFolder: folder.path('data'), context });
  const file = () => sandboxHistory(folder.path('data'));

  it('record where, by whom and what before the change, and its result afterwards', async () => {
    const earliest = Date.now();
    const id = await recordStart(open(), CHANGE);
    const { records: before } = await readHistory(file());
    await recordEnd(open(), id, ENDING);
    const { records: after } = await readHistory(file());
    const [{ startedAt, finishedAt, ...record }] = after as [(typeof after)[0]];
    expect(record).to.deep.equal({
      ...CHANGE,
      id,
      context: 'sandbox',
      poolId: SANDBOX,
      region: 'us-east-1',
      endpoint: null,
      operator: { osUser: userInfo().username, host: hostname(), accessKeyId: null },
      result: 'done',
      steps: null,
      requestIds: ENDING.requestIds,
      error: null,
      grant: null,
      run: null,
      plan: null,
    });
    expect(before.map(({ id: known, result }) => ({ known, result }))).to.deep.equal([
      { known: id, result: 'unknown' },
    ]);
    expect([earliest, Date.parse(startedAt), Date.parse(finishedAt ?? ''), Date.now()]).to.satisfy(isAscending);
  });

  it('give IDs that sort by time', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      ids.push(await recordStart(open(), CHANGE));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(ids).to.deep.equal([...new Set(ids)].sort());
  });

  it('record the address of an endpoint that is not AWS', async () => {
    await recordStart(open({ endpointUrl: 'http://127.0.0.1:9' }), CHANGE);
    const { dataFolder, endpoint: served } = open({ endpointUrl: 'http://127.0.0.1:9' });
    const { records } = await readHistory(historyFile(dataFolder, served));
    expect(records.map(({ endpoint }) => endpoint)).to.deep.equal(['http://127.0.0.1:9']);
  });

  it('record none of the other keys of a plan', async () => {
    const plan = {
      ...CHANGE,
      password: 'S3cret!',
      apply: () => Promise.resolve(),
      showCommand: 'sf-admin users show ana',
    };
    const id = await recordStart(open(), plan);
    const outcome = { ...ENDING, password: 'S3cret!' };
    await recordEnd(open(), id, outcome);
    expect(await readFile(file(), 'utf8')).not.to.match(/S3cret|showCommand/);
  });

  for (const [what, spoil] of [
    ['the folder cannot be made', () => writeFile(folder.path('data'), '')],
    ['the file cannot be opened', () => mkdir(file(), { recursive: true })],
    ['the head cannot be written', () => mkdir(`${file()}.head`, { recursive: true })],
  ] as const) {
    it(`fail if ${what}, and say that nothing was changed`, async () => {
      await spoil();
      const thrown = await thrownBy(recordStart(open(), CHANGE));
      const { code, message, hint } = toRefusal(thrown);
      expect({ code, exitCode: thrown.exitCode, hint }).to.deep.equal({
        code: 'HISTORY_UNWRITABLE',
        exitCode: 2,
        hint: `Nothing was changed, since the change could not be recorded.\n${CHECK}`,
      });
      expect(message).to.match(/^the history cannot be written: [a-z ]+$/);
    });
  }

  it('fail with advice for the table of a team, and none for the data folder', async () => {
    const withTable = (putNew: Table['putNew']): Directory => {
      const query = () => Promise.resolve({ items: [] });
      const update = () => Promise.resolve(undefined);
      const close = () => Promise.resolve();
      return { ...open(), table: { name: 'history', region: 'us-east-1', putNew, query, update, close } };
    };
    const silent = withTable(() => Promise.reject(new AdminError('TIMEOUT', 'no answer')));
    const tooLong = { ...CHANGE, reason: 'x'.repeat(400_000) };
    const hintOf = async (change: ChangeIntent) => (await thrownBy(recordStart(silent, change))).hint;
    expect([await hintOf(CHANGE), await hintOf(tooLong)]).to.deep.equal([
      'Nothing was changed, since the change could not be recorded.\n' +
        'Check the network, or allow more time: --timeout SECONDS\nTo check the table: sf-admin doctor',
      'Nothing was changed, since the change could not be recorded.\nChange less at once, or give a shorter --reason.',
    ]);
  });

  it('fail with the code and the advice of a file that is not safe', async () => {
    await recordStart(open(), CHANGE);
    await chmod(file(), 0o666);
    const { code, message, hint } = toRefusal(await thrownBy(recordStart(open(), CHANGE)));
    expect({ code, message, hint }).to.deep.equal({
      code: 'UNSAFE_FILE',
      message: `the history cannot be written: other users can write to ${file()}`,
      hint:
        'Nothing was changed, since the change could not be recorded.\n' +
        `Somebody else may have changed what is there. If it is as you left it: chmod go-w ${file()}`,
    });
  });

  it('say that the record shows the change as unknown if the end cannot be written', async () => {
    const id = await recordStart(open(), CHANGE);
    await rm(folder.path('data/history'), { recursive: true });
    await writeFile(folder.path('data/history'), '');
    const { code, hint } = toRefusal(await thrownBy(recordEnd(open(), id, ENDING)));
    expect({ code, hint }).to.deep.equal({
      code: 'HISTORY_UNWRITABLE',
      hint: `The history shows the change as unknown: sf-admin history show ${id}\n${CHECK}`,
    });
  });
});

async function thrownBy(act: Promise<unknown>): Promise<AdminError> {
  const thrown: unknown = await act.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof AdminError) return thrown;
  throw new Error('was not refused', { cause: thrown });
}

function isAscending(times: readonly number[]): boolean {
  return times.every((time, index) => index === 0 || time >= times[index - 1]!);
}
