import { expect } from 'chai';

import type { Table } from '../../../../src/lib/cognito/table/table.js';
import type { Directory } from '../../../../src/lib/directory.js';
import { AdminError } from '../../../../src/lib/errors.js';
import { poolStore } from '../../../../src/lib/history/history-stores.js';
import { withRunElsewhere } from '../../../../src/lib/runs/resume/run-elsewhere.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { connectTo, testTable } from '../../../helpers/dynamodb.js';
import { temporaryFolder } from '../../config/temporary-folder.js';
import { rejection } from '../../conventions/refusal.js';
import { finished, INTENT, started } from '../../history/example-history.js';

const [RUN, LATER] = ['01KARUN0000000000000AAAAAA', '01KARUN0000000000000BBBBBB'];
const NONE = new AdminError('RUN_NOT_FOUND', 'no interrupted run of this command', { hint: 'Start one.' });

describe('withRunElsewhere', () => {
  const table = testTable();
  const folder = temporaryFolder();

  const directory = (through: Partial<Table> = {}): Directory => ({
    ...openTestDirectory({ dataFolder: folder.path('data') }),
    table: { ...connectTo(table()), ...through },
  });
  const row = (run: string, number: number, host: string, osUser: string | null) => {
    const operator = { ...INTENT.operator, host, osUser };
    const { poolId } = directory().endpoint;
    return [started(number, { run: { id: run, row: number }, operator, poolId }), finished(number)];
  };
  const append = (...entries: ReturnType<typeof row>) => {
    const on = directory();
    return poolStore(on, on.endpoint).append(entries);
  };
  const refused = (operation = 'users.disable', on = directory(), error: unknown = NONE) =>
    rejection(withRunElsewhere(error, on, operation, 'this-machine'));
  const unchanged = { code: NONE.code, message: NONE.message, hint: NONE.hint };

  it('says where, by whom and when the latest run of the operation was begun', async () => {
    await append(...row(LATER, 1, 'laptop', 'ben'));
    await append(...row(RUN, 2, 'desk', 'ana'));
    await append(...row(RUN, 3, 'desk', 'cleo'));
    await append(...row(LATER, 4, 'this-machine', 'ben'));
    expect(await refused()).to.deep.equal({
      code: 'RUN_NOT_FOUND',
      message: 'no interrupted run of this command on this machine',
      hint:
        `The latest run of users disable on another machine is ${RUN}, begun by ana on desk at ` +
        '2026-11-20T03:02:00.000Z. If that is the one, resume it there: its rows are on that machine.\nStart one.',
    });
  });

  it('has no name for somebody without one', async () => {
    await append(...row(RUN, 1, 'ci', null));
    expect((await refused()).hint).to.include('begun by ci at ');
  });

  it('adds nothing if there is none, or it is of another operation or of this machine', async () => {
    const before = await refused();
    await append(...row(RUN, 1, 'this-machine', 'ana'));
    await append(...row(LATER, 2, 'desk', 'ana'));
    expect([before, await refused('users.enable')]).to.deep.equal([unchanged, unchanged]);
  });

  it('adds nothing if the table cannot be read, to another error, or without a table', async () => {
    await append(...row(RUN, 1, 'desk', 'ana'));
    const down = () => Promise.reject(new AdminError('UNREACHABLE', 'no connection'));
    const { table: _table, ...alone } = directory();
    const other = new AdminError('INPUT_CHANGED', 'the input has changed');
    expect([
      await refused('users.disable', directory({ query: down })),
      await refused('users.disable', alone),
    ]).to.deep.equal([unchanged, unchanged]);
    expect((await refused('users.disable', directory(), other)).code).to.equal('INPUT_CHANGED');
  });
});
