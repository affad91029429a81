import { expect } from 'chai';

import {
  type CarryOutOptions,
  carryOut,
  type Change,
  createUser,
  disableUser,
  enableUser,
  getUser,
  listHistory,
  type Question,
  setAttributes,
  signOutUser,
} from '../../../src/lib/library/index.js';
import { rejection } from '../conventions/refusal.js';
import { all, ANA, BEN, ownSandbox } from './own-sandbox.js';

describe('a change of the library', () => {
  const sandbox = ownSandbox();

  async function disabling(options: CarryOutOptions = {}) {
    const directory = await sandbox().openDirectory();
    const change = await disableUser(directory, { user: ANA });
    return { directory, change, outcome: () => carryOut(directory, change, options) };
  }

  it('is plain data without a function, so that it can only be made by carryOut', async () => {
    const { change } = await disabling();
    expect(JSON.parse(JSON.stringify(change))).to.deep.equal({ ...change });
    expect([change.operation, change.target.label, change.fields, change.isUnchanged]).to.deep.equal([
      'users.disable',
      ANA,
      [{ field: 'enabled', before: true, after: false }],
      false,
    ]);
  });

  it('is recorded with its reason when it is made, and the record is in the outcome', async () => {
    const { directory, outcome } = await disabling({ yes: true, reason: 'INC-4711' });
    const { recordId, message, changed, error } = await outcome();
    const [record] = await all(listHistory(directory));
    expect([message, changed, error]).to.deep.equal([`Disabled ${ANA}.`, true, null]);
    expect([record?.id, record?.operation, record?.reason, record?.result]).to.deep.equal([
      recordId,
      'users.disable',
      'INC-4711',
      'done',
    ]);
    expect((await getUser(directory, ANA)).enabled).to.equal(false);
  });

  it('writes and records nothing in a dry run', async () => {
    const { directory, outcome } = await disabling({ dryRun: true });
    const { changed, dryRun, recordId } = await outcome();
    expect([changed, dryRun, recordId]).to.deep.equal([false, true, null]);
    expect((await getUser(directory, ANA)).enabled).to.equal(true);
    expect(await all(listHistory(directory))).to.deep.equal([]);
  });

  it('is refused without a confirmation if it is disruptive', async () => {
    const { directory, outcome } = await disabling();
    expect((await rejection(outcome())).code).to.equal('CONFIRMATION_REQUIRED');
    expect((await getUser(directory, ANA)).enabled).to.equal(true);
  });

  it('asks the function of the caller, and continues with true only', async () => {
    const questions: Question[] = [];
    const answers = [false, 'yes', true];
    const codes: (string | boolean)[] = [];
    for (const answer of answers) {
      const ask = (question: Question) => {
        questions.push(question);
        return answer;
      };
      const { outcome } = await disabling({ ask });
      codes.push(
        await outcome().then(
          ({ changed }) => changed,
          (error: unknown) => (error as { code: string }).code,
        ),
      );
    }
    expect(codes).to.deep.equal(['CANCELLED', 'CANCELLED', true]);
    expect(questions[0]).to.deep.equal({
      text: `users disable ${ANA} in context sandbox. Continue?`,
      plan: `users disable ${ANA} (tenant_001)\n  enabled: yes → no\nThey cannot sign in until enabled again.`,
      expected: null,
    });
  });

  it('does not ask for what needs no confirmation', async () => {
    const directory = await sandbox().openDirectory();
    const ask = () => Promise.reject(new Error('asked'));
    expect((await carryOut(directory, await enableUser(directory, { user: ANA }), { ask })).changed).to.equal(false);
  });

  it('needs the name of the target for what is irreversible in a protected user pool', async () => {
    const directory = await sandbox().openDirectory({ protected: true });
    const plan = () => signOutUser(directory, { user: ANA });
    expect((await rejection(carryOut(directory, await plan(), { yes: true }))).code).to.equal('CONFIRMATION_REQUIRED');
    expect((await rejection(carryOut(directory, await plan(), { ask: () => true }))).code).to.equal('CANCELLED');
    const answered = await carryOut(directory, await plan(), { ask: ({ expected }) => expected ?? false });
    const confirmed = await carryOut(directory, await plan(), { confirm: ANA });
    expect([answered.changed, confirmed.changed]).to.deep.equal([true, true]);
  });

  it('is refused if it is not one that was planned for this directory', async () => {
    const { directory, change } = await disabling();
    const other = await sandbox().openDirectory();
    const copy: Change = { ...change, target: { ...change.target, id: 'somebody-else' } };
    for (const act of [() => carryOut(other, change, { yes: true }), () => carryOut(directory, copy, { yes: true })]) {
      const { code, message } = await rejection(act());
      expect([code, message]).to.deep.equal(['USAGE', 'the change was not planned for this directory']);
    }
  });

  it('stays what was planned, whatever a caller writes into its data', async () => {
    const directory = await sandbox().openDirectory({ tenant: 'tenant_001' });
    const email = 'nora.lind@tenant-two.example';
    const change = await createUser(directory, { email, tenant: 'tenant_002', roles: ['itsm_agent'] });
    Object.assign(change.target, { tenantId: 'tenant_001' });
    for (const field of change.fields) Object.assign(field, { after: 'tenant_001' });
    expect((await rejection(carryOut(directory, change))).code).to.equal('TENANT_MISMATCH');
  });

  it('is guarded by the conventions like any other', async () => {
    const directory = await sandbox().openDirectory({ tenant: 'tenant_002' });
    expect((await rejection(disableUser(directory, { user: ANA }))).code).to.equal('TENANT_MISMATCH');
  });

  it('is refused if its target has changed since it was planned', async () => {
    const directory = await sandbox().openDirectory();
    const plan = (roles: string[]) => setAttributes(directory, { user: BEN, roles });
    const change = await plan(['itsm_admin']);
    await carryOut(directory, await plan(['itsm_agent', 'itsm_admin']), { yes: true });
    expect((await rejection(carryOut(directory, change, { yes: true }))).code).to.equal('CHANGED_UNDERNEATH');
  });

  it('shows a generated password only by a call, which its JSON does not make', async () => {
    const directory = await sandbox().openDirectory();
    const change = await createUser(directory, {
      email: 'nora.lind@tenant-one.example',
      tenant: 'tenant_001',
      roles: ['itsm_agent'],
      password: 'generate',
      permanent: true,
    });
    const outcome = await carryOut(directory, change);
    const password = outcome.revealPassword?.() ?? '';
    expect(password).to.have.length.of.at.least(12);
    expect(JSON.stringify(outcome) + JSON.stringify(await all(listHistory(directory)))).to.not.include(password);
  });

  it('is refused by a directory that was opened for reading only, before anything is recorded', async () => {
    const directory = await sandbox().openDirectory({ readOnly: true });
    const change = await disableUser(directory, { user: BEN });
    expect((await carryOut(directory, change, { dryRun: true })).dryRun).to.equal(true);
    expect((await rejection(carryOut(directory, change, { yes: true }))).code).to.equal('READ_ONLY');
    expect(await all(listHistory(directory))).to.deep.equal([]);
  });
});
