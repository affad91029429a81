import { expect } from 'chai';

import HistoryList from '../../../src/commands/history/list.js';
import HistoryUndo from '../../../src/commands/history/undo.js';
import UsersLink from '../../../src/commands/users/link.js';
import UsersUnlink from '../../../src/commands/users/unlink.js';
import { ownPlace } from '../../helpers/place.js';
import { commandRunner } from '../../helpers/run-command.js';

const ANA = 'ana.silva@tenant-one.example';
const BEN = 'ben.carter@tenant-one.example';
const IDENTITY = ['--provider', 'AzureAD', '--subject', 'ana@corp.example'];

describe('users link and users unlink', () => {
  const place = ownPlace();
  const run = commandRunner(place);

  async function subjectsOf(address: string): Promise<string[]> {
    const { users } = await place().pool();
    const user = Object.values(users).find(({ attributes }) => attributes.email === address);
    return (user?.identities ?? []).map(({ provider, value }) => `${provider} ${value}`);
  }

  it('link an identity and take it away again, and a second time there is nothing to do', async () => {
    const linked = await run(UsersLink, [ANA, ...IDENTITY, '--yes']);
    const twice = await run(UsersLink, [ANA, ...IDENTITY]);
    const between = await subjectsOf(ANA);
    const unlinked = await run(UsersUnlink, [ANA, '--provider', 'AzureAD', '--yes']);
    const again = await run(UsersUnlink, [ANA, ...IDENTITY]);
    expect([
      [linked, twice, unlinked, again].map(({ stdout }) => stdout),
      between,
      await subjectsOf(ANA),
    ]).to.deep.equal([
      [
        `Linked AzureAD ana@corp.example to ${ANA}.\n`,
        `AzureAD ana@corp.example is already linked to ${ANA}. Nothing was changed.\n`,
        `Unlinked AzureAD ana@corp.example from ${ANA}.\n`,
        `${ANA} is not linked to AzureAD ana@corp.example. Nothing was changed.\n`,
      ],
      ['AzureAD ana@corp.example'],
      [],
    ]);
    expect(unlinked.stderr).to.include('It can be undone only until the next sign-in with the identity');
  });

  it('say what a link does before it is confirmed, and show it with --dry-run', async () => {
    const asked = await run(UsersLink, [ANA, ...IDENTITY]);
    const shown = await run(UsersLink, [ANA, ...IDENTITY, '--dry-run']);
    expect([asked.exitCode, asked.stderr.split('\n')[1], shown.stdout, await subjectsOf(ANA)]).to.deep.equal([
      2,
      `  The person who is ana@corp.example at AzureAD could sign in as ${ANA} (itsm_admin), without the password and the second ` +
        'factor of this user pool. Each such sign-in overwrites email, family_name, given_name.',
      `users link ${ANA} (tenant_001)\n  identities: (none) → AzureAD ana@corp.example\n`,
      [],
    ]);
  });

  it('name what is missing or wrong', async () => {
    const results = [
      await run(UsersLink, [ANA]),
      await run(UsersUnlink, [ANA]),
      await run(UsersLink, [ANA, '--provider', 'Azure', '--subject', 'x', '--yes']),
      await run(UsersUnlink, [ANA, '--provider', 'Azure', '--yes']),
      await run(UsersLink, [ANA, '--provider', 'Cognito', '--subject', 'x']),
      await run(UsersLink, [ANA, '--provider', 'AzureAD', '--subject', ' ']),
      await run(UsersLink, [ANA, '--provider', 'AzureAD', '--subject', 'mei.tanaka@tenant-two.example', '--yes']),
    ];
    expect(
      results.map(({ exitCode, stderr }) => [exitCode, stderr.split('\n').find((line) => line.startsWith('error'))]),
    ).to.deep.equal([
      [2, 'error: missing flags --provider, --subject'],
      [2, 'error: missing flag --provider'],
      [4, 'error: no identity provider Azure in user pool us-east-1_Sandbox01'],
      [4, 'error: no identity provider Azure in user pool us-east-1_Sandbox01'],
      [2, 'error: Cognito is the user pool itself, and no identity provider'],
      [2, 'error: the subject of the identity is empty'],
      [
        5,
        'error: AzureAD mei.tanaka@tenant-two.example has already signed in, as user AzureAD_mei.tanaka@tenant-two.example',
      ],
    ]);
    expect(results[2]?.stderr).to.include('Did you mean AzureAD?');
  });

  it('read the identities of a file, whose rows may name the provider, and undo all of them', async () => {
    const stdin = `email,subject,provider,name\n${ANA},ana@corp.example,,Ana\n${BEN},ben@corp.example,AzureAD,Ben\n`;
    const from = ['--from', '-', '--input-format', 'csv', '--yes'];
    const linked = await run(UsersLink, [...from, '--provider', 'AzureAD'], { stdin });
    const between = [await subjectsOf(ANA), await subjectsOf(BEN)];
    const records = JSON.parse((await run(HistoryList, ['--json'])).stdout) as { run: { id: string } }[];
    const undone = await run(HistoryUndo, ['--run', records[0]?.run.id ?? '', '--yes']);
    expect([linked.exitCode, between, undone.exitCode, await subjectsOf(ANA), await subjectsOf(BEN)]).to.deep.equal([
      0,
      [['AzureAD ana@corp.example'], ['AzureAD ben@corp.example']],
      0,
      [],
      [],
    ]);
  });

  it('refuse rows without a subject or a provider, before anything is written', async () => {
    const from = ['--from', '-', '--input-format', 'csv', '--yes'];
    const rows = (stdin: string, ...flags: string[]) => run(UsersLink, [...from, ...flags], { stdin });
    const results = [
      await rows(`email\n${ANA}\n`),
      await rows(`email,subject,provider\n${ANA},x,\n${BEN},,AzureAD\n`),
      await rows(`email,subject,provider\n${ANA},x,cognito\n`),
    ];
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr.match(/^ +line .*$/gm)])).to.deep.equal([
      [2, ['  line 1: the column provider is missing', '  line 1: the column subject is missing']],
      [
        2,
        [
          '  line 2, provider: is missing. Add it, or give one for all rows with --provider',
          "  line 3, subject: is missing. It is the provider's ID of the user",
        ],
      ],
      [
        2,
        [
          '  line 2, provider: cognito is the user pool itself, and no identity provider. Give the provider of the identity. To list them: sf-admin providers list',
        ],
      ],
    ]);
    expect([await subjectsOf(ANA), await subjectsOf(BEN)]).to.deep.equal([[], []]);
  });
});
