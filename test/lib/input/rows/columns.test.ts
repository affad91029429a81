import { expect } from 'chai';

import { columnsOf, headerProblems, USER_COLUMNS } from '../../../../src/lib/input/rows/columns.js';

const SCHEMA = ['email', 'given_name', 'locale', 'custom:tenant_id', 'custom:Team', 'custom:team'];
const COLUMNS = columnsOf(
  ['username', 'email', 'givenName', 'tenantId'],
  SCHEMA.map((name) => ({ name })),
  ['username', 'email'],
);

describe('keyOf', () => {
  for (const [written, key] of [
    ['email', 'email'],
    ['Email', 'email'],
    [' EMAIL\u00a0', 'email'],
    ['givenname', 'givenName'],
    ['GivenName', 'givenName'],
    ['given_name', 'givenName'],
    ['Locale', 'locale'],
    ['custom:tenant_id', 'tenantId'],
    ['cognito:username', 'username'],
    ['ErrorCode', 'errorCode'],
    ['custom:Team', 'custom:Team'],
    ['custom:team', 'custom:team'],
    ['CUSTOM:TEAM', 'CUSTOM:TEAM'],
    ['Mail', 'Mail'],
    ['constructor', 'constructor'],
  ] as const) {
    it(`takes ${JSON.stringify(written)} for ${key}`, () => {
      expect(COLUMNS.keyOf(written)).to.equal(key);
    });
  }
});

describe('headerProblems', () => {
  const listed = 'Columns: username, email, givenName, tenantId, custom:Team, custom:team';
  const needed = 'One of the columns username, sub, email, user names the user';
  const one = 'The column email names the user';
  const ADDRESS =
    'is an address, but the first line names the columns. Add such a line; or, for one USER per line: --input-format text';
  for (const [what, columns, header, problems] of [
    ['nothing of known columns', COLUMNS, ['email', 'locale', ''], []],
    ['nothing of other columns where they are ignored', USER_COLUMNS, ['email', 'anything'], []],
    ['an unknown column', COLUMNS, ['emial'], [`emial: unknown column. Did you mean email? ${listed}`]],
    [
      'each of several unknown columns',
      COLUMNS,
      ['emial', 'locale', 'given name', 'zzzzzz'],
      [
        `emial: unknown column. Did you mean email? ${listed}`,
        `given name: unknown column. Did you mean givenName? ${listed}`,
        `zzzzzz: unknown column. ${listed}`,
      ],
    ],
    [
      'columns of Cognito that are not for an update, with what to do with them',
      columnsOf(['email', 'moveToTenant'], [{ name: 'custom:tenant_id' }], ['email']),
      ['email', 'custom:tenant_id', 'tenantId', 'status', 'cognito:mfa_enabled', 'attributes'],
      [
        'custom:tenant_id: does not move a user. Remove the column, or use moveToTenant',
        'tenantId: does not move a user. Remove the column, or use moveToTenant',
        'status: Cognito sets it. Remove the column',
        'cognito:mfa_enabled: Cognito sets it. Remove the column',
        'attributes: each attribute has a column of its own. Remove the column',
      ],
    ],
    [
      'nothing of what a finding of a check has',
      COLUMNS,
      ['username', 'rule', 'severity', 'status', 'found', 'fix', 'command', 'acceptance', 'errorCode'],
      [],
    ],
    [
      'columns of a finding in a row that is none',
      COLUMNS,
      ['username', 'severity', 'command'],
      [`severity: unknown column. ${listed}`, `command: unknown column. ${listed}`],
    ],
    [
      'a name that appears twice',
      COLUMNS,
      ['email', 'x', 'email', 'x'],
      ['email: is in the header twice', 'x: is in the header twice'],
    ],
    ['a header that names no user', USER_COLUMNS, ['locale', 'n'], [`-: no column names the user. ${needed}`]],
    [
      'a header that may mean to',
      USER_COLUMNS,
      ['emial', 'n'],
      [`emial: unknown column. Did you mean email? ${needed}`],
    ],
    [
      'several that may mean to',
      USER_COLUMNS,
      ['usr', 'mail'],
      [`usr: unknown column. Did you mean user? ${needed}`, `mail: unknown column. Did you mean email? ${needed}`],
    ],
    [
      'the one column that would name the user',
      { ...USER_COLUMNS, naming: ['email'] },
      ['n'],
      [`-: no column names the user. ${one}`],
    ],
    ['a first line that is a row', USER_COLUMNS, ['ana@a.example', 'n'], [`ana@a.example: ${ADDRESS}`]],
    [
      'a first line that is a row, where columns are checked',
      COLUMNS,
      ['ana@a.example'],
      [`ana@a.example: ${ADDRESS}`],
    ],
  ] as const) {
    it(`reports ${what}`, () => {
      const found = headerProblems(header, columns).map(({ column = '-', problem }) => `${column}: ${problem}`);
      expect(found).to.deep.equal(problems);
    });
  }
});
