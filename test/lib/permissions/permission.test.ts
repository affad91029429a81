import { NormalizedSchema } from '@smithy/core/schema';
import { expect } from 'chai';

import { DEFAULT_PLATFORM } from '../../../src/lib/config/platform.js';
import { OPERATIONS } from '../../../src/lib/cognito/client/operations.js';
import { permissionsFor } from '../../../src/lib/permissions/permission.js';

const TARGET = {
  region: 'us-east-1',
  account: '373544523367',
  poolId: 'us-east-1_WKK1AVJ2m',
  platform: DEFAULT_PLATFORM,
};
const POOL = 'arn:aws:cognito-idp:us-east-1:373544523367:userpool/us-east-1_WKK1AVJ2m';

describe('permissionsFor', () => {
  it('limits an operation of Cognito to the pool exactly if it names one', () => {
    const wrong = Object.entries(OPERATIONS).filter(([name, Command]) => {
      const { schema } = new (Command as new (input: object) => { schema: readonly unknown[] })({});
      const input = NormalizedSchema.of(schema.at(-2) as Parameters<typeof NormalizedSchema.of>[0]);
      const namesPool = [...input.structIterator()].some(([member]) => member === 'UserPoolId');
      return permissionsFor(name, TARGET)[0]?.resources[0] !== (namesPool ? POOL : '*');
    });
    expect(wrong.map(([name]) => name)).to.deep.equal([]);
  });

  it('allows a role to be passed to Cognito, and to no other service', () => {
    expect(permissionsFor('CreateUserImportJob', TARGET)).to.deep.equal([
      { action: 'cognito-idp:CreateUserImportJob', resources: [POOL] },
      {
        action: 'iam:PassRole',
        resources: ['arn:aws:iam::373544523367:role/*'],
        passedTo: 'cognito-idp.amazonaws.com',
      },
    ]);
  });

  it('names every identity of SES that lets the sender send', () => {
    const platform = { ...DEFAULT_PLATFORM, sender: 'no-reply@mail.copy.example' };
    expect(permissionsFor('ses:GetEmailIdentity', { ...TARGET, platform })).to.deep.equal([
      {
        action: 'ses:GetEmailIdentity',
        resources: ['no-reply@mail.copy.example', 'mail.copy.example', 'copy.example'].map(
          (name) => `arn:aws:ses:us-east-1:373544523367:identity/${name}`,
        ),
      },
    ]);
  });

  it("names the region's partition in ARNs", () => {
    const target = {
      region: 'us-gov-west-1',
      account: '111122223333',
      poolId: 'us-gov-west-1_Abc',
      platform: DEFAULT_PLATFORM,
    };
    expect(permissionsFor('ListUsers', target)).to.deep.equal([
      {
        action: 'cognito-idp:ListUsers',
        resources: ['arn:aws-us-gov:cognito-idp:us-gov-west-1:111122223333:userpool/us-gov-west-1_Abc'],
      },
    ]);
  });
});
