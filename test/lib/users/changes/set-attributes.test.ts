import { expect } from 'chai';
import fc from 'fast-check';
import { carryOut } from '../../../../src/lib/changes/carry-out.js';
import { DEFAULT_CONVENTIONS } from '../../../../src/lib/config/default-conventions.js';
import { SANDBOX_POOL_ID } from '../../../../src/lib/model/sandbox-ids.js';
import { setAttributes } from '../../../../src/lib/users/changes/set-attributes.js';
import { type AttributesText, parseAttributes } from '../../../../src/lib/users/attributes/parse-attributes.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../../helpers/directory.js';
import { AGREED, DRY_RUN, NOBODY, somebody, unrecorded } from '../../changes/agreement.js';
import { lostAnswer } from '../../cognito/cognito-mock.js';
import { rejection } from '../../conventions/refusal.js';
import { mockUsers } from '../mock-users.js';
import { ANA, ANA_EMAIL, anaAlone, anaAnswer, POOL_ANSWER } from '../ana.js';

const NOTHING: AttributesText = {
  user: ANA_EMAIL,
  set: [],
  unset: [],
  roles: [],
  addRoles: [],
  removeRoles: [],
};

/** Attributes as the pool stores them, `undefined` for none. */
type Stored = Record<string, string | undefined>;

describe('setAttributes', () => {
  const cognito = mockUsers();

  /** Ana before and after the write. */
  function answer(before: Stored = {}, after: Stored = before) {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    cognito.answer('AdminUpdateUserAttributes', {});
    cognito.answerByWrites('AdminGetUser', anaAlone({ attributes: before }), anaAlone({ attributes: after }));
  }

  async function set(input: Partial<AttributesText>, options = AGREED, where: TestDirectoryOptions = {}) {
    const directory = openTestDirectory(where);
    const parsed = await parseAttributes(directory, { ...NOTHING, ...input });
    const change = await setAttributes(directory, parsed);
    const [outcome] = await carryOut(directory, [change], options);
    return unrecorded(outcome!);
  }

  /** What was written, as [name, value] pairs; fails if it was anything but one update of Ana. */
  function written(): [string, string][] {
    const requests = cognito.written();
    expect(requests).to.have.length(1);
    const [operation, { UserAttributes, ...rest }] = requests[0]!;
    expect([operation, rest]).to.deep.equal([
      'AdminUpdateUserAttributes',
      { UserPoolId: SANDBOX_POOL_ID, Username: ANA },
    ]);
    return (UserAttributes as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]);
  }

  it('sends only what changes', async () => {
    answer(
      { given_name: 'Ana', family_name: 'Silva', locale: 'pt' },
      { given_name: 'Ana', family_name: 'Costa', locale: 'pt', 'custom:department': 'dept_it' },
    );
    const outcome = await set({ givenName: 'Ana', familyName: 'Costa', department: 'dept_it' });
    expect(written()).to.deep.equal([
      ['family_name', 'Costa'],
      ['custom:department', 'dept_it'],
    ]);
    expect(outcome).to.deep.equal({
      plan: {
        operation: 'users.set-attributes',
        target: { kind: 'user', id: ANA, sub: ANA, label: ANA_EMAIL, tenantId: 'tenant_001' },
        fields: [
          { field: 'givenName', before: 'Ana', after: 'Ana' },
          { field: 'familyName', before: 'Silva', after: 'Costa' },
          { field: 'department', before: null, after: 'dept_it' },
        ],
        doneMessage: `Set family name, department of ${ANA_EMAIL}.`,
        unchangedMessage: `${ANA_EMAIL} already has these attributes.`,
        notes: [],
      },
      changed: true,
      dryRun: false,
      requestIds: ['AdminUpdateUserAttributes-1'],
      warnings: [],
    });
  });

  it('writes nothing if nothing changes', async () => {
    answer({ given_name: 'Ana' });
    const outcome = await set({ givenName: 'Ana', addRoles: ['itsm_agent'], removeRoles: ['cloud_admin'] });
    expect([outcome.changed, outcome.plan.unchangedMessage]).to.deep.equal([
      false,
      `${ANA_EMAIL} already has these attributes.`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  it('sends a new address with its verified mark', async () => {
    answer({}, { email: 'ana.silva@example.com' });
    const outcome = await set({ email: 'ana.silva@example.com' });
    expect(written()).to.deep.equal([
      ['email', 'ana.silva@example.com'],
      ['email_verified', 'true'],
    ]);
    expect(outcome.plan.doneMessage).to.equal(`Set email of ${ANA_EMAIL}.`);
  });

  it('marks the current address as verified', async () => {
    answer({ email_verified: 'false' }, {});
    await set({ email: ANA_EMAIL });
    expect(written()).to.deep.equal([['email_verified', 'true']]);
  });

  it('removes an attribute with an empty value', async () => {
    answer({ given_name: 'Ana', locale: 'pt' }, { locale: 'pt' });
    await set({ unset: ['given_name'] });
    expect(written()).to.deep.equal([['given_name', '']]);
  });

  for (const [says, input, after] of [
    ['Removed given name, locale', { unset: ['given_name', 'locale'] }, {}],
    [
      'Set family name, removed locale',
      { familyName: 'Costa', unset: ['locale'] },
      { given_name: 'Ana', family_name: 'Costa' },
    ],
    ['Set given name', { givenName: 'Anna', unset: ['custom:department'] }, { given_name: 'Anna', locale: 'pt' }],
  ] as const) {
    it(`says what was set and what was removed: ${says}`, async () => {
      answer({ given_name: 'Ana', locale: 'pt' }, after);
      expect((await set(input)).plan.doneMessage).to.equal(`${says} of ${ANA_EMAIL}.`);
    });
  }

  it('writes nothing to remove an attribute that the user does not have', async () => {
    answer();
    const { changed, plan } = await set({ unset: ['given_name', 'custom:department'] });
    expect([changed, plan.unchangedMessage]).to.deep.equal([
      false,
      `${ANA_EMAIL} has no given name, department to remove.`,
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  describe('with roles', () => {
    it('replaces all of them with --role', async () => {
      answer({ 'custom:role': 'itsm_admin,old_role' }, { 'custom:role': 'itsm_agent' });
      await set({ roles: ['itsm_agent'] });
      expect(written()).to.deep.equal([['custom:role', 'itsm_agent']]);
    });

    it('keeps an unknown role when others are added and removed', async () => {
      answer({ 'custom:role': 'old_role,itsm_agent' }, { 'custom:role': 'itsm_admin,cloud_admin,old_role' });
      await set({ addRoles: ['cloud_admin', 'itsm_admin'], removeRoles: ['itsm_agent'] });
      expect(written()).to.deep.equal([['custom:role', 'itsm_admin,cloud_admin,old_role']]);
    });

    it('suggests a role that the user holds if the one to remove is misspelt', async () => {
      answer();
      const { changed, plan } = await set({ removeRoles: ['itsm_agnt'] });
      expect([changed, plan.unchangedMessage]).to.deep.equal([
        false,
        `${ANA_EMAIL} does not hold itsm_agnt. Did you mean itsm_agent?`,
      ]);
    });

    it('adds to the roles that the user has right before the write', async () => {
      answer();
      const { options } = somebody(true, () => {
        answer({ 'custom:role': 'itsm_admin' }, { 'custom:role': 'itsm_admin,cloud_admin' });
      });
      await set({ addRoles: ['cloud_admin'] }, options);
      expect(written()).to.deep.equal([['custom:role', 'itsm_admin,cloud_admin']]);
    });

    it('removes an unknown role by its name', async () => {
      answer({ 'custom:role': 'itsm_agent,old_role' }, { 'custom:role': 'itsm_agent' });
      await set({ removeRoles: [' old_role '] });
      expect(written()).to.deep.equal([['custom:role', 'itsm_agent']]);
    });

    it('refuses to remove the last role', async () => {
      answer({});
      const { code, message } = await rejection(set({ removeRoles: ['itsm_agent'] }));
      expect([code, message]).to.deep.equal(['ATTRIBUTE_NOT_ALLOWED', `${ANA_EMAIL} would have no role left`]);
      expect(cognito.written()).to.deep.equal([]);
    });

    it('asks for confirmation to grant a privileged role, unless the user holds it', async () => {
      answer({ 'custom:role': 'itsm_admin' }, { 'custom:role': 'itsm_agent,itsm_admin' });
      await set({ addRoles: ['itsm_agent'] }, NOBODY);
      expect(written()).to.deep.equal([['custom:role', 'itsm_agent,itsm_admin']]);

      const { code, hint } = await rejection(set({ addRoles: ['cloud_admin'] }, NOBODY));
      expect([code, hint?.split('\n')[0]]).to.deep.equal([
        'CONFIRMATION_REQUIRED',
        `${ANA_EMAIL} would hold cloud_admin, which is privileged.`,
      ]);
    });

    it('keeps the held roles, without the removed ones, with the added ones, for any request', async () => {
      const known = DEFAULT_CONVENTIONS.roles.map(({ name }) => name);
      const some = (from: readonly string[]) => fc.subarray([...from]);
      const held = some([...known, 'old_role', 'Older Role']);
      await fc.assert(
        fc.asyncProperty(held, some(known), some([...known, 'old_role']), async (before, add, remove) => {
          fc.pre(add.length + remove.length > 0);
          cognito.answerByWrites('AdminGetUser', anaAnswer({ attributes: { 'custom:role': before.join(',') } }));
          const text = { ...NOTHING, addRoles: add, removeRoles: remove };
          const change = await setAttributes(openTestDirectory(), await parseAttributes(openTestDirectory(), text));
          const after = change.fields.find(({ field }) => field === 'roles')!.after as string[];
          const expected = new Set([...before.filter((role) => !remove.includes(role)), ...add]);
          expect([...after].sort()).to.deep.equal([...expected].sort());
          const order = after.filter((role) => known.includes(role));
          expect(order).to.deep.equal(known.filter((role) => expected.has(role)));
        }),
      );
    });
  });

  describe('with a move between tenants', () => {
    it('moves only with --move-to-tenant, after confirmation', async () => {
      answer({}, { 'custom:tenant_id': 'tenant_002' });
      const { options, asked, shown } = somebody(true);
      cognito.answerByWrites(
        'AdminGetUser',
        anaAnswer(),
        anaAnswer(),
        anaAnswer({ attributes: { 'custom:tenant_id': 'tenant_002' } }),
      );
      await set({ moveToTenant: 'tenant_002' }, options, { tenant: 'tenant_001' });
      expect(written()).to.deep.equal([['custom:tenant_id', 'tenant_002']]);
      expect(asked).to.deep.equal([`users set-attributes ${ANA_EMAIL} in context sandbox. Continue?`]);
      expect(shown.join('\n').split('\n')).to.deep.equal([
        `users set-attributes ${ANA_EMAIL} (tenant_001)`,
        '  tenant ID: tenant_001 → tenant_002',
        `${ANA_EMAIL} moves from tenant_001 to tenant_002, and sees that tenant's data from the next token on.`,
      ]);
    });

    it('is unchanged if the user is already there', async () => {
      answer();
      expect((await set({ moveToTenant: 'tenant_001' }, NOBODY)).changed).to.equal(false);
    });

    it('moves a user without a tenant', async () => {
      answer({ 'custom:tenant_id': undefined }, {});
      const { options, shown } = somebody(true);
      cognito.answerByWrites(
        'AdminGetUser',
        anaAnswer({ attributes: { 'custom:tenant_id': undefined } }),
        anaAnswer({ attributes: { 'custom:tenant_id': undefined } }),
        anaAnswer(),
      );
      await set({ moveToTenant: 'tenant_001' }, options);
      expect(written()).to.deep.equal([['custom:tenant_id', 'tenant_001']]);
      expect(shown.join('\n')).to.include(`${ANA_EMAIL} moves from no tenant to tenant_001`);
    });

    it("refuses a user of another tenant than the caller's", async () => {
      answer({ 'custom:tenant_id': 'tenant_002' });
      expect(await rejection(set({ moveToTenant: 'tenant_001' }, AGREED, { tenant: 'tenant_001' }))).to.deep.equal({
        code: 'TENANT_MISMATCH',
        message: `${ANA_EMAIL} belongs to tenant_002, but this command is limited to tenant_001`,
        hint: "Nothing was written. Check the user, or act in the user's tenant: --tenant ID",
      });
      expect(cognito.written()).to.deep.equal([]);
    });
  });

  it('writes nothing if the user changed while the question was open', async () => {
    answer({ given_name: 'Ana' });
    const { options } = somebody(true, () => {
      cognito.answerByWrites('AdminGetUser', anaAnswer({ attributes: { 'custom:role': 'itsm_admin' } }));
    });
    expect(await rejection(set({ roles: ['cloud_admin'] }, options))).to.deep.equal({
      code: 'CHANGED_UNDERNEATH',
      message: `${ANA_EMAIL} has changed since this was planned`,
      hint: `Nothing was written. Check it (sf-admin users show ${ANA_EMAIL}), then run the command again.`,
    });
    expect(cognito.written()).to.deep.equal([]);
  });

  it('says that nothing was done if the answer was lost and the user is as before', async () => {
    answer({ given_name: 'Ana' });
    cognito.answer('AdminUpdateUserAttributes', lostAnswer());
    const { code, hint } = await rejection(set({ givenName: 'Anna' }));
    expect([code, hint]).to.deep.equal(['TIMEOUT', 'A check shows that nothing was changed.']);
  });

  it("says that a federated user's mapped attributes are overwritten", async () => {
    cognito.answer('DescribeUserPool', POOL_ANSWER);
    const mei = (given_name: string) =>
      anaAnswer({ username: 'AzureAD_mei', status: 'EXTERNAL_PROVIDER', attributes: { given_name } });
    cognito.answerByWrites('AdminGetUser', mei('Mei'), mei('May'));
    cognito.answer('AdminUpdateUserAttributes', {});
    const outcome = await set({ user: 'AzureAD_mei', givenName: 'May' });
    expect(outcome.plan.notes).to.deep.equal([
      'This is a federated user: attributes that the identity provider maps are overwritten at the next sign-in.',
    ]);
  });

  it('writes nothing in a dry run', async () => {
    answer({ given_name: 'Ana' });
    expect((await set({ givenName: 'Anna' }, DRY_RUN)).plan.fields).to.deep.equal([
      { field: 'givenName', before: 'Ana', after: 'Anna' },
    ]);
    expect(cognito.written()).to.deep.equal([]);
  });

  const assign = (name: string, value: string) => ({ set: [{ name, value }] });
  const REFUSED: [string, Partial<AttributesText>, code: string, hint: RegExp][] = [
    ['nothing at all', {}, 'MISSING_INPUT', /^Use --set, --unset, --role/],
    ['the role by its name', assign('custom:role', 'x'), 'ATTRIBUTE_NOT_ALLOWED', /--add-role/],
    ['the tenant by its name', assign('custom:tenant_id', 'x'), 'TENANT_MOVE', /^Use --move-to-tenant$/],
    ['the address by its name', assign('email', 'a@b.example'), 'ATTRIBUTE_NOT_ALLOWED', /^Use --email/],
    ['the verified mark', assign('email_verified', 'true'), 'ATTRIBUTE_NOT_ALLOWED', /^Use --email/],
    ['an attribute named twice', { set: [...assign('locale', 'pt').set, ...assign('locale', 'de').set] }, 'USAGE', /./],
    ['an attribute outside the schema', assign('shoe_size', '43'), 'UNKNOWN_ATTRIBUTE', /^Custom attributes/],
    [
      'a custom attribute outside the conventions',
      assign('custom:employee_no', 'E1'),
      'ATTRIBUTE_NOT_ALLOWED',
      /custom:department/,
    ],
    ['sub', assign('sub', ANA), 'IMMUTABLE_ATTRIBUTE', /./],
    ['a value that is too long', assign('locale', 'x'.repeat(65)), 'INVALID_ATTRIBUTE', /language tag/],
    ['a control character', assign('locale', 'a\u001b[2Jb'), 'INVALID_ATTRIBUTE', /^Remove it/],
    ['an empty value', assign('locale', ''), 'INVALID_ATTRIBUTE', /--unset/],
    ['an empty role', { roles: [''] }, 'MISSING_INPUT', /^Roles: itsm_agent/],
    ['adding an empty role', { addRoles: [' , '] }, 'MISSING_INPUT', /^Roles: itsm_agent/],
    ['an unknown role', { addRoles: ['itsm_agnt'] }, 'UNKNOWN_ROLE', /^Did you mean itsm_agent\?/],
    ['a malformed address', { email: 'ana' }, 'INVALID_EMAIL', /./],
    ['a near-miss tenant', { moveToTenant: 'tenant_1' }, 'INVALID_TENANT', /^Did you mean tenant_001\?/],
    ['a malformed department', { department: 'a b' }, 'INVALID_DEPARTMENT', /^Did you mean a_b\?/],
    ['a department by its name', assign('custom:department', 'dept_it'), 'ATTRIBUTE_NOT_ALLOWED', /--department/],
    ['removing the address', { unset: ['email'] }, 'ATTRIBUTE_NOT_ALLOWED', /To change it: --email/],
    ['removing the tenant', { unset: ['custom:tenant_id'] }, 'ATTRIBUTE_NOT_ALLOWED', /--move-to-tenant/],
    ['removing the roles by name', { unset: ['custom:role'] }, 'ATTRIBUTE_NOT_ALLOWED', /--remove-role/],
    ['removing what the pool requires', { unset: ['sub'] }, 'ATTRIBUTE_NOT_ALLOWED', /another value/],
    ['removing an immutable one', { unset: ['custom:employee_no'] }, 'IMMUTABLE_ATTRIBUTE', /immutable/],
    ['removing an unknown one', { unset: ['shoe_size'] }, 'UNKNOWN_ATTRIBUTE', /./],
    [
      'setting and removing the same',
      { ...assign('locale', 'pt'), unset: ['locale'] },
      'USAGE',
      /Leave one of the two out/,
    ],
    [
      'setting by flag and removing the same',
      { department: 'dept_it', unset: ['custom:department'] },
      'USAGE',
      /Leave one of the two out/,
    ],
  ];
  for (const [what, input, code, hint] of REFUSED) {
    it(`refuses ${what}, and writes nothing`, async () => {
      answer();
      const refusal = await rejection(set(input));
      expect(refusal.code).to.equal(code);
      expect(refusal.hint).to.match(hint);
      expect(cognito.written()).to.deep.equal([]);
    });
  }
});
