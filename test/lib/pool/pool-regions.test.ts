import { expect } from 'chai';
import { poolRegions } from '../../../src/lib/pool/pool-regions.js';
import { openTestDirectory } from '../../helpers/directory.js';
import { mockCognito, serviceError } from '../cognito/cognito-mock.js';
import { rejection } from '../conventions/refusal.js';

const REPLICA_ARN = 'arn:aws:cognito-idp:ap-south-1:123456789012:userpool/eu-north-1_abcd12345';
const PRIMARY = { RegionName: 'eu-north-1', Role: 'PRIMARY', Status: 'ACTIVE' } as const;
const SECONDARY = {
  RegionName: 'ap-south-1',
  Role: 'SECONDARY',
  Status: 'CREATING',
  UserPoolArn: REPLICA_ARN,
} as const;

describe('poolRegions', () => {
  const cognito = mockCognito();
  const directory = () => openTestDirectory({ context: { poolId: 'eu-north-1_abcd12345', region: 'eu-north-1' } });

  it('names the primary Region and each secondary replica, from every page, with one reading', async () => {
    cognito.answer(
      'ListUserPoolReplicas',
      { UserPoolReplicas: [SECONDARY], NextToken: 'next' },
      { UserPoolReplicas: [PRIMARY] },
    );
    const opened = directory();
    const [regions, again] = await Promise.all([poolRegions(opened), poolRegions(opened)]);
    expect(again).to.equal(regions);
    expect(regions).to.deep.equal({
      primary: 'eu-north-1',
      secondaries: [{ region: 'ap-south-1', status: 'CREATING', arn: REPLICA_ARN }],
    });
    expect(cognito.sent()).to.deep.equal([
      ['ListUserPoolReplicas', { UserPoolId: 'eu-north-1_abcd12345' }],
      ['ListUserPoolReplicas', { UserPoolId: 'eu-north-1_abcd12345', NextToken: 'next' }],
    ]);
  });

  it('finds no secondary replica of a pool that has its primary Region only', async () => {
    cognito.answer('ListUserPoolReplicas', { UserPoolReplicas: [PRIMARY] });
    expect(await poolRegions(directory())).to.deep.equal({ primary: 'eu-north-1', secondaries: [] });
  });

  for (const [error, problem] of [
    ['AccessDeniedException', /^not allowed to call ListUserPoolReplicas/],
    ['UnknownOperationException', /does not support ListUserPoolReplicas/],
    ['OperationNotEnabledException', /does not support ListUserPoolReplicas/],
  ] as const) {
    it(`takes the primary Region from the ID of the pool after ${error}, and says why the rest is unknown`, async () => {
      cognito.answer('ListUserPoolReplicas', serviceError(error, 'no'));
      const { problem: found, ...regions } = await poolRegions(directory());
      expect(regions).to.deep.equal({ primary: 'eu-north-1', secondaries: undefined });
      expect(found).to.match(problem);
    });
  }

  it('fails as any call does for another reason', async () => {
    cognito.answer('ListUserPoolReplicas', serviceError('ResourceNotFoundException', 'User pool x does not exist.'));
    expect((await rejection(poolRegions(directory()))).code).to.equal('POOL_NOT_FOUND');
  });
});
