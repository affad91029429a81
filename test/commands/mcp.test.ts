import { expect } from 'chai';

import Mcp from '../../src/commands/mcp.js';
import { ownPlace } from '../helpers/place.js';
import { commandRunner } from '../helpers/run-command.js';

describe('mcp', () => {
  const run = commandRunner(ownPlace());

  it('says on stderr where it acts, and ends when stdin does; stdout is for the assistant', async () => {
    const { stdout, stderr, exitCode } = await run(Mcp, ['--tenant', 'tenant_001']);
    expect({ stdout, exitCode }).to.deep.equal({ stdout: '', exitCode: 0 });
    expect(stderr).to.match(
      /^Serving \d+ tools on stdin and stdout, for context sandbox: user pool us-east-1_Sandbox01 \(embedded\), account 0+, tenant tenant_001\. Press Ctrl-C to stop\.\nStopped\.\n$/,
    );
  });

  it('refuses a tenant that is none before it serves', async () => {
    const { stderr, exitCode } = await run(Mcp, ['--tenant', 'one']);
    expect(exitCode).to.equal(3);
    expect(stderr).to.not.include('Serving');
  });
});
