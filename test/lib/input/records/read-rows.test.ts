import { expect } from 'chai';

import type { InputFormat } from '../../../../src/lib/input/decode/input-format.js';
import { readRows } from '../../../../src/lib/input/records/read-rows.js';
import { columnsOf, USER_COLUMNS } from '../../../../src/lib/input/rows/columns.js';
import { type Columns, isProblems, type Row } from '../../../../src/lib/input/rows/row.js';
import { collect } from '../../runs/example-state.js';
import { source } from '../source.js';

const COLUMNS = columnsOf(
  ['username', 'sub', 'email', 'givenName', 'tenantId', 'enabled', 'status', 'createdAt', 'updatedAt'],
  [{ name: 'locale' }],
  ['email'],
);

/** As `aws cognito-idp list-users` prints users. */
const user = (name: string, more = {}) => ({
  Username: `id-${name}`,
  Attributes: [
    { Name: 'sub', Value: `id-${name}` },
    { Name: 'email', Value: `${name}@a.example` },
    { Name: 'given_name', Value: name },
    { Name: 'custom:tenant_id', Value: 'tenant_001' },
  ],
  UserCreateDate: '2026-01-02T03:04:05+00:00',
  Enabled: true,
  UserStatus: 'CONFIRMED',
  ...more,
});

const columnsOfUser = (name: string) => ({
  username: `id-${name}`,
  sub: `id-${name}`,
  email: `${name}@a.example`,
  givenName: name,
  tenantId: 'tenant_001',
  createdAt: '2026-01-02T03:04:05+00:00',
  enabled: 'true',
  status: 'CONFIRMED',
});

const read = (format: InputFormat, text: string, columns: Columns = COLUMNS) =>
  collect(readRows(source(text), format, { textKey: 'user', columns }));
const problem = (line: number, text: string, more = {}) => [{ line, problem: text, ...more }];
const IS_PAGE = 'the list goes on. Get all of it; or, to use only these users, remove that key';
const IS_OBJECT = 'is a JSON object; a JSON array is expected. For one object per line: --input-format ndjson';

describe('readRows', () => {
  for (const [what, format, text] of [
    ['the output of list-users', 'json', JSON.stringify({ Users: [user('ana'), user('ben')] }, null, 4)],
    ['an array of its users', 'json', JSON.stringify([user('ana'), user('ben')])],
    ['a line for each of its users', 'ndjson', `${JSON.stringify(user('ana'))}\n${JSON.stringify(user('ben'))}\n`],
  ] as const) {
    it(`reads ${what} like rows of its own`, async () => {
      const rows = (await read(format, text)) as readonly Row[];
      expect(rows.map(({ values }) => values)).to.deep.equal([columnsOfUser('ana'), columnsOfUser('ben')]);
    });
  }

  for (const [format, text] of [
    [
      'ndjson',
      '{"rule":"R","severity":"low","found":"x","command":null,"acceptance":{"a":{}},"email":"a","tenantId":"t"}',
    ],
    ['csv', 'rule,severity,found,command,acceptance,email,tenantId\nR,low,x,,,a,t\n'],
  ] as const) {
    it(`reads from a finding in ${format} only the user and what is to be set`, async () => {
      const rows = (await read(format, text, columnsOf(['email'], [], ['email']))) as readonly Row[];
      expect(rows.map(({ values }) => values)).to.deep.equal([{ email: 'a' }]);
    });
  }

  for (const [format, text] of [
    ['ndjson', '{"rule":"R","severity":"low","status":"notCheckable","found":"x"}\n{"email":"a"}\n'],
    ['json', '[{"rule":"R","severity":"low","status":"notCheckable","found":"x"},{"email":"a"}]'],
    ['csv', 'rule,severity,status,found,email\nR,low,notCheckable,x,\nR,low,open,x,a\n'],
  ] as const) {
    it(`skips in ${format} what a check could not check`, async () => {
      const rows = (await read(format, text)) as readonly Row[];
      expect(rows.map(({ values }) => values)).to.deep.equal([{ email: 'a' }]);
    });
  }

  it('keeps the lines of the users of list-users, and each user as it was', async () => {
    const text = `{\n"Users": [\n${JSON.stringify(user('ana'))},\n\n${JSON.stringify(user('ben'))}\n]\n}\n`;
    const rows = (await read('json', text)) as readonly Row[];
    expect(rows.map(({ line, original }) => [line, original])).to.deep.equal([
      [3, user('ana')],
      [5, user('ben')],
    ]);
  });

  it('reads the output of get-user, and of list-users without users', async () => {
    const { Attributes, ...rest } = user('ana');
    const rows = (await read('ndjson', JSON.stringify({ ...rest, UserAttributes: Attributes }))) as readonly Row[];
    expect([rows[0]?.values, await read('json', '{"Users": []}')]).to.deep.equal([columnsOfUser('ana'), []]);
  });

  for (const [what, text, expected] of [
    ['what has no column', [user('ana', { MFAOptions: ['x'] })], problem(1, 'MFAOptions')],
    ['attributes that are no list', [{ Username: 'a', Attributes: 'x' }], problem(1, 'Attributes')],
    ['attributes without names', [{ Username: 'a', Attributes: [null] }], problem(1, 'Attributes')],
    ['a prototype', [{ Username: 'a', Attributes: [{ Name: '__proto__', Value: 'x' }] }], problem(1, '__proto__')],
    [
      'an attribute that is given twice',
      [
        user('ana', {
          Attributes: [
            { Name: 'given_name', Value: 'a' },
            { Name: 'givenName', Value: 'b' },
          ],
        }),
      ],
      problem(1, 'givenName'),
    ],
  ] as const) {
    it(`refuses a user of list-users with ${what}, by the name of the column`, async () => {
      const [found] = await read('json', JSON.stringify(text));
      const shown = isProblems(found!) ? found.map(({ line, column }) => ({ line, problem: column })) : found;
      expect(shown).to.deep.equal(expected);
    });
  }

  for (const [text, expected] of [
    [{ Users: [], PaginationToken: 'x' }, `has PaginationToken: ${IS_PAGE}`],
    [{ Users: [], NextToken: 'x' }, `has NextToken: ${IS_PAGE}`],
    [{ Users: { a: { Username: 'a' } } }, IS_OBJECT],
    [{ Users: 'a' }, IS_OBJECT],
    [{ users: [] }, IS_OBJECT],
    [{ email: 'a' }, IS_OBJECT],
    [{}, IS_OBJECT],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, async () => {
      expect(await read('json', JSON.stringify(text), USER_COLUMNS)).to.deep.equal([
        problem(1, expected, { about: 'rest' }),
      ]);
    });
  }

  for (const text of ['[\n', '{"email":"a"}\n']) {
    it(`refuses ${JSON.stringify(text)} as text: it was meant as JSON`, async () => {
      const message = 'is JSON, and one USER per line is expected. Specify the format: --input-format json, or ndjson';
      expect(await read('text', text)).to.deep.equal([problem(1, message, { about: 'rest' })]);
    });
  }

  it('recognises the keys of JSON in any case, and refuses one that is given twice', async () => {
    const rows = await read('ndjson', '{"Email":"a","LOCALE":"de"}\n{"email":"a","Email":"b"}\n');
    expect(rows).to.deep.equal([
      { line: 1, values: { email: 'a', locale: 'de' }, original: { Email: 'a', LOCALE: 'de' } },
      [{ line: 2, column: 'email', problem: 'is given twice' }],
    ]);
  });
});
