import { createHash } from 'node:crypto';

import { expect } from 'chai';

import type { InputFormat } from '../../../src/lib/input/decode/input-format.js';
import type { RowOperation } from '../../../src/lib/runs/operations/row-operation.js';
import { readSpool } from '../../../src/lib/input/spool.js';
import { type NumberedRow, validateInput } from '../../../src/lib/input/validate-input.js';
import { onEachUser } from '../../../src/lib/runs/operations/change-users.js';
import { temporaryFolder } from '../config/temporary-folder.js';
import { rejection } from '../conventions/refusal.js';
import { source } from './source.js';

const JOB: RowOperation = onEachUser({
  operation: 'users.disable',
  intent: {},
  plan: () => Promise.reject(new Error('nothing is planned here')),
  recovery: { kind: 'look' },
});

describe('takeIn', () => {
  const folder = temporaryFolder();
  const file = () => folder.path('rows.ndjson');
  const take = (content: string | Buffer, format: InputFormat, { skipInvalid = false, job = JOB } = {}) =>
    validateInput(source(content), format, job, { skipInvalid, spool: file() });
  const rows = async (): Promise<NumberedRow[]> => {
    const found = [];
    for await (const row of readSpool<NumberedRow>(file())) found.push(row);
    return found;
  };
  const names = async () => (await rows()).map(({ n, row }) => [n, row.line, JOB.nameOf(row)]);

  it('puts the rows into the spool, each with its number and its line, and tells what was read', async () => {
    const content = 'email,note\n\na@a.example,"two\nlines"\nb@a.example,\n';
    expect(await take(content, 'csv')).to.deep.equal({
      rows: 2,
      addresses: 2,
      header: ['email', 'note'],
      digest: createHash('sha256').update(content).digest('hex'),
      repeats: [],
      invalid: { first: [], count: 0, most: 1_000 },
    });
    expect(await rows()).to.deep.equal([
      {
        n: 1,
        row: {
          line: 3,
          values: { email: 'a@a.example', note: 'two\nlines' },
          original: ['a@a.example', 'two\nlines'],
        },
      },
      { n: 2, row: { line: 5, values: { email: 'b@a.example' }, original: ['b@a.example', ''] } },
    ]);
  });

  it('tells inputs apart by every byte of them', async () => {
    const digest = async (content: string) => (await take(content, 'text')).digest;
    const [one, same, other] = [
      await digest('ana\nben\n'),
      await digest('ana\nben\n'),
      await digest('ana\nben'),
    ];
    expect([one === same, one === other]).to.deep.equal([true, false]);
  });

  it('counts the addresses among the names', async () => {
    const { rows: all, addresses } = await take('ana@a.example\nsub-of-ben\n', 'text');
    expect([all, addresses]).to.deep.equal([2, 1]);
  });

  it('takes a user once, and names the rows that repeat one', async () => {
    const { repeats } = await take('ana@a.example\nben\nana@a.example\nANA@a.example\n', 'text');
    expect([repeats, await names()]).to.deep.equal([
      ['line 3 repeats "ana@a.example" of line 1'],
      [
        [1, 1, 'ana@a.example'],
        [2, 2, 'ben'],
        [4, 4, 'ANA@a.example'],
      ],
    ]);
  });

  const BAD: [what: string, format: InputFormat, content: string | Buffer, hint: string][] = [
    ['a NUL byte', 'text', 'ana\0\n', 'line 1, user: has control characters'],
    ['a terminal escape', 'csv', 'email\n\u001b[2Jana\n', 'line 2, email: has control characters'],
    ['bytes that are no UTF-8', 'text', Buffer.from([0x61, 0x0a, 0xff, 0xfe]), 'line 2: is not UTF-8'],
    [
      'a wrong header',
      'csv',
      'mail\nana\n',
      'line 2: names no user: it needs one of username, sub, email, user',
    ],
    ['what is no JSON', 'ndjson', '{"email":"a"}\nnope\n', 'line 2: is not JSON'],
  ];
  for (const [what, format, content, told] of BAD) {
    it(`refuses ${what}, and says where`, async () => {
      const { code, hint } = await rejection(take(content, format));
      expect([code, hint?.split('\n')[0]]).to.deep.equal(['USAGE', told]);
    });
  }

  it('refuses what the job refuses, row by row', async () => {
    const job: RowOperation = {
      ...JOB,
      check: ({ line }) => (line === 2 ? [{ line, column: 'user', problem: 'is not liked' }] : []),
    };
    expect(await rejection(take('ana\nben\n', 'text', { job }))).to.deep.equal({
      code: 'USAGE',
      message: '1 row of the input cannot be used',
      hint: 'line 2, user: is not liked\nNothing was written. To go on with the good ones: --skip-invalid',
    });
  });

  it('goes on with the good rows where the bad ones are to be skipped, each with the number that it had', async () => {
    const content = '{"email":"ana"}\nnope\n{"mail":"x"}\n{"email":"ben"}\n';
    const { invalid } = await take(content, 'ndjson', { skipInvalid: true });
    expect([invalid, await names()]).to.deep.equal([
      {
        first: ['line 2: is not JSON', 'line 3: names no user: it needs one of username, sub, email, user'],
        count: 2,
        most: 1_000,
      },
      [
        [1, 1, 'ana'],
        [4, 4, 'ben'],
      ],
    ]);
  });

  it('tells of every bad row, a thousand by their lines', async () => {
    const { message, hint } = await rejection(take(`${'[]\n'.repeat(1_005)}{"user":"ana"}\n`, 'ndjson'));
    expect([message, hint?.split('\n').length, hint?.split('\n').slice(-2)]).to.deep.equal([
      '1005 rows of the input cannot be used',
      1_002,
      ['and 5 more', 'Nothing was written. To go on with the good ones: --skip-invalid'],
    ]);
  });

  it('says what is wrong with the rows where none is good, also where they are to be skipped', async () => {
    expect(await rejection(take('nope\n', 'ndjson', { skipInvalid: true }))).to.deep.equal({
      code: 'USAGE',
      message: '1 row of the input cannot be used',
      hint: 'line 1: is not JSON\nNothing was written: there is no other row.',
    });
  });

  for (const [format, content] of [
    ['text', ''],
    ['text', '\n \n'],
    ['csv', ''],
    ['csv', 'email\n'],
    ['ndjson', ''],
    ['json', '[]'],
  ] as const) {
    it(`refuses ${JSON.stringify(content)} as ${format}, which names nobody`, async () => {
      expect((await rejection(take(content, format))).code).to.equal('MISSING_INPUT');
    });
  }
});
