import { expect } from 'chai';

import { emptySummary } from '../../../../src/lib/changes/plan-summary.js';
import { costLines, followProvisionedLimits } from '../../../../src/lib/runs/plan/run-cost.js';
import { openTestDirectory } from '../../../helpers/directory.js';
import { mockCognito, serviceError } from '../../cognito/cognito-mock.js';

const AT_AWS = { kind: 'aws', poolId: 'eu-west-1_Example01', endpointUrl: 'https://cognito.example' } as const;

const summaryOf = (count: number) => ({ ...emptySummary(), all: { count, first: undefined } });

describe('what a run costs', () => {
  const cognito = mockCognito();
  const directoryOf = (rate?: number) => openTestDirectory({ context: AT_AWS, pace: { rate, maxConcurrency: 1 } });
  const answerTier = (UserPoolTier: 'LITE' | 'ESSENTIALS' | 'PLUS') => {
    cognito.answer('DescribeUserPool', { UserPool: { Id: AT_AWS.poolId, UserPoolTier } });
  };

  it('is at most the price of all its users in the tier of the pool, rounded up to a cent', async () => {
    const lines = [];
    for (const [tier, count] of [
      ['LITE', 1],
      ['ESSENTIALS', 200],
      ['PLUS', 10_001],
    ] as const) {
      answerTier(tier);
      lines.push((await costLines(directoryOf(), 'users.disable', summaryOf(count)))[0]);
    }
    expect(lines).to.deep.equal([
      'monthly active users: at most 1 more, 0.02 USD (Lite)',
      'monthly active users: at most 200 more, 3.00 USD (Essentials)',
      'monthly active users: at most 10001 more, 200.02 USD (Plus)',
    ]);
  });

  it('says how long it takes at the pace of its writes', async () => {
    answerTier('PLUS');
    const timeOf = async (rate?: number) => (await costLines(directoryOf(rate), 'users.disable', summaryOf(10_000)))[1];
    expect([await timeOf(), await timeOf(3)]).to.deep.equal([
      'time: about 14 min or longer, at 12.5 writes a second',
      'time: about 56 min or longer, at 3 writes a second',
    ]);
  });

  it('is not known where the pool may not be read, and nothing is said where nothing is written', async () => {
    cognito.answer('DescribeUserPool', serviceError('AccessDeniedException'));
    expect([
      (await costLines(directoryOf(), 'users.disable', summaryOf(2)))[0],
      await costLines(directoryOf(), 'users.disable', summaryOf(0)),
    ]).to.deep.equal(['monthly active users: at most 2 more', []]);
  });
});

describe('followProvisionedLimits', () => {
  const cognito = mockCognito();
  const directory = (rate?: number) => openTestDirectory({ context: AT_AWS, pace: { rate, maxConcurrency: 10 } });
  const limitOf = (Category: string, ProvisionedLimitValue: number) => ({
    Limit: {
      LimitDefinition: { LimitClass: 'API_CATEGORY' as const, Attributes: { Category } },
      ProvisionedLimitValue,
      FreeLimitValue: 25,
    },
  });
  const ratesWith = async (rate?: number) => {
    const paced = directory(rate);
    await followProvisionedLimits(paced, 'users.disable');
    return (['UserUpdate', 'UserRead', 'UserList'] as const).map((category) => paced.cognito.pace?.rateOf(category));
  };

  it('paces a run by half of what the account has', async () => {
    cognito.answer('GetProvisionedLimit', ({ LimitDefinition }) => {
      const { Category = '' } = (LimitDefinition as { Attributes: { Category?: string } }).Attributes;
      return limitOf(Category, Category === 'UserUpdate' ? 80 : 200);
    });
    expect(await ratesWith()).to.deep.equal([40, 100, 100]);
  });

  it('asks for the limits of the calls that the run makes: a role for a time is an attribute', async () => {
    cognito.answer('GetProvisionedLimit', serviceError('AccessDeniedException'));
    await followProvisionedLimits(directory(), 'users.grant');
    const asked = cognito.sent().map(([, { LimitDefinition }]) => LimitDefinition);
    expect(asked).to.deep.equal(
      ['UserUpdate', 'UserRead', 'UserList'].map((Category) => ({
        LimitClass: 'API_CATEGORY',
        Attributes: { Category },
      })),
    );
  });

  it('leaves the published limits where the account may not be asked', async () => {
    cognito.answer('GetProvisionedLimit', serviceError('AccessDeniedException'));
    expect(await ratesWith()).to.deep.equal([12.5, 60, 15]);
  });

  it('leaves the published limits if an answer is about another category, or is no limit', async () => {
    cognito.answer('GetProvisionedLimit', limitOf('UserFederation', 1_000));
    expect(await ratesWith()).to.deep.equal([12.5, 60, 15]);
    cognito.answer('GetProvisionedLimit', ({ LimitDefinition }) => {
      const { Category = '' } = (LimitDefinition as { Attributes: { Category?: string } }).Attributes;
      return limitOf(Category, 0);
    });
    expect(await ratesWith()).to.deep.equal([12.5, 60, 15]);
  });

  it('reads nothing if a rate was asked for', async () => {
    expect([await ratesWith(7), cognito.sent()]).to.deep.equal([[7, 7, 7], []]);
  });
});
