import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from 'chai';

import ContextAdd from '../../../src/commands/context/add.js';
import ContextList from '../../../src/commands/context/list.js';
import ContextRemove from '../../../src/commands/context/remove.js';
import ContextShow from '../../../src/commands/context/show.js';
import ContextUse from '../../../src/commands/context/use.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const STAGING = ['staging', '--pool-id', 'eu-west-1_AbCdEf123', '--profile', 'staging'];

describe('the context commands', () => {
  const place = ownPlace();
  const run = commandRunner(place);
  const file = (): Promise<string> => readFile(join(place().configFolder, 'config.yaml'), 'utf8');

  it('list shows the built-in contexts without a file, and marks the current one', async () => {
    expect(await run(ContextList)).to.deep.equal({
      stdout: [
        'NAME       USER POOL            PROFILE  TENANT  PROTECTED  CURRENT',
        'sandbox    us-east-1_Sandbox01  -        -       no         yes',
        'stackflow  us-east-1_WKK1AVJ2m  -        -       yes        no',
        '',
      ].join('\n'),
      stderr: '',
      exitCode: 0,
      asked: [],
    });
  });

  it('add writes the file and keeps the current context', async () => {
    const result = await run(ContextAdd, [...STAGING, '--tenant', 'tenant_001', '--protected']);
    expect({ ...result, file: await file() }).to.deep.equal({
      stdout: 'Added context staging. To make it the current context: sf-admin context use staging\n',
      stderr: '',
      exitCode: 0,
      asked: [],
      file: [
        'contexts:',
        '  staging:',
        '    poolId: eu-west-1_AbCdEf123',
        '    profile: staging',
        '    tenant: tenant_001',
        '    protected: true',
        '',
      ].join('\n'),
    });
  });

  it('use makes a context the current one, and says so if it already was', async () => {
    await run(ContextAdd, STAGING);
    const outputs = [
      (await run(ContextUse, ['staging'])).stdout,
      (await run(ContextUse, ['staging'])).stdout,
      (await run(ContextList, ['-o', 'csv', '--columns', 'name,current', '--no-header'])).stdout,
    ];
    expect(outputs).to.deep.equal([
      'The current context is now staging (was sandbox).\n',
      'The current context is already staging.\n',
      'sandbox,false\nstackflow,false\nstaging,true\n',
    ]);
  });

  it('show shows the current context, or the one given, with its conventions', async () => {
    const current = (await run(ContextShow)).stdout.split('\n')[0];
    const named = (await run(ContextShow, ['stackflow'])).stdout.split('\n')[0];
    const { stdout } = await run(ContextShow, ['stackflow', '-o', 'json']);
    const { conventions } = JSON.parse(stdout) as { conventions: { roles: object[] } };
    expect({ current, named, roles: conventions.roles.length }).to.deep.equal({
      current: 'sandbox (current)',
      named: 'stackflow',
      roles: 4,
    });
  });

  it('show says whether a context that is bound to a tenant may change app clients', async () => {
    const file = place().path('contexts.yaml');
    await writeFile(file, 'contexts:\n  one: {tenant: tenant_001}\n  two: {tenant: tenant_001, mayEditClient: true}\n');
    const lines: (string | undefined)[] = [];
    for (const name of ['one', 'two', 'stackflow']) {
      const { stdout } = await run(ContextShow, [name, '--config', file]);
      lines.push(/may edit client +(\w+)/.exec(stdout)?.[1]);
    }
    expect(lines).to.deep.equal(['no', 'yes', undefined]);
  });

  it('remove removes a context; if it was the current one, the sandbox becomes current', async () => {
    await run(ContextAdd, STAGING);
    await run(ContextUse, ['staging']);
    expect((await run(ContextRemove, ['staging'])).stdout).to.equal(
      'Removed context staging. The current context is now sandbox.\n',
    );
  });

  it('print what was done with -o json, and only the name with -q', async () => {
    const added = (await run(ContextAdd, [...STAGING, '-q'])).stdout;
    const used = JSON.parse((await run(ContextUse, ['staging', '-o', 'json'])).stdout) as object;
    const removed = JSON.parse((await run(ContextRemove, ['staging', '-o', 'json'])).stdout) as object;
    expect({ added, used, removed }).to.deep.equal({
      added: 'staging\n',
      used: { changed: true, current: 'staging', previous: 'sandbox' },
      removed: { changed: true, removed: 'staging', current: 'sandbox' },
    });
  });

  it('use the file of --config', async () => {
    const config = ['--config', place().path('other.yaml')];
    await run(ContextAdd, [...STAGING, ...config]);
    const outputs = [(await run(ContextList, ['-q'])).stdout, (await run(ContextList, ['-q', ...config])).stdout];
    expect(outputs).to.deep.equal(['sandbox\nstackflow\n', 'sandbox\nstackflow\nstaging\n']);
  });

  for (const [rule, Command, argv, exitCode, first] of [
    ['a name that is taken', ContextAdd, ['stackflow', '--pool-id', 'eu-west-1_A'], 5, /already exists/],
    ['an invalid name', ContextAdd, ['a b', '--pool-id', 'eu-west-1_A'], 2, /invalid context name/],
    ['a malformed pool ID', ContextAdd, ['a', '--pool-id', 'nonsense'], 2, /poolId: expected a user pool ID/],
    ['no pool ID', ContextAdd, ['a'], 2, /^error: missing required flag --pool-id$/],
    ['to use a context that does not exist', ContextUse, ['nope'], 2, /unknown context "nope"/],
    ['to show a context that does not exist', ContextShow, ['nope'], 2, /unknown context "nope"/],
    ['to remove a built-in context', ContextRemove, ['stackflow'], 2, /is built in and cannot be removed/],
    ['to remove a context that does not exist', ContextRemove, ['nope'], 2, /unknown context "nope"/],
    ['a --config file that does not exist', ContextList, ['--config', '/nowhere.yaml'], 2, /does not exist/],
  ] as const) {
    it(`refuses ${rule}`, async () => {
      const result = await run(Command, argv);
      expect(result.stderr.split('\n')[0]).to.match(first);
      expect({ exitCode: result.exitCode, stdout: result.stdout }).to.deep.equal({ exitCode, stdout: '' });
    });
  }
});
