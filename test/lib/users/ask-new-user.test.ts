import { expect } from 'chai';
import type { Prompter } from '../../../src/lib/prompt/prompter.js';
import { askNewUser, type NewUserBasics } from '../../../src/lib/users/ask-new-user.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { rejection } from '../conventions/refusal.js';

/** Somebody who types the answers in order; a text that its question refuses is typed anew by the next. */
function typing(answers: readonly (string | string[])[]) {
  const rest = [...answers];
  const asked: unknown[] = [];
  const prompter: Pick<Prompter, 'text' | 'checkbox'> = {
    text: (message, { validate } = {}) => {
      for (;;) {
        const answer = rest.shift() as string;
        const problem = validate?.(answer);
        asked.push(problem === undefined ? message : [message, problem]);
        if (problem === undefined) return Promise.resolve(answer);
      }
    },
    checkbox: (message, choices, options) => {
      asked.push([message, choices, options]);
      return Promise.resolve(rest.shift() as string[]);
    },
  };
  return { prompter: prompter as Prompter, asked };
}

const WHOLE = { email: 'ana@example.com', roles: ['itsm_agent'] };

describe('askNewUser', () => {
  const ask = (given: NewUserBasics, prompter?: Prompter, tenant?: string) =>
    askNewUser(openTestDirectory(tenant === undefined ? {} : { tenant }), given, prompter);

  it('asks nothing where nothing that is needed is missing, the department included', async () => {
    const { prompter, asked } = typing([]);
    expect(await ask(WHOLE, prompter, 'tenant_001')).to.deep.equal({ ...WHOLE, tenant: 'tenant_001' });
    expect(asked).to.deep.equal([]);
  });

  it('names everything missing at once where nobody can be asked', async () => {
    const hint = 'For example: sf-admin users create ana@example.com --tenant tenant_001 --role itsm_agent';
    expect([
      await rejection(ask({ roles: [] })),
      await rejection(ask(WHOLE)),
      await rejection(ask({ ...WHOLE, roles: [] }, undefined, 'tenant_001')),
    ]).to.deep.equal([
      { code: 'MISSING_INPUT', message: 'a new user needs EMAIL, --tenant ID, --role ROLE', hint },
      { code: 'MISSING_INPUT', message: 'a new user needs --tenant ID', hint },
      { code: 'MISSING_INPUT', message: 'a new user needs --role ROLE', hint },
    ]);
  });

  it('asks for each, says what is wrong with an answer, and marks the privileged roles', async () => {
    const { prompter, asked } = typing([
      'ana',
      'ana@example.com',
      'tenant_1',
      'tenant_001',
      ['itsm_agent'],
      'a b',
      'dept_it',
    ]);
    expect(await ask({ roles: [] }, prompter)).to.deep.equal({
      email: 'ana@example.com',
      tenant: 'tenant_001',
      roles: ['itsm_agent'],
      department: 'dept_it',
    });
    expect(asked).to.deep.equal([
      ['Email', '"ana" is not an email address. Write it with its domain, such as ada@example.com'],
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

  it('asks only for what is missing, and takes Enter for no department', async () => {
    const { prompter, asked } = typing(['tenant_001', '']);
    expect(await ask(WHOLE, prompter)).to.deep.equal({
      ...WHOLE,
      tenant: 'tenant_001',
      department: undefined,
    });
    expect(asked).to.deep.equal(['Tenant', 'Department (Enter for none)']);
  });

  it('does not ask for a department that was given', async () => {
    const { prompter, asked } = typing(['tenant_001']);
    expect((await ask({ ...WHOLE, department: 'dept_it' }, prompter)).department).to.equal('dept_it');
    expect(asked).to.deep.equal(['Tenant']);
  });
});
