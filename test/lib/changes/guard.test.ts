import { expect } from 'chai';
import type { Plan } from '../../../src/lib/changes/change.js';
import type { FieldChange } from '../../../src/lib/model/field-change.js';
import { assertInTenant, guard } from '../../../src/lib/changes/guard.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../helpers/directory.js';
import { refusal } from '../conventions/refusal.js';
import { examplePlan } from './example-change.js';

const CLIENT = { kind: 'client', id: 'client-id', label: 'web', tenantId: null } as const;

const check = (plan: Partial<Plan>, options: TestDirectoryOptions = {}) => {
  guard(openTestDirectory(options), examplePlan(plan));
};
const move = (field: string, before: FieldChange['before'], after: FieldChange['after']) => ({
  fields: [{ field, before, after }],
});

describe('guard', () => {
  it('accepts a change within the caller’s tenant, and any change if the caller has none', () => {
    check({}, { tenant: 'tenant_001' });
    check({});
  });

  it('refuses a user of another tenant, even if nothing would change', () => {
    expect(
      refusal(() => {
        check({ fields: [] }, { tenant: 'tenant_002' });
      }),
    ).to.deep.equal({
      code: 'TENANT_MISMATCH',
      message: 'ana@example.com belongs to tenant_001, but this command is limited to tenant_002',
      hint: "Nothing was written. Check the user, or act in the user's tenant: --tenant ID",
    });
  });

  it('applies the context’s tenant like --tenant', () => {
    expect(
      refusal(() => {
        check({}, { context: { tenant: 'tenant_002' } });
      }).code,
    ).to.equal('TENANT_MISMATCH');
  });

  it('lets a context that is bound to a tenant delete a user of it, and move none out of it', () => {
    const gone = { fields: [{ field: 'tenantId', before: 'tenant_001', after: null }] };
    const context = { tenant: 'tenant_001' };
    check({ ...gone, operation: 'users.delete' }, { context });
    expect(() => {
      check({ ...gone, operation: 'users.delete' }, { context: { tenant: 'tenant_002' } });
    }).to.throw('belongs to tenant_001');
    expect(() => {
      check(gone, { context });
    }).to.throw('tenant_001');
  });

  it('does not suggest --tenant if the context is bound, or for a user without a tenant', () => {
    const hint = (plan: object, where: object) =>
      refusal(() => {
        check(plan, where);
      }).hint;
    const nobodys = { target: { kind: 'user', id: 'u', label: 'ana@example.com', tenantId: null } } as const;
    expect([hint({}, { context: { tenant: 'tenant_002' } }), hint(nobodys, { tenant: 'tenant_002' })]).to.deep.equal([
      'Nothing was written. Check the user. Context sandbox is bound to tenant_002; other contexts: sf-admin context list',
      'Nothing was written. Check the user, or omit --tenant to act on a user without a tenant',
    ]);
  });

  it('refuses, in a context bound to a tenant, whatever may concern other tenants, whatever kind of target it is', () => {
    const kinds = ['client', 'import-job', 'a kind to come' as 'client'] as const;
    const codes = kinds.flatMap((kind) =>
      [null, 'tenant_002'].map(
        (tenantId) =>
          refusal(() => {
            check({ target: { ...CLIENT, kind, tenantId } }, { context: { tenant: 'tenant_001' } });
          }).code,
      ),
    );
    expect(codes).to.deep.equal(Array(6).fill('TENANT_MISMATCH'));
    for (const kind of kinds) {
      check({ target: { ...CLIENT, kind } });
      check({ target: { ...CLIENT, kind, tenantId: 'tenant_001' } }, { context: { tenant: 'tenant_001' } });
    }
  });

  it('lets a bound context change clients, and nothing else, if the contexts file says so', () => {
    const context = { tenant: 'tenant_001', mayEditClient: true };
    check({ target: CLIENT }, { context });
    const ofJob = refusal(() => {
      check({ target: { ...CLIENT, kind: 'import-job', label: 'joiners.csv' } }, { context });
    });
    expect(ofJob).to.deep.equal({
      code: 'TENANT_MISMATCH',
      message: 'import job joiners.csv may concern other tenants, but context sandbox is bound to tenant_001',
      hint: 'Nothing was written. Use a context that is bound to no tenant: sf-admin context list',
    });
  });

  it('does not let it make a new app client', () => {
    const context = { tenant: 'tenant_001', mayEditClient: true };
    const fields = [{ field: 'name', before: null, after: 'web' }];
    const ofNew = refusal(() => {
      check({ operation: 'pool.apply', target: CLIENT, fields }, { context });
    });
    expect([ofNew.code, ofNew.message]).to.deep.equal([
      'TENANT_MISMATCH',
      'client web may concern other tenants, but context sandbox is bound to tenant_001',
    ]);
    check({ operation: 'client.set', target: CLIENT, fields }, { context });
  });

  it('says how to give leave, if a bound context would change a client', () => {
    const ofClient = refusal(() => {
      check({ target: CLIENT }, { context: { tenant: 'tenant_001' } });
    });
    expect(ofClient).to.deep.equal({
      code: 'TENANT_MISMATCH',
      message: 'app client web is shared by all tenants, but context sandbox is bound to tenant_001',
      hint:
        'Nothing was written. Use a context that is bound to no tenant: sf-admin context list\n' +
        'To allow it in sandbox, add to it in the contexts file: mayEditClient: true',
    });
  });

  it('does not move a user out of the tenant that the context is bound to, asked for or undone', () => {
    const context = { tenant: 'tenant_001', mayEditClient: true };
    const how: readonly Partial<Plan>[] = [{ movesTenant: true }, { operation: 'history.undo', undoes: '1' }];
    const refusals = ['tenant_002', null].flatMap((after) =>
      how.map((one) =>
        refusal(() => {
          check({ ...move('tenantId', 'tenant_001', after), ...one }, { context });
        }),
      ),
    );
    const refusedMove = (there: string) => ({
      code: 'TENANT_MISMATCH',
      message: `ana@example.com would move to ${there}, but context sandbox is bound to tenant_001`,
      hint: 'Nothing was written. To move a user, use a context that is bound to no tenant: sf-admin context list',
    });
    const [away, out] = [refusedMove('tenant_002'), refusedMove('no tenant')];
    expect(refusals).to.deep.equal([away, away, out, out]);
  });

  it('accepts other changes of the users of the tenant that the context is bound to', () => {
    check(move('nickname', 'Ana', 'A'), { context: { tenant: 'tenant_001' } });
    check(
      { operation: 'users.create', ...move('tenantId', null, 'tenant_001') },
      { context: { tenant: 'tenant_001' } },
    );
  });

  it('accepts the deletion of a user who violates the conventions', () => {
    check({ operation: 'users.delete', ...move('email', 'ana', null) });
  });

  it('refuses to remove the last role', () => {
    expect(
      refusal(() => {
        check(move('roles', ['itsm_agent'], []));
      }),
    ).to.deep.equal({
      code: 'ATTRIBUTE_NOT_ALLOWED',
      message: 'ana@example.com would have no role left',
      hint: 'Give the user another role with --role. To prevent sign-in: sf-admin users disable',
    });
  });

  it('accepts a hundred URLs of a client, and no more', () => {
    const urls = (count: number) => Array.from({ length: count }, (_, index) => `https://a.example/${index}`);
    check({ target: CLIENT, ...move('callbackUrls', urls(99), urls(100)) });
    expect(
      refusal(() => {
        check({ target: CLIENT, ...move('callbackUrls', urls(100), urls(101)) });
      }),
    ).to.deep.equal({
      code: 'TOO_MANY_URLS',
      message: 'web would have 101 callback URLs',
      hint: 'Cognito allows at most 100 per client. First remove one that is no longer used.',
    });
  });

  it('requires no tenant of an app client', () => {
    check({ target: CLIENT, ...move('callbackUrls', [], ['https://a.example/']) }, { tenant: 'tenant_002' });
  });

  for (const [field, value] of [
    ['tenantId', ' tenant_001'],
    ['department', 'D-1 '],
    ['email', ' ana@example.com '],
  ] as const) {
    it(`refuses to write a ${field} with spaces around it, which no parser returns`, () => {
      expect(
        refusal(() => {
          check({ movesTenant: true, ...move(field, 'other', value) });
        }).code,
      ).to.equal('INVALID_ATTRIBUTE');
    });
  }

  it('lets an undo put back a URL that Cognito accepts, which cannot be added any more', () => {
    const plan = { target: CLIENT, ...move('callbackUrls', [], ['https://app.example.com/*']) };
    check({ ...plan, undoes: 'record' });
    expect(
      refusal(() => {
        check(plan);
      }).code,
    ).to.equal('INVALID_URL');
  });

  it('refuses a new user without a tenant', () => {
    const create = { operation: 'users.create', ...move('email', null, 'ana@example.com') } as const;
    expect(
      refusal(() => {
        check(create);
      }),
    ).to.deep.equal({
      code: 'INVALID_TENANT',
      message: 'ana@example.com would have no tenant',
      hint: 'Give the tenant: --tenant ID',
    });
    check({
      ...create,
      fields: [...create.fields, { field: 'tenantId', before: null, after: 'tenant_001' }],
    });
  });

  it('refuses a new user whose tenant is removed', () => {
    const { message } = refusal(() => {
      check({ operation: 'users.create', ...move('tenantId', 'tenant_001', null) });
    });
    expect(message).to.equal('ana@example.com would have no tenant');
  });

  it('accepts a creation without changes, since the user exists', () => {
    check({ operation: 'users.create', fields: [] });
  });

  it('refuses a move between tenants that was not asked for', () => {
    const fields = move('tenantId', 'tenant_001', 'tenant_002');
    expect(
      refusal(() => {
        check(fields);
      }),
    ).to.deep.equal({
      code: 'TENANT_MOVE',
      message: 'ana@example.com would move from tenant_001 to tenant_002',
      hint: 'To move the user, use --move-to-tenant tenant_002',
    });
    check({ ...fields, movesTenant: true });
    check(move('tenantId', null, 'tenant_001'));
  });

  const REFUSED: [string, Partial<Plan>, string][] = [
    [
      'a move to a malformed tenant',
      { ...move('tenantId', 'tenant_001', 'nowhere'), movesTenant: true },
      'INVALID_TENANT',
    ],
    ['a user moved to no tenant', { ...move('tenantId', 'tenant_001', null), movesTenant: true }, 'INVALID_TENANT'],
    ['an unknown role that comes', move('roles', ['old_role'], ['old_role', 'itsm_agnt']), 'UNKNOWN_ROLE'],
    ['a malformed department', move('department', null, 'a b'), 'INVALID_DEPARTMENT'],
    ['a malformed address', move('email', 'ana@example.com', 'ana'), 'INVALID_EMAIL'],
    ['a user without an address', move('email', 'ana@example.com', null), 'INVALID_EMAIL'],
    ['a malformed callback URL', { target: CLIENT, ...move('callbackUrls', [], ['http://a.example/']) }, 'INVALID_URL'],
    ['a malformed logout URL', { target: CLIENT, ...move('logoutUrls', [], ['a.example']) }, 'INVALID_URL'],
  ];
  for (const [what, plan, code] of REFUSED) {
    it(`refuses ${what}`, () => {
      expect(
        refusal(() => {
          check(plan);
        }).code,
      ).to.equal(code);
    });
  }

  it('does not check unchanged or removed values', () => {
    check(move('roles', ['old_role', 'itsm_agent'], ['old_role']));
    check(move('tenantId', 'nowhere', 'nowhere'));
    check(move('department', 'a b', null));
    check({ target: CLIENT, ...move('callbackUrls', ['http://old/#x', 'http://older'], ['http://old/#x']) });
    check(move('custom:floor', '1', '2'));
  });

  it('follows the conventions of the context', () => {
    const context = { conventions: { ...DEFAULT_CONVENTIONS, emailDomains: ['example.com'] } };
    const email = move('email', null, 'ana@elsewhere.example');
    expect(
      refusal(() => {
        check(email, { context });
      }).code,
    ).to.equal('EMAIL_DOMAIN');
    check(email);
  });
});

describe('assertInTenant', () => {
  it('refuses a user without a tenant if the caller has one', () => {
    const directory = openTestDirectory({ tenant: 'tenant_001' });
    expect(
      refusal(() => {
        assertInTenant(directory, null, 'ana');
      }).message,
    ).to.equal('ana belongs to no tenant, but this command is limited to tenant_001');
  });
});
