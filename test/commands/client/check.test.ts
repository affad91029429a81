import { expect } from 'chai';

import ClientCheck from '../../../src/commands/client/check.js';
import { SANDBOX_CLIENT_ID } from '../../../src/lib/model/sandbox-ids.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

describe('client check', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const leaky = () =>
    place().call('CreateUserPoolClient', { ClientName: 'leaky', WriteAttributes: ['email', 'custom:tenant_id'] });

  it("finds nothing in the sandbox's app client, and says what it cannot see", async () => {
    const { stdout, stderr, exitCode } = await run(ClientCheck, [
      '-o',
      'csv',
      '--columns',
      'rule,status',
      '--no-header',
    ]);
    expect({ stdout, stderr, exitCode }).to.deep.equal({
      stdout: 'PKCE,notCheckable\nPUBLIC_CLIENT_SECRET,notCheckable\n',
      stderr: 'Checked 1 app client: 0 findings, 2 not checkable.\n',
      exitCode: 0,
    });
  });

  it("checks only the context's app client, and all with --all", async () => {
    await leaky();
    const only = await run(ClientCheck, ['-q']);
    const all = await run(ClientCheck, ['-q', '--all']);
    expect([only.exitCode, all.exitCode, all.stdout.includes('CUSTOM_ATTRIBUTE_WRITABLE')]).to.deep.equal([0, 9, true]);
    expect((await run(ClientCheck, ['--all'])).stderr).to.match(/^Checked 2 app clients: \d+ findings \(1 critical, /);
  });

  it('names the command for the app client that it is about, and not the one of the call', async () => {
    await leaky();
    const { stdout } = await run(ClientCheck, [
      ...['--all', '--client-id', SANDBOX_CLIENT_ID, '--context', 'sandbox', '-o', 'json'],
      ...['--only', 'CUSTOM_ATTRIBUTE_WRITABLE'],
    ]);
    const [{ command }] = JSON.parse(stdout) as [{ command: string }];
    expect(command).to.match(/^sf-admin client set --write-attributes email --client-id [a-z0-9]+ --context sandbox$/);
    expect(command).not.to.include(SANDBOX_CLIENT_ID);
  });

  it('exits with 0 for findings below --severity', async () => {
    await place().call('CreateUserPoolClient', {
      ClientName: 'slow',
      AccessTokenValidity: 2,
      WriteAttributes: ['email'],
    });
    const argv = ['--all', '--only', 'ACCESS_TOKEN_VALIDITY', '-q'];
    const exits = [await run(ClientCheck, argv), await run(ClientCheck, [...argv, '--severity', 'high'])];
    expect(exits.map(({ exitCode, stdout }) => [exitCode, stdout])).to.deep.equal([
      [9, 'ACCESS_TOKEN_VALIDITY\n'],
      [0, 'ACCESS_TOKEN_VALIDITY\n'],
    ]);
  });

  it('refuses an unknown rule before anything is sent', async () => {
    const { exitCode, stderr, stdout } = await run(ClientCheck, ['--only', 'PKCS', '--pool-id', 'us-east-1_Missing01']);
    expect({ exitCode, stdout, first: stderr.split('\n')[0] }).to.deep.equal({
      exitCode: 2,
      stdout: '',
      first: 'error: unknown rule PKCS',
    });
  });

  it('refuses --columns with a report', async () => {
    const { exitCode, stderr } = await run(ClientCheck, ['-o', 'sarif', '--columns', 'rule']);
    expect([exitCode, stderr.split('\n')[0]]).to.deep.equal([2, 'error: --columns cannot be used with -o sarif']);
  });
});
