import { expect } from 'chai';

import {
  type AttributesOfAll,
  attributesOf,
  attributesRules,
  checkAttributes,
} from '../../../../src/lib/input/rows/attributes-row.js';
import type { AttributesText } from '../../../../src/lib/users/attributes/parse-attributes.js';
import type { Row, RowProblem } from '../../../../src/lib/input/rows/row.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockUsers } from '../../users/mock-users.js';
import { ANA_EMAIL, POOL_ANSWER } from '../../users/ana.js';

const NOTHING: AttributesOfAll = { set: [], unset: [], roles: [], addRoles: [], removeRoles: [] };
const INPUT = {
  ...NOTHING,
  user: ANA_EMAIL,
  email: undefined,
  department: undefined,
  givenName: undefined,
  familyName: undefined,
  moveToTenant: undefined,
};

const read = (values: Row['values'], all: Partial<AttributesOfAll> = {}) =>
  attributesOf({ line: 7, values: { email: ANA_EMAIL, ...values } }, { ...NOTHING, ...all });

const sentences = (problems: readonly RowProblem[]) =>
  problems.map(({ line, column, problem }) => `${line} ${column ?? '-'}: ${problem}`);

describe('attributesOf', () => {
  it('sets what a row contains, removes what is null, and adds what the flags set on all', () => {
    expect(
      read(
        { givenName: 'Ana', department: null, roles: ['itsm_agent'], locale: 'de-DE', nickname: null },
        { moveToTenant: 'tenant_002', set: [{ name: 'zoneinfo', value: 'UTC' }], unset: ['picture'] },
      ),
    ).to.deep.equal({
      ...INPUT,
      givenName: 'Ana',
      moveToTenant: 'tenant_002',
      roles: ['itsm_agent'],
      set: [
        { name: 'zoneinfo', value: 'UTC' },
        { name: 'locale', value: 'de-DE' },
      ],
      unset: ['picture', 'custom:department', 'nickname'],
    });
  });

  it('refuses a column and a flag for the same thing, and what cannot be removed', () => {
    const all = { department: 'D-1', addRoles: ['itsm_admin'], set: [{ name: 'locale', value: 'en' }] };
    const values = { department: 'D-2', roles: 'itsm_agent', locale: 'de', moveToTenant: null };
    expect(sentences(read(values, all) as readonly RowProblem[])).to.deep.equal([
      '7 department: is given here and by --department. Leave one of the two out',
      '7 moveToTenant: cannot be removed from a user. Leave it out, or give a value',
      '7 roles: sets all the roles, and others are added or removed. Leave one of the two out',
      '7 locale: is given here and by --set or --unset. Leave one of the two out',
    ]);
  });

  const NEW = 'ana.li@example.com';
  for (const [columns, values, user] of [
    ['email,newEmail', { newEmail: NEW }, ANA_EMAIL],
    ['username,email', { username: 'ana', email: NEW }, 'ana'],
    ['sub,email', { sub: 'ana', email: NEW }, 'ana'],
    ['user,newEmail', { email: undefined, user: 'ana', newEmail: NEW }, 'ana'],
  ] as const) {
    it(`sets a new address by the columns ${columns}: the first names the user`, () => {
      expect(read(values as Row['values'])).to.deep.equal({ ...INPUT, user, email: NEW });
    });
  }

  it('takes the address alone for the name of the user', () => {
    expect(read({ department: 'D-1' })).to.deep.equal({ ...INPUT, department: 'D-1' });
  });

  for (const [what, values, problem] of [
    ['two new addresses', { username: 'ana', newEmail: NEW }, '7 email: may be the address or the new address'],
    ['an address beside a user', { user: 'ana' }, '7 email: may be the address or the new address'],
    ['the removal of the address', { username: 'ana', email: null }, '7 email: cannot be removed from a user'],
    ['the removal of the address', { newEmail: null }, '7 newEmail: cannot be removed from a user'],
  ] as const) {
    it(`refuses ${what}: ${JSON.stringify(values)}`, () => {
      const found = sentences(read(values) as readonly RowProblem[]);
      expect(found.map((text) => text.split('. ')[0])).to.deep.equal([problem]);
    });
  }

  it('refuses a row that names no user', () => {
    expect(attributesOf({ line: 7, values: { department: 'D-2' } }, NOTHING)).to.deep.equal([
      { line: 7, problem: 'names no user: it needs one of username, sub, email, user' },
    ]);
  });
});

describe('checkAttributes', () => {
  const cognito = mockUsers();

  async function check(input: Partial<AttributesText>, values: Row['values'] = {}) {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    const rules = await attributesRules(openTestDirectory());
    return sentences(checkAttributes({ ...INPUT, ...input }, { line: 7, values }, rules)).map(
      (text) => text.split('. ')[0],
    );
  }

  it('accepts what the conventions and the pool allow', async () => {
    expect(await check({ department: 'D-1', unset: ['locale'], removeRoles: ['of_old'] })).to.deep.equal([]);
  });

  it('reports every invalid value of a row with its column', async () => {
    expect(
      await check({
        addRoles: ['itsm_agnt'],
        department: '',
        givenName: '@SUM(1)',
        moveToTenant: 'acme',
        set: [{ name: 'custom:employee_no', value: '1' }],
        unset: ['custom:role', 'nickname'],
      }),
    ).to.deep.equal([
      '7 addRoles: role "itsm_agnt" is not a StackFlow role',
      '7 moveToTenant: tenant "acme" is not a StackFlow tenant ID',
      '7 department: department "" is not a StackFlow department ID',
      '7 givenName: is a formula, which a spreadsheet would run when it opens an export',
      '7 custom:employee_no: attribute "custom:employee_no" is not allowed in this context',
      '7 custom:role: custom:role cannot be removed from a user',
      '7 nickname: the user pool has no attribute "nickname"',
    ]);
  });

  it('refuses a new address that is none, under the name of its column', async () => {
    expect([
      await check({ email: 'ana' }, { email: ANA_EMAIL, newEmail: 'ana' }),
      await check({ email: 'ana' }, { username: 'x', email: 'ana' }),
      await check({ email: 'ana@example.com' }, { newEmail: 'ana@example.com' }),
    ]).to.deep.equal([['7 newEmail: "ana" is not an email address'], ['7 email: "ana" is not an email address'], []]);
  });

  it('refuses a row that has nothing to set', async () => {
    expect(await check({})).to.deep.equal(['7 -: has nothing to set']);
  });
});
