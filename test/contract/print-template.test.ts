import { writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { ownPlace } from '../helpers/place.js';
import { everyCommand } from './every-command.js';
import { runInProcess } from './run-in-process.js';

/** What a command needs besides its rows. */
const FURTHER: Readonly<Record<string, readonly string[]>> = {
  'users create': ['--generate-password', '--credentials', 'CREDENTIALS'],
  'users add-to-group': ['--group', 'operators'],
  'users grant': ['--role', 'super_admin', '--until', '4h'],
  'users remove-from-group': ['--group', 'operators'],
  'users link': ['--provider', 'AzureAD'],
  'users unlink': ['--provider', 'AzureAD'],
  'users reset-password': ['--generate-password', '--permanent', '--credentials', 'CREDENTIALS'],
};

describe('--print-template', () => {
  const place = ownPlace();
  const run = (...argv: string[]) => runInProcess(argv, { place: place() });

  it('is a flag of every command that reads rows', async () => {
    const commands = await everyCommand();
    // The context maps the columns of a roster.
    const reading = commands
      .filter(([name, { flags }]) => 'input-format' in { ...flags } && name !== 'tenant sync')
      .map(([name]) => name);
    expect(commands.filter(([, { flags }]) => 'print-template' in { ...flags }).map(([name]) => name)).to.deep.equal(
      reading,
    );
    expect(reading).to.include.members(['users create', 'users import start']);
  });

  it('prints rows that the command accepts, and changes nothing', async () => {
    const before = await place().bytes();
    for (const [name, { flags }] of await everyCommand()) {
      if (!('print-template' in { ...flags })) continue;
      const words = name.split(' ');
      const template = await run(...words, '--print-template');
      expect({ name, ...template }).to.deep.include({ name, code: 0, stderr: '' });
      expect(template.stdout.trimEnd().split('\n'), name).to.have.length(2);
      const file = place().path('rows.csv');
      await writeFile(file, template.stdout);
      const further = (FURTHER[name] ?? []).map((word) => (word === 'CREDENTIALS' ? place().path('passwords') : word));
      const source = name === 'users import start' ? [file] : ['--from', file];
      const { code, stdout, stderr } = await run(...words, ...source, ...further, '--dry-run', '-o', 'json');
      expect({ name, code, stderr }).to.deep.include({ name, code: 0 });
      const { outcomes } = JSON.parse(stdout) as { outcomes: { dryRun: boolean; error?: unknown }[] };
      expect(
        outcomes.map(({ dryRun, error }) => ({ dryRun, error })),
        name,
      ).to.deep.equal([{ dryRun: true, error: undefined }]);
    }
    expect(await place().bytes()).to.equal(before);
  });

  it('is printed whatever else is given, but not for an argument after --', async () => {
    const { stdout, code } = await run('users', 'create', '--from', 'missing.csv', '--print-template', '-o', 'json');
    expect({ code, header: stdout.split('\n')[0] }).to.deep.equal({
      code: 0,
      header: 'email,tenantId,roles,department,givenName,familyName',
    });
    expect((await run('users', 'enable', '--', '--print-template')).code).to.equal(4);
  });
});
