import { expect } from 'chai';
import { Sandbox } from '../../harness.js';

const ResourceArn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Sandbox01';

describe('the tags of a pool', () => {
  it('are added, replaced and removed by key, and described with the pool', async () => {
    const { engine } = new Sandbox();
    const call = (operation: string, input: object = {}) => engine.handle(operation, { ResourceArn, ...input });
    expect(await call('ListTagsForResource')).to.deep.equal({ Tags: {} });
    await call('TagResource', { Tags: { team: 'identity', stage: 'test', cost: '1' } });
    await call('TagResource', { Tags: { stage: 'production', cost: '1' } });
    await call('UntagResource', { TagKeys: ['team', 'no-such-tag'] });
    expect(await call('ListTagsForResource')).to.deep.equal({ Tags: { stage: 'production', cost: '1' } });
    const { UserPool } = (await engine.handle('DescribeUserPool', { UserPoolId: 'us-east-1_Sandbox01' })) as {
      UserPool: object;
    };
    expect(UserPool).to.deep.include({ UserPoolTags: { stage: 'production', cost: '1' } });
  });

  it('are at most 50, with keys of at most 128 and values of at most 256 characters', async () => {
    const sandbox = new Sandbox();
    const tag = (Tags: object) => sandbox.refusal('TagResource', { ResourceArn, Tags });
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, '']));
    for (const Tags of [many, { ['x'.repeat(129)]: '' }, { '': 'x' }, { x: 'x'.repeat(257) }, { 'AWS:x': '' }]) {
      expect((await tag(Tags))[0], JSON.stringify(Tags)).to.equal('InvalidParameterException');
    }
    expect(await sandbox.call('ListTagsForResource', { ResourceArn })).to.deep.equal({ Tags: {} });
  });

  it('belong to a pool that exists', async () => {
    const [name] = await new Sandbox().refusal('ListTagsForResource', { ResourceArn: ResourceArn.replace('01', '02') });
    expect(name).to.equal('ResourceNotFoundException');
  });
});
