import { expect } from 'chai';
import type { Prompter } from '../../../../src/lib/prompt/prompter.js';
import { askNewUser, type NewUserBasics } from '../../../../src/lib/users/attributes/ask-new-user.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { rejection } from '../../conventions/refusal.js';
import { mockUsers } from '../mock-users.js';

/** A person who types the answers in order; after a refused text, the next one is typed. */
function typing(answers: readonly (string | string[])[]) {
  const rest = [...answers];
  const asked: unknown[] = [];
  const prompter: Pick<Prompter, 'text' | 'checkbox' | 'select'> = {
    text: (message, { validate } = {}) => {
      for (;;) {
        const answer = rest.shift() as string;
        const problem = validate?.(answer);
        asked.push(problem === undefined ? message : [message, problem]);
        if (problem === undefined) return Promise.resolve(answer);
      }
    },
    select: (message, choices) => {
      asked.push([message, choices.map(({ value, label }) => label ?? value)]);
      return Promise.resolve(rest.shift() as string);
    },
    checkbox: (message, choices, options) => {
      asked.push([message, choices, options]);
      return Promise.resolve(rest.shift() as string[]);
    },
  };
  return { prompter: prompter as Prompter, asked };
}

const NO_FLAG = { generate: false, fromStdin: false };
const NOTHING: NewUserBasics = {
  roles: [],
  password: NO_FLAG,
  permanent: false,
  dryRun: false,
  neededOnly: false,
};
const GIVEN = { email: 'ana@example.com', roles: ['itsm_agent'] };
const WHOLE = { ...GIVEN, department: 'dept_it' };

describe('askNewUser', () => {
  const cognito = mockUsers();
  const inTenants = (...tenants: string[]) => {
    const Users = tenants.map((Value) => ({ Username: Value, Attributes: [{ Name: 'custom:tenant_id', Value }] }));
    cognito.answer('ListUsers', { Users });
  };
  const ask = (given: Partial<NewUserBasics>, prompter?: Prompter, tenant?: string) =>
    askNewUser(openTestDirectory(tenant === undefined ? {} : { tenant }), { ...NOTHING, ...given }, prompter);

  it('asks nothing if nothing is missing', async () => {
    const { prompter, asked } = typing([]);
    expect(await ask(WHOLE, prompter, 'tenant_001')).to.deep.equal({
      ...WHOLE,
      tenant: 'tenant_001',
      password: undefined,
    });
    expect(asked).to.deep.equal([]);
  });

  it('names everything missing at once without a terminal, including a permanent password', async () => {
    const hint = 'For example: sf-admin users create ana@example.com --tenant tenant_001 --role itsm_agent';
    const missing = async (...given: Parameters<typeof ask>) => {
      const { code, message, hint: said } = await rejection(ask(...given));
      expect([code, said]).to.deep.equal(['MISSING_INPUT', hint]);
      return message;
    };
    expect([
      await missing({}),
      await missing({ permanent: true }),
      await missing(GIVEN),
      await missing({ ...GIVEN, roles: [] }, undefined, 'tenant_001'),
      await missing({ ...GIVEN, permanent: true }, undefined, 'tenant_001'),
    ]).to.deep.equal([
      'a new user needs EMAIL, --tenant ID, --role ROLE',
      'a new user needs EMAIL, --tenant ID, --role ROLE, --generate-password or --password-stdin',
      'a new user needs --tenant ID',
      'a new user needs --role ROLE',
      'a new user needs --generate-password or --password-stdin',
    ]);
  });

  it('needs no department in a script', async () => {
    expect((await ask(GIVEN, undefined, 'tenant_001')).department).to.equal(undefined);
  });

  it('refuses invalid flags before it asks for the rest', async () => {
    const { prompter, asked } = typing([]);
    expect([
      (await rejection(ask({ email: 'ana' }, prompter))).code,
      (await rejection(ask({ roles: ['itsm_agnt'] }, prompter))).code,
      (await rejection(ask({ department: 'a b' }, prompter))).code,
      asked,
    ]).to.deep.equal(['INVALID_EMAIL', 'UNKNOWN_ROLE', 'INVALID_DEPARTMENT', []]);
  });

  it('asks for each value, explains an invalid answer, and marks the privileged roles', async () => {
    const { prompter, asked } = typing([
      'ana',
      'ana@example.com',
      'tenant_1',
      'tenant_001',
      ['itsm_agent'],
      'a b',
      'dept_it',
    ]);
    expect(await ask({}, prompter)).to.deep.equal({ ...WHOLE, tenant: 'tenant_001', password: undefined });
    expect(asked).to.deep.equal([
      ['Email', '"ana" is not an email address. Add the domain, as in ada@example.com'],
      'Email',
      [
        'Tenant',
        'tenant "tenant_1" is not a StackFlow tenant ID. Did you mean tenant_001? A tenant ID looks like tenant_001',
      ],
      'Tenant',
      [
        'Roles',
        [
          { value: 'itsm_agent', label: 'itsm_agent' },
          { value: 'itsm_admin', label: 'itsm_admin (privileged)' },
          { value: 'cloud_admin', label: 'cloud_admin (privileged)' },
          { value: 'super_admin', label: 'super_admin (privileged)' },
        ],
        { required: true },
      ],
      [
        'Department (Enter for none)',
        'department "a b" is not a StackFlow department ID. ' +
          'Did you mean a_b? A department ID matches ^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$',
      ],
      'Department (Enter for none)',
    ]);
  });

  it('offers the tenants that users are in, in order, and none that breaks the conventions', async () => {
    inTenants('tenant_003', 'tenant_001', 'acme', 'tenant_003', ' tenant_002');
    const { prompter, asked } = typing(['tenant_003']);
    expect((await ask({ ...WHOLE }, prompter)).tenant).to.equal('tenant_003');
    expect(asked).to.deep.equal([['Tenant', ['tenant_001', 'tenant_003', 'Another tenant']]]);
  });

  it('takes another tenant than those offered', async () => {
    inTenants('tenant_001');
    const { prompter, asked } = typing(['', 'tenant_099']);
    expect((await ask({ ...WHOLE }, prompter)).tenant).to.equal('tenant_099');
    expect(asked).to.deep.equal([['Tenant', ['tenant_001', 'Another tenant']], 'Tenant']);
  });

  it('offers exactly the tenants that the context lists, and reads no users for it', async () => {
    const tenant = { ...DEFAULT_CONVENTIONS.tenant, list: ['tenant_002', 'tenant_001'] };
    const directory = openTestDirectory({ context: { conventions: { ...DEFAULT_CONVENTIONS, tenant } } });
    const { prompter, asked } = typing(['tenant_001']);
    expect((await askNewUser(directory, { ...NOTHING, ...WHOLE }, prompter)).tenant).to.equal('tenant_001');
    expect([asked, cognito.sent()]).to.deep.equal([[['Tenant', ['tenant_002', 'tenant_001']]], []]);
  });

  it('asks only for what is missing, even only the department, and accepts Enter for none', async () => {
    const { prompter, asked } = typing(['']);
    expect((await ask(GIVEN, prompter, 'tenant_001')).department).to.equal(undefined);
    expect(asked).to.deep.equal(['Department (Enter for none)']);
  });

  it('leaves a permanent password to a prompt, unless a flag is given', async () => {
    const { prompter } = typing([]);
    const source = async (given: Partial<NewUserBasics>) =>
      (await ask({ ...WHOLE, ...given }, prompter, 'tenant_001')).password?.kind;
    expect([
      await source({}),
      await source({ permanent: true }),
      await source({ permanent: true, password: { generate: true, fromStdin: false } }),
      await source({ permanent: true, dryRun: true }),
    ]).to.deep.equal([undefined, 'asked', 'generate', 'generate']);
  });
});
