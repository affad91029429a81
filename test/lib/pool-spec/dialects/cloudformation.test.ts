import { expect } from 'chai';

import { readPoolFile } from '../../../../src/lib/pool-spec/source/read-pool-file.js';

/** A template with resources in YAML. */
function read(...resources: readonly string[]) {
  const lines = resources.map((resource) => `  ${resource}\n`);
  return readPoolFile('template.yaml', `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n${lines.join('')}`);
}

const POOL = 'Pool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: web } }';
const client = (id: string, pool: string) =>
  `${id}: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: ${pool}, ClientName: ${id} } }`;

describe('the parts of a pool in a template', () => {
  it('are those that refer to it, and those of another pool are ignored with a warning', () => {
    const { spec, warnings } = read(
      POOL,
      client('own', '!Ref Pool'),
      client('unclear', '!Sub "${Pool}"'),
      client('parameter', '!Ref SharedPool'),
      client('literal', 'us-east-1_Shared'),
      'Function: { Type: AWS::Lambda::Function, Properties: { UserPoolId: us-east-1_Shared } }',
    );
    expect(spec.clients?.map(({ name }) => name)).to.deep.equal(['own', 'unclear']);
    const message = 'its UserPoolId names no user pool of this file, ignored';
    expect(warnings.map(({ at, key, message: text }) => [at.line, key, text])).to.deep.equal([
      [6, 'Resources.parameter', message],
      [7, 'Resources.literal', message],
    ]);
  });

  it('are all of them if the pool is elsewhere', () => {
    const { spec, warnings } = read(client('one', '!Ref SharedPool'), client('two', 'us-east-1_Shared'));
    expect([spec.clients?.map(({ name }) => name), warnings]).to.deep.equal([['one', 'two'], []]);
  });
});

describe('a key that another key of the template wins over', () => {
  it('does not win if its value is unknown', () => {
    const { spec, unresolved } = read(
      'Pool:',
      '  Type: AWS::Cognito::UserPool',
      '  Properties:',
      '    VerificationMessageTemplate: { EmailSubject: Your code }',
      '    EmailVerificationSubject: !Ref Subject',
    );
    expect([spec.verification, unresolved]).to.deep.equal([{ emailSubject: 'Your code' }, []]);
  });
});

describe('an event of a SAM function', () => {
  it('has the trigger that a function of the template gives', () => {
    const { unresolved } = read(
      POOL,
      'Hook:',
      '  Type: AWS::Serverless::Function',
      '  Properties:',
      '    Events:',
      '      Any: { Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: !Join ["", [Pre, SignUp]] } }',
    );
    expect(unresolved.map(({ path, names }) => [path, names])).to.deep.equal([
      [['triggers', 'preSignUp'], ['Hook.Arn']],
    ]);
  });
});
