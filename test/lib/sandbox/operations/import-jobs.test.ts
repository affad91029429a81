import { expect } from 'chai';
import { Sandbox } from '../harness.js';
import { fileOf, imported, row } from '../import-jobs.js';

const IDA = 'ida.one@tenant-one.example';

describe('an import job in the sandbox', () => {
  it('imports enabled users with a verified address, a sub and a password to reset', async () => {
    const sandbox = new Sandbox();
    const file = await fileOf(sandbox, [row(IDA, { name: 'One\\, Ida' })]);
    expect(await imported(sandbox, file)).to.include({ Status: 'Succeeded', ImportedUsers: 1 });
    const { username } = sandbox.user(IDA);
    expect(sandbox.user(IDA)).to.deep.include({
      attributes: { name: 'One, Ida', email: IDA, email_verified: 'true', sub: username },
      enabled: true,
      status: 'RESET_REQUIRED',
    });
  });
});
