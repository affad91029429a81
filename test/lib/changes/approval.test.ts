import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { signFile } from '../../../src/lib/approvals/sign-file.js';
import { digestOf, type SigningRole } from '../../../src/lib/approvals/statement.js';
import type { Change } from '../../../src/lib/changes/change.js';
import { approvalNote, requireConsent, type SignedFile } from '../../../src/lib/changes/consent.js';
import { summaryOf } from '../../../src/lib/changes/plan-summary.js';
import { statementPlace } from '../../../src/lib/changes/place.js';
import type { Context } from '../../../src/lib/config/context.js';
import { DEFAULT_CONVENTIONS } from '../../../src/lib/config/default-conventions.js';
import type { AdminError } from '../../../src/lib/errors.js';
import { openTestDirectory, type TestDirectoryOptions } from '../../helpers/directory.js';
import { makeSigners, signersOf, type TestSigner } from '../approvals/signers.js';
import { rejection } from '../conventions/refusal.js';
import { somebody } from './agreement.js';
import { exampleChange } from './example-change.js';

const ROLES = ['itsm_agent'];

const GRANT = exampleChange({
  operation: 'users.set-attributes',
  fields: [{ field: 'roles', before: ROLES, after: [...ROLES, 'super_admin'] }],
});
const FINAL = 'It cannot be put back.';

const NEEDED: readonly (readonly [string, Change, boolean])[] = [
  ['the grant of a privileged role', GRANT, false],
  [
    'putting a user into a privileged group',
    exampleChange({ operation: 'users.add-to-group', fields: [{ field: 'groups', before: [], after: ['admins'] }] }),
    false,
  ],
  [
    'putting users back into a privileged group that was deleted',
    exampleChange({
      operation: 'history.undo',
      target: { kind: 'group', id: 'admins', label: 'ana@example.com', tenantId: null },
      fields: [{ field: 'members', before: [], after: ['ben', 'chloe'] }],
    }),
    false,
  ],
  [
    'an import of users with privileged roles',
    exampleChange({
      operation: 'users.import',
      fields: [{ field: 'privilegedRoles', before: null, after: ['super_admin'] }],
    }),
    false,
  ],
  ['a deletion of a user', exampleChange({ operation: 'users.delete' }), false],
  ['a deletion of a group', exampleChange({ operation: 'groups.delete' }), false],
  ['the removal of a client secret', exampleChange({ operation: 'client.remove-secret' }), false],
  [
    'what is irreversible in a protected context',
    exampleChange({ operation: 'users.reset-password', irreversible: FINAL }),
    true,
  ],
];

const FREE: readonly (readonly [string, Change])[] = [
  ['disabling a user', exampleChange({ operation: 'users.disable', irreversible: FINAL })],
  ['signing a user out', exampleChange({ operation: 'users.sign-out', irreversible: FINAL })],
  ['revoking sessions', exampleChange({ operation: 'users.sessions', irreversible: FINAL })],
  ['a lockdown', exampleChange({ operation: 'users.lockdown', irreversible: FINAL })],
  [
    'taking a privileged role away',
    exampleChange({
      operation: 'users.set-attributes',
      fields: [{ field: 'roles', before: [...ROLES, 'super_admin'], after: ROLES }],
    }),
  ],
  ['the grant of another role', exampleChange({ fields: [{ field: 'roles', before: [], after: ROLES }] })],
];

describe('an approval', () => {
  let folder = '';
  let people: Record<'ana' | 'ben', TestSigner>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sf-admin-approval-'));
    people = await makeSigners(folder, 'ana', 'ben');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const open = (context: Partial<Context> = {}, options: TestDirectoryOptions = {}) =>
    openTestDirectory({
      ...options,
      context: {
        name: 'prod',
        kind: 'aws',
        endpointUrl: 'http://127.0.0.1:9',
        approvals: 1,
        signers: signersOf(people),
        conventions: { ...DEFAULT_CONVENTIONS, privilegedGroups: ['admins'] },
        ...context,
      },
    });
  const consentTo = (change: Change, directory = open(), signed?: SignedFile) =>
    requireConsent(directory, [change], { ...somebody(true).options, yes: true, confirm: change.target.label, signed });

  for (const [what, change, isProtected] of NEEDED) {
    it(`is needed for ${what}`, async () => {
      const refused = await rejection(consentTo(change, open({ protected: isProtected })));
      expect(refused).to.include({
        code: 'APPROVAL_REQUIRED',
        message: `${change.operation.replace('.', ' ')} ana@example.com needs the approval of a second person`,
      });
      expect(refused.hint).to.contain('--plan-out FILE');
    });
  }

  it('is refused with the reason where there is no plan, instead of with a command that does not exist', async () => {
    const withoutPlan = 'A restore has no plan.';
    const refused = await rejection(
      requireConsent(open(), [GRANT], { ...somebody(true).options, yes: true, withoutPlan }),
    );
    const note = async (reason: string | undefined) =>
      approvalNote(open(), await summaryOf(open(), [GRANT]), { withoutPlan: reason });
    const demanded = 'users set-attributes ana@example.com needs the approval of a second person';
    expect([refused.hint, await note(withoutPlan), await note(undefined)]).to.deep.equal([
      'Nothing was changed. A restore has no plan.',
      `It would be refused now: ${demanded}. A restore has no plan.`,
      `It would be refused now: ${demanded}. Save the plan with --plan-out FILE.`,
    ]);
  });

  for (const [what, change] of FREE) {
    it(`is not needed for ${what}`, async () => {
      expect(await consentTo(change, open({ protected: true }))).to.equal(undefined);
    });
  }

  it('is not needed where none is demanded, nor in the embedded sandbox', async () => {
    expect(await consentTo(GRANT, open({ approvals: 0 }))).to.equal(undefined);
    const sandbox = openTestDirectory({ context: { approvals: 1, signers: signersOf(people) } });
    expect(await consentTo(GRANT, sandbox)).to.equal(undefined);
  });

  describe('that the policy of the machine demands', () => {
    const policy = () => ({ file: join(folder, 'strict.yaml'), owner: process.geteuid?.() ?? 0 });
    const lines = () =>
      Object.entries(people).map(([person, { publicKey }]) => `  ${person}: { keys: ['${publicKey}'] }\n`);
    const write = (text: string) => writeFile(policy().file, text, { mode: 0o644 });
    /** A context of somebody who counts nothing as privileged. */
    const lax = () => {
      const roles = DEFAULT_CONVENTIONS.roles.map(({ name }) => ({ name, privileged: false }));
      return open({ approvals: 0, conventions: { ...DEFAULT_CONVENTIONS, roles } }, { policy: policy() });
    };
    const granting = (field: string, name: string) => exampleChange({ fields: [{ field, before: [], after: [name] }] });
    const demanded = (change: Change): Promise<string> =>
      consentTo(change, lax()).then(
        () => 'free',
        (error: unknown) => (error as AdminError).code,
      );

    it('is needed for what is privileged by default or by the policy, even if a context counts nothing as privileged', async () => {
      await write(`approvals: 1\nprivilegedRoles: [auditor]\nprivilegedGroups: [ops]\nsigners:\n${lines().join('')}`);
      const changes = [
        ...['itsm_admin', 'cloud_admin', 'super_admin', 'auditor', 'itsm_agent'].map((role) => granting('roles', role)),
        ...['ops', 'admins'].map((group) => granting('groups', group)),
      ];
      const results: string[] = [];
      for (const change of changes) results.push(await demanded(change));
      expect(results).to.deep.equal([
        ...Array.from({ length: 4 }, () => 'APPROVAL_REQUIRED'),
        'free',
        'APPROVAL_REQUIRED',
        'free',
      ]);
    });

    it('keeps nothing from being taken away, even if the policy cannot be read', async () => {
      await write('approvals: many\n');
      const taken = exampleChange({ fields: [{ field: 'roles', before: ['super_admin'], after: [] }] });
      expect(await Promise.all([taken, ...FREE.slice(0, 5).map(([, change]) => change)].map(demanded))).to.deep.equal(
        Array.from({ length: 6 }, () => 'free'),
      );
      expect(await demanded(granting('roles', 'super_admin'))).to.equal('INVALID_CONFIG');
    });
  });

  describe('of a plan', () => {
    const bytes = Buffer.from('a plan');
    let signed: SignedFile;
    let made = 0;
    beforeEach(async () => {
      made += 1;
      signed = { file: join(folder, `plan-${made}`), sha256: digestOf(bytes) };
      await writeFile(signed.file, bytes);
    });
    const sign = (person: keyof typeof people, role: SigningRole, directory = open()) => {
      const { keyFile: file, publicKey } = people[person];
      const about = { role, sha256: signed.sha256, ...statementPlace(directory) };
      const by = { person, key: { file, publicKey } };
      return signFile(signed.file, about, by, { mayAsk: false, now: new Date() });
    };

    it('counts if one person has planned it and another one has approved it', async () => {
      await sign('ana', 'plan');
      const { at: approvedAt } = await sign('ben', 'approve');
      expect(await consentTo(GRANT, open(), signed)).to.deep.equal({
        plannedBy: 'ana',
        approvedBy: 'ben',
        approvedAt,
      });
    });

    it('does not count if its author alone has signed', async () => {
      await sign('ana', 'plan');
      expect(await rejection(consentTo(GRANT, open(), signed))).to.include({ message: 'it is not approved' });
      await sign('ana', 'approve');
      expect(await rejection(consentTo(GRANT, open(), signed))).to.include({
        code: 'SIGNATURE_REFUSED',
        message: 'ana both planned and approved it',
      });
    });

    it('does not count in another pool', async () => {
      const other = open({ poolId: 'eu-west-1_Other' });
      await sign('ana', 'plan', other);
      await sign('ben', 'approve', other);
      expect((await rejection(consentTo(GRANT, open(), signed))).message).to.equal(
        'the signature of ana is for user pool eu-west-1_Other',
      );
    });

    it('counts only with keys of the policy of the machine, whatever the context says', async () => {
      await sign('ana', 'plan');
      await sign('ben', 'approve');
      const file = join(folder, 'policy.yaml');
      const lines = ['ana', 'carl'].map((person, index) => {
        const { publicKey } = index === 0 ? people.ana : { publicKey: `ssh-ed25519 ${'A'.repeat(68)}` };
        return `  ${person}: { keys: ['${publicKey}'] }\n`;
      });
      await writeFile(file, `approvals: 1\nsigners:\n${lines.join('')}`, { mode: 0o644 });
      const policy = { file, owner: process.geteuid?.() ?? 0 };
      for (const context of [{}, { approvals: 0 }]) {
        const refused = await rejection(consentTo(GRANT, open(context, { policy }), signed));
        expect(refused.message).to.equal('ben, who signed, is not a signer');
      }
      expect((await rejection(consentTo(GRANT, open({ approvals: 0 }, { policy })))).code).to.equal(
        'APPROVAL_REQUIRED',
      );
    });
  });
});
