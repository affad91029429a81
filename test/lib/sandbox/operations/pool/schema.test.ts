import { expect } from 'chai';
import { BEN, Sandbox } from '../../harness.js';

describe('AddCustomAttributes', () => {
  it('adds attributes with their prefix, which users can have from then on', async () => {
    const sandbox = new Sandbox();
    sandbox.time += 1000;
    const badge = { Name: 'badge', AttributeDataType: 'String', StringAttributeConstraints: { MaxLength: '4' } };
    expect(await sandbox.call('AddCustomAttributes', { CustomAttributes: [badge] })).to.deep.equal({});
    const { UserPool } = await sandbox.call('DescribeUserPool');
    const { SchemaAttributes, LastModifiedDate } = UserPool as { SchemaAttributes: object[]; LastModifiedDate: number };
    expect([SchemaAttributes.at(-1), LastModifiedDate]).to.deep.equal([
      { ...badge, Name: 'custom:badge', DeveloperOnlyAttribute: false, Mutable: true, Required: false },
      sandbox.time / 1000,
    ]);
    const set = (Value: string) => ({ Username: BEN, UserAttributes: [{ Name: 'custom:badge', Value }] });
    await sandbox.call('AdminUpdateUserAttributes', set('1234'));
    expect((await sandbox.refusal('AdminUpdateUserAttributes', set('12345')))[0]).to.equal('InvalidParameterException');
  });

  it('adds an attribute for developers only under a prefix of its own, which no app reads or writes', async () => {
    const sandbox = new Sandbox();
    const seats = { Name: 'seats', AttributeDataType: 'Number', DeveloperOnlyAttribute: true };
    await sandbox.call('AddCustomAttributes', { CustomAttributes: [seats] });
    expect(sandbox.pool.schema.at(-1)?.Name).to.equal('dev:custom:seats');
    const set = { Username: BEN, UserAttributes: [{ Name: 'dev:custom:seats', Value: '4' }] };
    await sandbox.call('AdminUpdateUserAttributes', set);
    expect(sandbox.user(BEN.toLowerCase()).attributes['dev:custom:seats']).to.equal('4');
    for (const list of ['ReadAttributes', 'WriteAttributes']) {
      const [name] = await sandbox.refusal('CreateUserPoolClient', { ClientName: 'app', [list]: ['dev:custom:seats'] });
      expect(name).to.equal('InvalidParameterException');
    }
  });

  it('adds none if one of them exists, is required, has no type, or is one too many', async () => {
    const sandbox = new Sandbox();
    const before = structuredClone(sandbox.pool.schema);
    const text = (name: string) => ({ Name: name, AttributeDataType: 'String' });
    const many = (from: number) => Array.from({ length: 25 }, (_, index) => text(`a${from + index}`));
    const refusal = async (...wrong: object[]) =>
      (await sandbox.refusal('AddCustomAttributes', { CustomAttributes: [text('new'), ...wrong] }))[1];
    expect(await refusal(text('role'))).to.equal('custom:role: Existing attribute already has name custom:role.');
    expect(await refusal({ ...text('x'), Required: true })).to.match(/^Required custom attributes/);
    expect(await refusal({ Name: 'x' })).to.match(/^Invalid AttributeDataType/);
    expect(await refusal(...many(0))).to.match(/length less than or equal to 25/);
    expect(sandbox.pool.schema).to.deep.equal(before);
    await sandbox.call('AddCustomAttributes', { CustomAttributes: many(0) });
    expect((await sandbox.refusal('AddCustomAttributes', { CustomAttributes: many(25) }))[1]).to.equal(
      'A user pool can have at most 50 custom attributes.',
    );
  });
});
