import { readFileSync } from 'node:fs';

import Ajv from 'ajv';
import { expect } from 'chai';

import { ocsfEvent } from '../../../../src/lib/history/export/ocsf.js';
import { type ChangeRecord, toRecord } from '../../../../src/lib/history/record.js';
import type { Finished, Intent, Started } from '../../../../src/lib/history/file/entry.js';
import { finished, started } from '../example-history.js';

const schema = JSON.parse(
  readFileSync(new URL('../../../fixtures/ocsf/ocsf-1.3.0.schema.json', import.meta.url), 'utf8'),
) as object;

describe('ocsfEvent', () => {
  const validate = new Ajv({ allErrors: true }).compile(schema);

  const recordOf = (intent: Partial<Intent> = {}, ending?: Partial<Finished>): ChangeRecord =>
    toRecord(
      { v: 1, n: 1, prev: '', ...started(1, intent) } as Started,
      ending === undefined ? undefined : ({ v: 1, n: 2, prev: '', ...finished(1), ...ending } as Finished),
    );
  function event(record: ChangeRecord) {
    const made = ocsfEvent(record, '0.1.0');
    expect(validate(JSON.parse(JSON.stringify(made))), JSON.stringify(validate.errors)).to.equal(true);
    return made;
  }

  it('is an Account Change for a user', () => {
    const { unmapped, ...made } = event(recordOf({}, {}));
    expect(made).to.deep.equal({
      ...{ activity_id: 5, activity_name: 'Disable', category_uid: 3, category_name: 'Identity & Access Management' },
      ...{ class_uid: 3001, class_name: 'Account Change', type_uid: 300105, type_name: 'Account Change: Disable' },
      ...{ severity_id: 1, severity: 'Informational', status_id: 1, status: 'Success' },
      ...{ time: Date.parse('2026-11-20T03:01:00Z'), start_time: Date.parse('2026-11-20T03:01:00Z') },
      end_time: Date.parse('2026-11-20T03:01:30Z'),
      message: 'users disable ana@example.com: done',
      metadata: {
        ...{ version: '1.3.0', uid: '01KAEXAMPLE000000000000001', log_name: 'history' },
        product: { name: 'sf-admin', vendor_name: 'StackFlow', version: '0.1.0' },
      },
      actor: {
        app_name: 'sf-admin',
        user: { name: 'oncall', type_id: 2, type: 'Admin', credential_uid: 'AKIAEXAMPLE' },
      },
      src_endpoint: { hostname: 'bastion' },
      user: {
        ...{ name: 'ana@example.com', uid: 'c1d2', type_id: 1, type: 'User', email_addr: 'ana@example.com' },
        org: { uid: 'tenant_001' },
      },
    });
    expect(unmapped).to.include({
      operation: 'users.disable',
      poolId: 'eu-west-1_Abcdefghi',
      reason: 'zoë asked – INC-7',
    });
    expect(unmapped.requestIds).to.deep.equal(['0a1b']);
  });

  for (const [operation, id, name] of [
    ['users.create', 1, 'Create'],
    ['users.enable', 2, 'Enable'],
    ['users.reset-password', 4, 'Password Reset'],
    ['users.lockdown', 5, 'Disable'],
    ['users.delete', 6, 'Delete'],
    ['users.reset-mfa', 11, 'MFA Factor Disable'],
    ['users.set-attributes', 99, 'users.set-attributes'],
  ] as const) {
    it(`of ${operation} is ${name}`, () => {
      const made = event(recordOf({ operation, fields: [] }, {}));
      expect([made.activity_id, made.activity_name, made.type_uid]).to.deep.equal([id, name, 300100 + id]);
    });
  }

  it('names a user by the sub, and by the user name if that is another one', () => {
    const target = { kind: 'user', id: 'okta_ana', sub: 'c1d2', label: 'ana', tenantId: null } as const;
    const made = event(recordOf({ target }, {}));
    expect('user' in made && made.user).to.deep.equal({
      ...{ name: 'ana', uid: 'c1d2', uid_alt: 'okta_ana', type_id: 1, type: 'User' },
    });
  });

  it('of an undo is what its fields say', () => {
    const undo = (after: boolean) =>
      event(recordOf({ operation: 'history.undo', fields: [{ field: 'enabled', before: !after, after }] }, {}));
    expect([undo(true).activity_name, undo(false).activity_name]).to.deep.equal(['Enable', 'Disable']);
  });

  for (const [operation, kind, name] of [
    ['client.set', 'client', 'Update'],
    ['pool.create', 'pool', 'Create'],
    ['groups.delete', 'group', 'Delete'],
  ] as const) {
    it(`of ${operation} is an Entity Management`, () => {
      const made = event(recordOf({ operation, target: { kind, id: 'x1', label: 'web', tenantId: null } }, {}));
      expect([made.class_uid, made.activity_name, 'entity' in made && made.entity]).to.deep.equal([
        3004,
        name,
        { name: 'web', uid: 'x1', type: kind },
      ]);
    });
  }

  for (const [result, id, status] of [
    ['unchanged', 1, 'Success'],
    ['failed', 2, 'Failure'],
    ['partly', 99, 'Partial'],
    ['unknown', 0, 'Unknown'],
  ] as const) {
    it(`has the status ${status} for ${result}`, () => {
      const made = event(recordOf({}, { result, error: { code: 'THROTTLED', message: 'too many' } }));
      expect([made.status_id, made.status, made.status_code]).to.deep.equal([id, status, 'THROTTLED']);
    });
  }

  it('has no end for a change without an outcome, and no key in the sandbox', () => {
    const made = event(recordOf({ operator: { osUser: null, host: 'h', accessKeyId: null } }));
    expect([made.status, 'end_time' in made, made.actor.user]).to.deep.equal([
      'Unknown',
      false,
      { name: 'unknown', type_id: 2, type: 'Admin' },
    ]);
  });
});
