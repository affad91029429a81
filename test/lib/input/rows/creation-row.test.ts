import { expect } from 'chai';

import { type CreationDefaults, creationOf, creationRules } from '../../../../src/lib/input/rows/creation-row.js';
import type { Row, RowProblem } from '../../../../src/lib/input/rows/row.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { ANA_EMAIL, POOL_ANSWER } from '../../users/ana.js';
import { mockUsers } from '../../users/mock-users.js';

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

const sentences = (problems: readonly RowProblem[]) =>
  problems.map(({ line, column, problem }) => `${line} ${column ?? '-'}: ${problem}`);

describe('creationOf', () => {
  const cognito = mockUsers();
  beforeEach(() => {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
  });

  async function read(values: Row['values'], defaults: Partial<CreationDefaults> = {}, tenant?: string) {
    const rules = await creationRules(openTestDirectory(tenant === undefined ? {} : { tenant }));
    return creationOf({ line: 7, values }, { ...DEFAULTS, ...defaults }, rules);
  }

  it("reads a row by the JSON keys, and further attributes by the pool's own names", async () => {
    expect(
      await read({ ...VALUES, department: 'D-42', givenName: 'Ana', familyName: 'Li', locale: 'de-DE' }),
    ).to.deep.equal({
      ...INPUT,
      department: 'D-42',
      givenName: 'Ana',
      familyName: 'Li',
      attributes: [{ name: 'locale', value: 'de-DE' }],
    });
  });

  it('ignores what Cognito sets, and refuses MFA, which a new user cannot have', async () => {
    const mfa = (value: string) => read({ ...VALUES, username: 'ana', 'cognito:mfa_enabled': value });
    expect([await mfa('FALSE'), await mfa('TRUE')]).to.deep.equal([
      INPUT,
      [
        {
          line: 7,
          column: 'cognito:mfa_enabled',
          problem: 'is true, but a new user has no MFA. Users set it up when they sign in',
        },
      ],
    ]);
  });

  it('accepts roles as a JSON array', async () => {
    expect(await read({ ...VALUES, roles: ['itsm_agent', 'itsm_admin'] })).to.deep.include({
      roles: ['itsm_agent', 'itsm_admin'],
    });
  });

  it('uses the flags for what a row leaves out', async () => {
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
      await read({ email: ANA_EMAIL, department: null, locale: 'de-DE' }, defaults),
      await read({ ...VALUES, department: 'D-2' }, defaults),
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

  it('ignores what Cognito sets, so that an export can be fed back', async () => {
    expect(
      await read({
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

  it('reports everything that is missing or that a creation cannot set', async () => {
    const values = {
      enabled: 'false',
      emailVerified: 'FALSE',
      status: 'EXTERNAL_PROVIDER',
      attributes: { locale: 'de', 'custom:role': 'itsm_agent' },
      locale: 'en',
    };
    expect(sentences((await read(values)) as readonly RowProblem[])).to.deep.equal([
      '7 email: is missing',
      '7 tenantId: is missing, and --tenant gives none',
      '7 roles: are missing, and --role gives none',
      '7 enabled: is false, but a new user is always enabled. Disable the user afterwards',
      '7 emailVerified: is false, but the address of a new user is always marked as verified',
      '7 status: is EXTERNAL_PROVIDER: Cognito creates a federated user at the first sign-in',
      '7 custom:role: has a column of its own',
      '7 locale: is given twice',
    ]);
  });

  it('reports what a creation cannot set together with invalid values, so that one pass finds both', async () => {
    const problems = (await read({
      ...VALUES,
      enabled: 'no',
      tenantId: 'acme',
      locale: 'de_DE',
    })) as readonly RowProblem[];
    expect(problems.map(({ column }) => column)).to.deep.equal(['enabled', 'tenantId', 'locale']);
  });

  it('takes only true for what a new user always is, and refuses other words by name', async () => {
    expect(await read({ ...VALUES, enabled: ' True', emailVerified: 'TRUE' })).to.deep.equal(INPUT);
    const problems = (await read({ ...VALUES, enabled: 'yes', emailVerified: '1' })) as readonly RowProblem[];
    expect(sentences(problems)).to.deep.equal([
      '7 enabled: is "yes", which is not a boolean: use true or false',
      '7 emailVerified: is "1", which is not a boolean: use true or false',
    ]);
  });

  it('drops outer spaces of addresses, tenants, roles and departments, also where --tenant limits the rows', async () => {
    const values = { email: ` ${ANA_EMAIL}`, tenantId: 'tenant_001 ', roles: ' itsm_agent', department: ' D-1 ' };
    expect(await read(values, {}, 'tenant_001')).to.deep.equal({ ...INPUT, department: 'D-1' });
  });

  it('accepts what the conventions and the pool allow', async () => {
    expect(await read({ ...VALUES, givenName: '-', familyName: '+49 30' })).to.deep.equal({
      ...INPUT,
      givenName: '-',
      familyName: '+49 30',
    });
  });

  it('reports every invalid value of a row with its column', async () => {
    const values = {
      email: 'ana',
      tenantId: 'tenant_002',
      roles: 'itsm_agnt',
      department: '',
      givenName: '=1+1',
      familyName: ' -cmd(A1)',
      'custom:x': '1',
      locale: '\u001b[2J',
    };
    const problems = sentences((await read(values, {}, 'tenant_001')) as readonly RowProblem[]);
    expect(problems.map((text) => text.split('. ')[0])).to.deep.equal([
      '7 email: "ana" is not an email address',
      '7 tenantId: is "tenant_002", but --tenant is tenant_001',
      '7 roles: role "itsm_agnt" is not a StackFlow role',
      '7 department: department "" is not a StackFlow department ID',
      '7 givenName: is a formula, which a spreadsheet would run when it opens an export',
      '7 familyName: is a formula, which a spreadsheet would run when it opens an export',
      '7 custom:x: attribute "custom:x" is not allowed in this context',
      '7 locale: value of locale "\\u001b[2J" has U+001B ESCAPE at position 1',
    ]);
  });

  it('refuses unknown columns with a suggestion, and password columns under any spelling', async () => {
    const rules = await creationRules(openTestDirectory());
    const names = ['email', 'locale', 'errorCode', 'sub', 'tenant', 'role', 'temporaryPassword'];
    const problems = rules.columns.check(names).map(({ column, problem }) => `${column} ${problem}`);
    const known =
      'Columns: email, tenantId, roles, department, givenName, familyName, username, sub, status, enabled, ' +
      'createdAt, updatedAt, emailVerified, attributes, custom:employee_no';
    expect(problems).to.deep.equal([
      `tenant unknown column. Did you mean tenantId? ${known}`,
      `role unknown column. Did you mean roles? ${known}`,
      'temporaryPassword passwords are never read from a file. ' + 'Remove the column: Cognito mails an invitation',
    ]);
  });
});
