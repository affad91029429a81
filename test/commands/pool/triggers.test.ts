import { expect } from 'chai';

import PoolTriggers from '../../../src/commands/pool/triggers.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('pool triggers', () => {
  const run = commandRunner(ownPlace());

  it('lists the triggers, those without a function too', async () => {
    const { stdout, exitCode } = await run(PoolTriggers, ['--columns', 'trigger,function', '-o', 'ndjson']);
    const rows = stdout.trim().split('\n');
    expect([exitCode, rows.length, rows[0], rows[1]]).to.deep.equal([
      0,
      13,
      '{"trigger":"pre-sign-up","function":"arn:aws:lambda:us-east-1:000000000000:function:StackFlowCognitoPreSignUp"}',
      '{"trigger":"pre-authentication","function":null}',
    ]);
  });
});
