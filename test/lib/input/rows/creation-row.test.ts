import { expect } from 'chai';

import {
  checkCreation,
  type CreationDefaults,
  creationOf,
  type CreationRules,
  creationRules,
} from '../../../../src/lib/input/rows/creation-row.js';
import type { Row, RowProblem } from '../../../../src/lib/input/rows/row.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockUsers } from '../../users/mock-users.js';
import { ANA_EMAIL, POOL_ANSWER } from '../../users/ana.js';

const DEFAULTS: CreationDefaults = {
  roles: [],
  attributes: [],
  permanent: false,
  invite: true,
  ifNotExists: false,
};

const VALUES: Row['values'] = { email: ANA_EMAIL, tenantId: 'tenant_001', roles: 'itsm_agent' };

const INPUT = {
  ...DEFAULTS,
  email: ANA_EMAIL,
  tenant: 'tenant_001',
  roles: ['itsm_agent'],
  department: undefined,
  givenName: undefined,
  familyName: undefined,
};

const read = (values: Row['values'], defaults: Partial<CreationDefaults> = {}) =>
  creationOf({ line: 7, values }, { ...DEFAULTS, ...defaults });

const sentences = (problems: readonly RowProblem[]) =>
  problems.map(({ line, column, problem }) => `${line} ${column ?? '-'}: ${problem}`);

describe('creationOf', () => {
  it("reads a row by the JSON keys, and further attributes by the pool's own names", () => {
    expect(
      read({ ...VALUES, department: 'D-42', givenName: 'Ana', familyName: 'Li', locale: 'de-DE' }),
    ).to.deep.equal({
      ...INPUT,
      department: 'D-42',
      givenName: 'Ana',
      familyName: 'Li',
      attributes: [{ name: 'locale', value: 'de-DE' }],
    });
  });

  it('takes roles as a JSON array', () => {
    expect(read({ ...VALUES, roles: ['itsm_agent', 'itsm_admin'] })).to.deep.include({
      roles: ['itsm_agent', 'itsm_admin'],
    });
  });

  it('takes from the flags what the row leaves out, and from the row what it has', () => {
    const defaults = {
      tenant: 'tenant_002',
      roles: ['itsm_admin'],
      department: 'D-1',
      attributes: [
        { name: 'locale', value: 'en-GB' },
        { name: 'zoneinfo', value: 'UTC' },
      ],
    };
    expect([
      read({ email: ANA_EMAIL, department: null, locale: 'de-DE' }, defaults),
      read({ ...VALUES, department: 'D-2' }, defaults),
    ]).to.deep.equal([
      {
        ...INPUT,
        tenant: 'tenant_002',
        roles: ['itsm_admin'],
        department: 'D-1',
        attributes: [
          { name: 'locale', value: 'de-DE' },
          { name: 'zoneinfo', value: 'UTC' },
        ],
      },
      { ...INPUT, department: 'D-2', attributes: defaults.attributes },
    ]);
  });

  it('passes over what Cognito gives, so that an export can be fed back', () => {
    expect(
      read({
        ...VALUES,
        username: 'u-1',
        sub: 'u-1',
        emailVerified: 'true',
        givenName: null,
        enabled: 'TRUE',
        status: 'CONFIRMED',
        createdAt: '2026-01-01T00:00:00Z',
        updatedAt: null,
        attributes: { sub: 'u-1', email_verified: 'true', locale: 'de-DE' },
      }),
    ).to.deep.equal({ ...INPUT, attributes: [{ name: 'locale', value: 'de-DE' }] });
  });

  it('tells everything that is missing or that a creation does not make', () => {
    const values = {
      enabled: 'false',
      emailVerified: 'FALSE',
      status: 'EXTERNAL_PROVIDER',
      attributes: { locale: 'de', 'custom:role': 'itsm_agent' },
      locale: 'en',
    };
    expect(sentences(read(values) as readonly RowProblem[])).to.deep.equal([
      '7 email: is missing',
      '7 tenantId: is missing, and --tenant gives none',
      '7 roles: are missing, and --role gives none',
      '7 enabled: is false, and a new user is enabled. Disable them afterwards',
      '7 emailVerified: is false, and the address of a new user is marked verified',
      '7 status: is EXTERNAL_PROVIDER: a federated user is made by signing in, and not by a creation',
      '7 custom:role: has a column of its own',
      '7 locale: is given twice',
    ]);
  });
});

describe('checkCreation', () => {
  const cognito = mockUsers();
  let rules: CreationRules;
  beforeEach(async () => {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    rules = await creationRules(openTestDirectory({ tenant: 'tenant_001' }));
  });

  it('lets pass what the conventions and the pool allow', () => {
    expect(checkCreation({ ...INPUT, givenName: '-', familyName: '+49 30' }, 7, rules)).to.deep.equal([]);
  });

  it('tells every problem of a row with its column', () => {
    const input = {
      ...INPUT,
      email: 'ana',
      tenant: 'tenant_002',
      roles: ['itsm_agnt'],
      department: '',
      givenName: '=1+1',
      familyName: '-cmd(A1)',
      attributes: [
        { name: 'custom:x', value: '1' },
        { name: 'locale', value: '\u001b[2J' },
      ],
    };
    expect(sentences(checkCreation(input, 7, rules)).map((text) => text.split('. ')[0])).to.deep.equal([
      '7 email: "ana" is not an email address',
      '7 tenantId: is "tenant_002", and --tenant is tenant_001',
      '7 roles: role "itsm_agnt" is not a StackFlow role',
      '7 department: department "" is not a StackFlow department ID',
      '7 givenName: is a formula, which a spreadsheet would run when it opens an export',
      '7 familyName: is a formula, which a spreadsheet would run when it opens an export',
      '7 custom:x: attribute "custom:x" is not allowed in this context',
      '7 locale: invalid value "\\u001b[2J" for attribute "locale"',
    ]);
  });

  it('refuses columns that nobody knows, with what was meant, and passwords under any spelling', () => {
    const names = [
      'email',
      'locale',
      'errorCode',
      'sub',
      'tenant',
      'Roles',
      'custom:role',
      'temporaryPassword',
    ];
    const problems = rules.checkColumns(names).map(({ column, problem }) => `${column} ${problem}`);
    const known =
      'Columns: email, tenantId, roles, department, givenName, familyName, username, sub, status, enabled, ' +
      'createdAt, updatedAt, emailVerified, attributes, custom:employee_no';
    expect(problems).to.deep.equal([
      `tenant is no column that is known. Did you mean tenantId? ${known}`,
      `Roles is no column that is known. Did you mean roles? ${known}`,
      'custom:role is named roles here',
      'temporaryPassword is a password, and passwords are never taken from a file. ' +
        'Leave the column out: Cognito mails an invitation',
    ]);
  });
});
